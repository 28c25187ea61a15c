import * as z from 'zod';
import type { Says } from '../commerce/says.ts';
import { InvalidInputError } from '../platform/errors.ts';
import type { Platform } from '../platform/platform.ts';
import { putInQuarantine, type QuarantineRecord } from '../platform/quarantine/quarantine.ts';
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
const rowMessageSchema = z.object({
  source: fileSchema.shape.source,
  uploadedAt: fileSchema.shape.uploadedAt,
  field: z.string().optional(),
  rows: refusedSchema.shape.rows,
});
type RowMessage = z.output<typeof rowMessageSchema>;

const rowSubject = 'row';

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

/** @throws InvalidInputError `RowNotKept` for an entry of another kind, or one whose rows did not fit into it */
export function readRowMessage({ id, subject, message }: QuarantineRecord): RowMessage {
  const isRow = subject.kind === rowSubject && message?.startsWith('{') === true;
  const read = isRow ? rowMessageSchema.safeParse(JSON.parse(message)) : undefined;
  if (read?.success === true && read.data.rows.length > 0) return read.data;
  throw new InvalidInputError('RowNotKept', {
    en: `The entry ${id} holds no rows that could be corrected here. Mend them in the file, and upload it again: what is right already changes nothing.`,
    zh: `记录 ${id} 中没有可在此修正的行。请在文件中修正后重新上传，已正确的行不会变化。`,
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
