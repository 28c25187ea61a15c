import type { Says } from '../commerce/says.ts';
import { connectTextModel } from '../connectors/text-model/connect-text-models.ts';
import { secretReader } from '../platform/adapters/aws/secrets.ts';
import { reviewPolicy } from '../platform/approvals/review-policy.ts';
import { defineTask, type StageNote, taskHandler } from '../platform/handlers/task-handler.ts';
import { categoryWords, findProductCategory } from './classify-product.ts';
import { draftFindings } from './draft-findings.ts';
import { draftTexts, type WrittenTexts } from './draft-texts.ts';
import type { Target } from './extracted.ts';
import { readRunFile, writeRunFile } from './run-files.ts';
import { stageInputSchema } from './schemas.ts';
import { waitIfWorthwhile } from './told-waits.ts';
import { listing } from './workflow.ts';

/** All languages together. The function has 300 s: the rest is for everything around. */
const ALL_LANGUAGES_MS = 240_000;

type Written = readonly (readonly [Target['locale'], WrittenTexts])[];

/** @param readSecret tests have secrets of their own */
export function structureListingTask(readSecret: (name: string) => Promise<string>) {
  return defineTask({
    stage: 'Structure',
    input: stageInputSchema,
    async run(platform, job) {
      const { store, run, attempt } = job;
      const [{ record, targets }, connected, policy] = await Promise.all([
        readRunFile(platform, job, 'extracted'),
        connectTextModel(platform, store, readSecret),
        reviewPolicy(platform, store, listing.slug),
      ]);
      const found = findProductCategory(record);
      const endsAt = Date.parse(platform.clock.now()) + ALL_LANGUAGES_MS;
      const written: (readonly [Target['locale'], WrittenTexts])[] = [];
      // One after the other: they share the day's budget, the audit stream and the provider's health.
      for (const locale of new Set(targets.map((target) => target.locale))) {
        const texts = await draftTexts(platform, {
          reference: { store, run, attempt },
          workflow: listing.slug,
          record,
          category: found && categoryWords(found.category),
          locale,
          connected,
          leftMs: endsAt - Date.parse(platform.clock.now()),
          keepsDoubtful: policy.when !== 'never',
        });
        if (texts.toldToWait !== undefined) await waitIfWorthwhile(platform, job, texts.toldToWait);
        written.push([locale, texts]);
      }
      const texts = written.map(([locale, one]) => [locale, { texts: one.texts, engine: one.engine }]);
      const drafts = written.flatMap(([locale, { drafted }]) =>
        drafted === undefined ? [] : [[locale, drafted]],
      );
      await writeRunFile(platform, job, 'texts', Object.fromEntries(texts));
      await writeRunFile(platform, job, 'drafts', Object.fromEntries(drafts));
      return { output: {}, stage: stageNote(written) };
    },
  });
}

/** What people read on the run: who wrote, what it cost, and what did not come of it. */
function stageNote(written: Written): StageNote {
  const drafts = written.flatMap(([, { drafted }]) => drafted ?? []);
  const engine = [...new Set(written.map(([, one]) => one.engine))].join(', ');
  if (drafts.length === 0) return { engine, figures: { languages: written.length } };
  const sum = (count: (drafted: (typeof drafts)[number]) => number) =>
    drafts.reduce((total, drafted) => total + count(drafted), 0);
  const figures = {
    languages: written.length,
    byModel: sum(({ outcome }) => (outcome === 'written' ? 1 : 0)),
    sentencesLeftOut: sum(({ leftOut }) => leftOut.length),
    sentencesUnsupported: sum(({ doubtful }) => doubtful.length),
  };
  const costMicroUsd = sum((drafted) => drafted.costMicroUsd);
  const notes = written.flatMap(([locale, { drafted }]) =>
    drafted === undefined ? [] : draftFindings(locale, drafted).map(({ says }) => says),
  );
  return { engine, figures, costMicroUsd, ...warning(notes) };
}

function warning(notes: readonly Says[]): StageNote {
  if (notes.length === 0) return {};
  const note = { en: notes.map(({ en }) => en).join(' '), zh: notes.map(({ zh }) => zh).join('') };
  return { outcome: 'warned', note };
}

export const task = structureListingTask(secretReader('text-model'));
export const handler = taskHandler(task);
