import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { correctMapping } from './correct-mapping.ts';
import { cutTable } from './cut-chunks.ts';
import { readImportFile, writeImportFile } from './import-files.ts';
import { withTable } from './open-table.ts';
import { columnsFileSchema } from './propose-columns.ts';
import { saveMapping } from './saved-mapping.ts';
import { type Cut, cutChunksInputSchema } from './schemas.ts';

/** Reads the file once more, by the columns as they were confirmed, and cuts it into chunks that are imported one by one. */
export const task = defineTask({
  input: cutChunksInputSchema,
  async run(platform, { mode, file, decision, ...reference }) {
    const { columns, mapping: proposed } = await readImportFile(
      platform,
      reference,
      'columns.json',
      columnsFileSchema,
    );
    const names = columns.map(({ name }) => name);
    const mapping = correctMapping(proposed, decision.edits, names);
    if (mode === 'live') {
      await saveMapping(platform, reference.store, {
        source: file.source,
        mapping,
        savedBy: reference.run,
        confirmedBy: decision.decidedBy ?? undefined,
      });
    }
    await writeImportFile(platform, reference, 'mapping.json', mapping);
    const output: Cut = await cutTable(
      (work) => withTable(platform, file, work),
      mapping,
      (chunk, units) => writeImportFile(platform, reference, `chunk-${chunk}.json`, { units }),
    );
    return { output };
  },
});

export const handler = taskHandler(task);
