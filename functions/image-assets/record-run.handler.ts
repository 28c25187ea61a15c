import * as z from 'zod';
import { type Says, saysSchema } from '../commerce/says.ts';
import { recordReview } from '../platform/approvals/record-review.ts';
import { readFailure } from '../platform/errors.ts';
import { countMeasure } from '../platform/handlers/observability.ts';
import { defineTask, runReferenceSchema, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import { putInQuarantine } from '../platform/quarantine/quarantine.ts';
import { closeRun } from '../platform/runs/close-run.ts';
import { type Outcome, outcomeSchema, type Run } from '../platform/runs/run.ts';
import type { RunReference } from '../platform/runs/stages.ts';
import { assetSchema, checkedSchema, decisionSchema, photoSchema } from './schemas.ts';
import { imageAssets } from './workflow.ts';

/**
 * Whatever the machine had by the time it ended. Nothing but the run itself and its outcome is sure to be there, or to be
 * as it should: what cannot be read is left out, for a run must close whatever went wrong before.
 */
const inputSchema = runReferenceSchema.extend({
  photo: photoSchema.partial().catch({}),
  outcome: outcomeSchema,
  failure: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).catch({}),
  asset: assetSchema.partial().catch({}),
  checked: checkedSchema.partial().catch({}),
  decision: decisionSchema.partial().catch({}),
  published: z
    .object({ publication: z.string(), files: z.number(), derived: z.number(), why: saysSchema })
    .partial()
    .catch({}),
});
type Input = z.infer<typeof inputSchema>;

const endings: Partial<Record<Outcome, Says>> = {
  duplicate: {
    en: 'The same picture of this product was worked on before; nothing was done.',
    zh: '该商品的同一张图片此前已处理过，未重复处理。',
  },
  expired: {
    en: 'Nobody decided in time, so nothing was published. Reopen it with one click; the facts are checked again.',
    zh: '审核超时未决定，因此未发布。可一键重新打开，届时会重新核对。',
  },
  'dry-run': {
    en: 'A dry run: everything was made and checked, nothing was published.',
    zh: '试运行：已生成并校验全部文件，未发布。',
  },
};

export const task = defineTask({
  input: inputSchema,
  async run(platform, input) {
    const failure = endedBy(input) ? readFailure(input.failure) : undefined;
    const why = failure?.text ?? input.published.why ?? rejection(input) ?? endings[input.outcome];
    const { asset, checked, decision, published } = input;
    // An approved one was noted before Publish.
    await recordReview(platform, input, decision);
    const run = await closeRun(platform, imageAssets, input, {
      outcome: input.outcome,
      why,
      by: 'machine',
      result: {
        sku: asset.sku,
        asset: asset.asset,
        position: asset.position,
        ...published,
        channels: checked.channels,
        // Where a person was asked: which approval, and who answered it.
        approval: decision.approvalId,
        decidedBy: decision.decidedBy ?? undefined,
      },
    });
    // A late repeat for an older attempt has nothing to follow up.
    if (run?.status === input.outcome && run.attempt === input.attempt) {
      await followUp(platform, input, run, failure?.code);
      if (!uncounted.includes(run.status)) countMeasure(imageAssets, reachedAllByItself(input) ? 1 : 0);
    }
    return { output: { outcome: run?.status ?? input.outcome } };
  },
});

export const handler = taskHandler(task);

/**
 * Whether the failure is what ended the run. The machine keeps the last one that it caught: a told wait stands there still
 * when the run went on and a person rejected it later.
 */
function endedBy({ outcome, failure }: Input): boolean {
  if (outcome === 'rejected') return failure.Error === 'RejectedError';
  return failure.Error !== undefined && (outcome === 'quarantined' || outcome === 'failed');
}

function rejection(input: Input): Says | undefined {
  if (input.outcome !== 'rejected') return undefined;
  // The answer of a review without a comment says null.
  const comment = input.decision.comment ? ` “${input.decision.comment}”` : '';
  return { en: `A reviewer rejected the pictures.${comment}`, zh: `审核人拒绝发布这些图片。${comment}` };
}

/** They were not meant to be published. */
const uncounted: readonly Run['status'][] = ['duplicate', 'dry-run'];

/** Whether the photo reached every selected channel, and no person reviewed, mended or replayed anything on its way. */
function reachedAllByItself({ outcome, attempt, checked, decision, published }: Input): boolean {
  const { channels } = checked;
  return (
    outcome === 'published' &&
    attempt === 1 &&
    decision.approvalId === undefined &&
    channels !== undefined &&
    channels.fail === 0 &&
    channels.withheld === 0 &&
    // Fewer, where some channels are not in the pilot.
    published.files === channels.pass + channels.warn
  );
}

/** What follows from the end, repeatable: the ids are those of the run. */
async function followUp(platform: Platform, input: Input, run: Run, code: string | undefined): Promise<void> {
  if (input.outcome === 'quarantined') {
    await putInQuarantine(platform, {
      id: run.id,
      store: run.store,
      workflow: run.workflow,
      kind: 'refused',
      run: run.id,
      attempt: run.attempt,
      subject: run.subject,
      code: code ?? 'Unexpected',
      says: run.why ?? { en: 'The input was refused.', zh: '输入被拒绝。' },
      original: input.photo.original,
    });
  }
  if (input.outcome === 'published') await announce(platform, input, run);
}

async function announce(platform: Platform, input: Input & RunReference, run: Run): Promise<void> {
  await platform.events.publish({
    name: 'AssetsPublished',
    store: run.store,
    schemaVersion: 1,
    eventId: `assets-published/${run.id}/${run.attempt}`,
    occurredAt: run.endedAt ?? platform.clock.now(),
    correlationId: run.id,
    sku: input.asset.sku,
    asset: input.asset.asset,
    position: input.asset.position,
    publication: input.published.publication,
    files: input.published.files,
    derived: input.published.derived,
  });
}
