import { publishListing } from '../connectors/store/publish-listing.ts';
import { recordReview } from '../platform/approvals/record-review.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { setRunStatus } from '../platform/runs/stages.ts';
import { choiceOf } from './choices.ts';
import { noteListed } from './last-listed.ts';
import { readRunFile } from './run-files.ts';
import { type Published, publishInputSchema } from './schemas.ts';
import { listing as workflow } from './workflow.ts';

export const task = defineTask({
  stage: 'Publish',
  input: publishInputSchema,
  async run(platform, job) {
    const { store, run, attempt, product, decision } = job;
    await setRunStatus(platform, { store, run, attempt }, 'running');
    await recordReview(platform, { store, run, attempt }, decision);
    const listed = await readRunFile(platform, job, 'listed');
    const refusedByPerson = new Set(decision.rejectedChoices);
    if (refusedByPerson.size > 0) await noteListed(platform, job, decision.rejectedChoices);
    const actor =
      decision.decidedBy == null
        ? { kind: 'system' as const, id: workflow.slug }
        : { kind: 'person' as const, id: decision.decidedBy };
    const counts = { published: 0, waiting: 0, refused: 0, conflicts: 0 };
    for (const { listing, state } of listed) {
      if (state === 'waiting') counts.waiting += 1;
      else if (state === 'refused' || refusedByPerson.has(choiceOf(listing))) counts.refused += 1;
      else {
        const outcome = await publishListing(platform, {
          publication: `${run}-${attempt}`,
          store,
          run,
          listing,
          productVersion: product.version,
          actor,
        });
        if (outcome === 'published' || outcome === 'unchanged') counts.published += 1;
        else counts.conflicts += 1;
      }
    }
    const isWhole = counts.published === listed.length;
    return {
      output: { outcome: outcomeOf(counts), ...counts },
      stage: { figures: counts, ...(isWhole ? {} : { outcome: 'warned' }) },
    };
  },
});

export const handler = taskHandler(task);

function outcomeOf({ published, conflicts }: Omit<Published, 'outcome'>): Published['outcome'] {
  if (conflicts > 0) return 'conflict';
  return published > 0 ? 'published' : 'completed';
}
