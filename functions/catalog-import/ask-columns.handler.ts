import { requestApproval } from '../platform/approvals/request-approval.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { readRun, setRunStatus } from '../platform/runs/stages.ts';
import { columnsPayload } from './columns-payload.ts';
import { readImportFile } from './import-files.ts';
import { columnsFileSchema } from './propose-columns.ts';
import { askColumnsInputSchema } from './schemas.ts';
import { catalogImport } from './workflow.ts';

/** Asks what the columns of a file mean; the answer's edits are corrections of what is proposed. */
export const task = defineTask({
  input: askColumnsInputSchema,
  async run(platform, { file, token, ...reference }) {
    const { store, run, attempt } = reference;
    const [columns, record] = await Promise.all([
      readImportFile(platform, reference, 'columns.json', columnsFileSchema),
      readRun(platform, { store, run }),
    ]);
    await requestApproval(platform, {
      store,
      workflow: catalogImport.slug,
      // Two files of one source may have different columns: each is a question of its own.
      group: `${catalogImport.slug}/${run}`,
      subject: { kind: 'file', id: file.source, label: file.fileName },
      run,
      attempt,
      token,
      startedBy: record.trigger.startedBy,
      asks: {
        en: `Are the columns of ${file.fileName} understood correctly?`,
        zh: `${file.fileName} 的列对应关系是否正确？`,
      },
      reasons: columns.doubts,
      choices: [],
      takesEdits: true,
      payload: columnsPayload(reference, file, columns),
    });
    await setRunStatus(platform, { store, run, attempt }, 'waiting');
    return { output: {} };
  },
});

export const handler = taskHandler(task);
