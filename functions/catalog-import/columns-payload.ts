import type * as z from 'zod';
import type { RunReference } from '../platform/runs/stages.ts';
import { importFile } from './import-files.ts';
import type { columnsFileSchema } from './propose-columns.ts';
import type { CatalogFile } from './schemas.ts';

/** So many bytes are for columns with their samples: corrected, the whole has to fit into the 8 KB that edits may have. */
const mostBytes = 7 * 1024;

/**
 * What the person sees: every column with what it is taken for and what stands in it. Of a file with hundreds of columns those
 * that fit; the whole stands in `columns.json`.
 */
export function columnsPayload(
  reference: RunReference,
  { source, fileName }: CatalogFile,
  { form, rows, columns, mapping }: z.output<typeof columnsFileSchema>,
) {
  const { columns: targets, ...reading } = mapping;
  const shown: { name: string; target: string | null; samples: string[] }[] = [];
  let bytes = 0;
  for (const { name, samples } of columns) {
    const column = { name, target: targets[name]?.target ?? null, samples: samples.slice(0, 3) };
    bytes += Buffer.byteLength(JSON.stringify(column));
    if (bytes > mostBytes) break;
    shown.push(column);
  }
  return {
    version: 1,
    source,
    fileName,
    format: form.format,
    rows,
    reading,
    columns: shown,
    columnsLeftOut: columns.length - shown.length,
    file: importFile(reference, 'columns.json'),
  };
}
