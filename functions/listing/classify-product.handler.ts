import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { classifyProduct } from './classify-product.ts';
import { readRunFile, writeRunFile } from './run-files.ts';
import { stageInputSchema } from './schemas.ts';

export const task = defineTask({
  stage: 'Classify',
  input: stageInputSchema,
  async run(platform, job) {
    const { record } = await readRunFile(platform, job, 'extracted');
    const classification = classifyProduct(record);
    await writeRunFile(platform, job, 'classification', classification);
    const { confidence, engine, category } = classification;
    return {
      output: {},
      stage: {
        engine,
        figures: { confidencePercent: Math.round(confidence * 100) },
        note: { en: category, zh: category },
      },
    };
  },
});

export const handler = taskHandler(task);
