import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { categoryWords, findProductCategory } from './classify-product.ts';
import { composeTexts, rulesEngine } from './compose/compose-texts.ts';
import { readRunFile, writeRunFile } from './run-files.ts';
import { stageInputSchema } from './schemas.ts';

export const task = defineTask({
  stage: 'Structure',
  input: stageInputSchema,
  async run(platform, job) {
    const { record, targets } = await readRunFile(platform, job, 'extracted');
    const found = findProductCategory(record);
    const words = found && categoryWords(found.category);
    const locales = [...new Set(targets.map(({ locale }) => locale))];
    const written = locales.map((locale) => {
      const texts = composeTexts(record, words, locale);
      return [locale, { texts, engine: rulesEngine }] as const;
    });
    await writeRunFile(platform, job, 'texts', Object.fromEntries(written));
    return { output: {}, stage: { engine: rulesEngine, figures: { languages: locales.length } } };
  },
});

export const handler = taskHandler(task);
