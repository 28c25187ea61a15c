import * as z from 'zod';

/** The two languages that an operations person reads. */
export const languageSchema = z.enum(['zh', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** A sentence for an operations person, in both languages: what happened, what is safe, what to do. */
export const saysSchema = z.object({ en: z.string().min(1), zh: z.string().min(1) });
export type Says = z.infer<typeof saysSchema>;
