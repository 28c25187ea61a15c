import { reviewPolicy } from '../platform/approvals/review-policy.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { writeImportFile } from './import-files.ts';
import { withTable } from './open-table.ts';
import { proposeColumns } from './propose-columns.ts';
import { readMapping } from './saved-mapping.ts';
import { type ReadTableOutput, readTableInputSchema } from './schemas.ts';
import { surveyTable } from './survey-table.ts';
import { catalogImport } from './workflow.ts';

/** What kind of file it is, how many rows it has, and what its columns mean: as saved for the source, or proposed. */
export const task = defineTask({
  stage: 'ReadTable',
  input: readTableInputSchema,
  async run(platform, { mode, file, ...reference }) {
    const { store } = reference;
    const { form, survey } = await withTable(platform, file, async (table) => ({
      form: table.form,
      survey: await surveyTable(table),
    }));
    const [saved, shop, policy] = await Promise.all([
      readMapping(platform, store, file.source),
      readSetting(platform, store, 'shop'),
      reviewPolicy(platform, store, catalogImport.slug),
    ]);
    const proposal = proposeColumns(survey, saved?.mapping, shop.value);
    await writeImportFile(platform, reference, 'columns.json', { form, ...survey, ...proposal });
    const needsReview =
      mode === 'live' &&
      (policy.when === 'always' || (policy.when === 'on-doubt' && proposal.doubts.length > 0));
    const output: ReadTableOutput = {
      format: form.format,
      rows: survey.rows,
      needsReview,
      reviewSeconds: policy.backstopSeconds,
    };
    const [doubt] = proposal.doubts;
    const figures = { rows: survey.rows + survey.bad, columns: survey.columns.length };
    return {
      output,
      stage: { engine: 'rules', figures, ...(doubt === undefined ? {} : { outcome: 'warned', note: doubt }) },
    };
  },
});

export const handler = taskHandler(task);
