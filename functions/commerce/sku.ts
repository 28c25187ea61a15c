import * as z from 'zod';
import { skuPattern } from './sku-pattern.ts';

/**
 * A stock keeping unit as the shop writes it: letters and digits of any script, `.`, `_`, `-`; at most 64 characters.
 * It becomes part of object keys and record keys, so no `/`, `#` or space. The one rule wherever a SKU comes in: what a
 * form takes, the workflow must take too.
 */
export const skuSchema = z.string().regex(skuPattern, 'a SKU: letters, digits, . _ -');
