import * as z from 'zod';

/** First segment of every key of the store; `images` and the like may not be taken for one. */
export const storeIdSchema = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'a store id: 2 to 31 of a-z, 0-9, -');
