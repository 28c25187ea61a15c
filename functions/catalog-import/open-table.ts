import { InvalidInputError } from '../platform/errors.ts';
import type { Platform } from '../platform/platform.ts';
import type { CatalogFile } from './schemas.ts';
import { mostTableBytes, readTable } from './tables/read-table.ts';
import { type Table, UnreadableTable } from './tables/table.ts';

/**
 * Reads the uploaded file as a table and has something done with it, while its rows come one after the other.
 *
 * @throws InvalidInputError `FileTooLarge`, or the code of the {@link UnreadableTable} that the file or one of its rows threw
 */
export async function withTable<T>(
  platform: Platform,
  file: CatalogFile,
  work: (table: Table) => Promise<T>,
): Promise<T> {
  const facts = await platform.objects.head(file.original);
  if ((facts?.bytes ?? 0) > mostTableBytes) throw tooLarge(facts?.bytes ?? 0);
  const bytes = await platform.objects.get(file.original, { maxBytes: mostTableBytes });
  try {
    return await work(await readTable(bytes));
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    throw new InvalidInputError(error.refusal.code, error.refusal.says);
  }
}

/** Told before its bytes are fetched: a file of 200 MB need not be in memory to be refused. */
function tooLarge(bytes: number): InvalidInputError {
  const [has, most] = [Math.ceil(bytes / 1024 / 1024), mostTableBytes / 1024 / 1024];
  return new InvalidInputError('FileTooLarge', {
    en: `The file has ${has} MB; ${most} MB are read at most. Nothing was changed. Split it: what stands in two files is taken as if it stood in one.`,
    zh: `文件为 ${has} MB，最多 ${most} MB。未做任何更改。请拆分后分别上传，效果与单个文件相同。`,
  });
}
