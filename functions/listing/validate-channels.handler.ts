import { buildListing } from '../commerce/listings/build-fields.ts';
import { checkListing } from '../commerce/listings/check-listing.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { noteListed } from './last-listed.ts';
import type { Listed } from './listed.ts';
import { readRunFile, writeRunFile } from './run-files.ts';
import { stageInputSchema } from './schemas.ts';
import { stateOfListing } from './state-of-listing.ts';

export const task = defineTask({
  stage: 'ValidateChannels',
  input: stageInputSchema,
  async run(platform, job) {
    const [extracted, texts, classification] = await Promise.all([
      readRunFile(platform, job, 'extracted'),
      readRunFile(platform, job, 'texts'),
      readRunFile(platform, job, 'classification'),
    ]);
    const { record, targets, pictures, day } = extracted;
    const listed = targets.flatMap(({ channel, locale }): Listed[] => {
      const written = texts[locale];
      if (written === undefined) return [];
      const listing = buildListing(
        { product: record, texts: written.texts, classification, channel, locale, engine: written.engine },
        day,
      );
      const evidence = checkListing(listing, day);
      return [stateOfListing(listing, evidence, pictures[channel] !== undefined)];
    });
    await writeRunFile(platform, job, 'listed', listed);
    await noteListed(platform, job);
    const count = (state: Listed['state']) => listed.filter((one) => one.state === state).length;
    const figures = { ready: count('ready'), waiting: count('waiting'), refused: count('refused') };
    return { output: {}, stage: { figures, ...(figures.refused > 0 ? { outcome: 'warned' as const } : {}) } };
  },
});

export const handler = taskHandler(task);
