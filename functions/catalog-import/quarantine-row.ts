import * as z from 'zod';
import type { Says } from '../commerce/says.ts';
import type { Platform } from '../platform/platform.ts';
import { putInQuarantine } from '../platform/quarantine/quarantine.ts';
import { runIdFor } from '../platform/runs/run-id.ts';
import type { RunReference } from '../platform/runs/stages.ts';
import { type Refused, refusedSchema } from './import-files.ts';
import type { CatalogFile } from './schemas.ts';
import { fileSchema } from './schemas.ts';
import { catalogImport } from './workflow.ts';

/** Of one file so many refused rows stand in quarantine one by one; a file with more has one fault in all of them. */
export const mostQuarantined = 200;

/** A quarantine entry keeps 8 KB of a message. */
const longestMessage = 8_000;

/** The message of an entry: what it takes to read the rows again. */
export const rowMessageSchema = z.object({
  source: fileSchema.shape.source,
  uploadedAt: fileSchema.shape.uploadedAt,
  field: z.string().optional(),
  rows: refusedSchema.shape.rows,
});
export type RowMessage = z.output<typeof rowMessageSchema>;

export const rowSubject = 'row';

export function rowEntryId({ store, run }: RunReference, line: number): string {
  return runIdFor(catalogImport.slug, store, run, 'line', String(line));
}

/** Keeps a refused row with its line, field, reason and cells. The same attempt again changes nothing. */
export async function quarantineRow(
  platform: Platform,
  reference: RunReference,
  file: CatalogFile,
  refused: Refused,
): Promise<void> {
  const { store, run, attempt } = reference;
  const { line, field, rows, given } = refused;
  const message: RowMessage = { source: file.source, uploadedAt: file.uploadedAt, field, rows };
  const text = rows.length === 0 ? given : JSON.stringify(message);
  await putInQuarantine(platform, {
    id: rowEntryId(reference, line),
    store,
    workflow: catalogImport.slug,
    kind: 'refused',
    run,
    attempt,
    subject: { kind: rowSubject, id: `${run}/${line}`, label: `${file.fileName} · ${line}` },
    code: refused.code,
    says: refusalText(refused),
    original: file.original,
    // Cut off it could not be read again: such a row is mended in the file.
    ...(text.length > longestMessage ? {} : { message: text }),
  });
}

/** Where it is wrong, and how. */
export function refusalText({ line, field, says }: Refused): Says {
  const place =
    field === undefined
      ? { en: `Line ${line}`, zh: `第 ${line} 行` }
      : { en: `Line ${line}, ${field}`, zh: `第 ${line} 行“${field}”` };
  return { en: `${place.en}: ${says.en}`, zh: `${place.zh}：${says.zh}` };
}
