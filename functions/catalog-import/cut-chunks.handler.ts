import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import type { RunReference } from '../platform/runs/stages.ts';
import { correctMapping } from './correct-mapping.ts';
import { cutEntries, cutTable } from './cut-chunks.ts';
import { type ImportUnit, readImportFile, writeImportFile } from './import-files.ts';
import { withTable } from './open-table.ts';
import { columnsFileSchema } from './propose-columns.ts';
import { saveMapping } from './saved-mapping.ts';
import { type Cut, cutChunksInputSchema } from './schemas.ts';

/** Reads the file once more, by the columns as they were confirmed, and cuts it into chunks that are imported one by one. */
export const task = defineTask({
  input: cutChunksInputSchema,
  async run(platform, { mode, file, decision, ...reference }) {
    const found = await readImportFile(platform, reference, 'columns.json', columnsFileSchema);
    const keep = keeper(platform, reference);
    const { shape } = found.form;
    if (shape !== undefined) {
      await writeImportFile(platform, reference, 'mapping.json', found.mapping);
      const output: Cut = await withTable(platform, file, ({ entries = [] }) =>
        cutEntries(entries, shape, keep),
      );
      return { output };
    }
    const names = found.columns.map(({ name }) => name);
    const mapping = correctMapping(found.mapping, decision.edits, names);
    if (mode === 'live') {
      await saveMapping(platform, reference.store, {
        source: file.source,
        mapping,
        savedBy: reference.run,
        confirmedBy: decision.decidedBy ?? undefined,
      });
    }
    await writeImportFile(platform, reference, 'mapping.json', mapping);
    const output: Cut = await cutTable((work) => withTable(platform, file, work), mapping, keep);
    return { output };
  },
});

export const handler = taskHandler(task);

const keeper =
  (platform: Platform, reference: RunReference) => (chunk: number, units: readonly ImportUnit[]) =>
    writeImportFile(platform, reference, `chunk-${chunk}.json`, { units });
