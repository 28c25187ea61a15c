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
    const proposal =
      form.shape === undefined
        ? proposeColumns(survey, saved?.mapping, shop.value)
        : { mapping: { locale: 'en', currency: shop.value.currency, columns: {} }, doubts: [] };
    await writeImportFile(platform, reference, 'columns.json', { form, ...survey, ...proposal });
    // Products of a known shape have no columns to ask about.
    const mayAsk = mode === 'live' && form.shape === undefined;
    const isDoubtful = proposal.doubts.length > 0;
    const needsReview = mayAsk && (policy.when === 'always' || (policy.when === 'on-doubt' && isDoubtful));
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
