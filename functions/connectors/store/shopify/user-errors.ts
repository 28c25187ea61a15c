import * as z from 'zod';
import { pictureGone, pictureRefused, shopifyAtWork, shopifyRefused } from './shopify-errors.ts';

/** What an operation answers, with HTTP 200, when it did nothing. */
export const userErrorsSchema = z.array(z.object({ message: z.string(), code: z.string().nullish() }));

/** Of `FilesErrorCode` and `MediaUserErrorCode`. */
const passing = new Set([
  'FILE_LOCKED',
  'MEDIA_CANNOT_BE_MODIFIED',
  'NON_READY_STATE',
  'FILENAME_ALREADY_EXISTS',
]);
const gone = new Set(['FILE_DOES_NOT_EXIST', 'MEDIA_DOES_NOT_EXIST']);
const refusing = new Set([
  'PRODUCT_SUSPENDED',
  'UNACCEPTABLE_TRIAL_ASSET',
  'UNACCEPTABLE_UNVERIFIED_TRIAL_ASSET',
]);

/** @throws the first of them, as what it means for us */
export function sortUserErrors(errors: z.output<typeof userErrorsSchema>): void {
  const [first] = errors;
  if (first === undefined) return;
  const code = first.code ?? '';
  const what = `${code} ${first.message}`.trim().slice(0, 300);
  if (passing.has(code)) throw shopifyAtWork({ en: what, zh: what });
  if (gone.has(code)) throw pictureGone();
  if (refusing.has(code)) throw shopifyRefused(what);
  throw pictureRefused(what);
}
