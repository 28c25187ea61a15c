import type * as z from 'zod';
import type { Says } from '../commerce/says.ts';
import { recordReview } from '../platform/approvals/record-review.ts';
import { readFailure } from '../platform/errors.ts';
import { countMeasure } from '../platform/handlers/observability.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import { putInQuarantine } from '../platform/quarantine/quarantine.ts';
import { closeRun } from '../platform/runs/close-run.ts';
import type { Run } from '../platform/runs/run.ts';
import { recordInputSchema } from './schemas.ts';
import { listing } from './workflow.ts';

type Input = z.output<typeof recordInputSchema>;

export const task = defineTask({
  input: recordInputSchema,
  async run(platform, input) {
    const { product, checked, decision, published, outcome } = input;
    const failure = endedBy(input) ? readFailure(input.failure) : undefined;
    // An approved one was noted before Publish.
    await recordReview(platform, input, decision);
    const run = await closeRun(platform, listing, input, {
      outcome,
      why: failure?.text ?? whyEnded(input),
      by: 'machine',
      result: {
        sku: product.sku,
        version: product.version,
        ...published,
        listings: checked.listings,
        // Where a person was asked: which approval, and who answered it.
        approval: decision.approvalId,
        decidedBy: decision.decidedBy ?? undefined,
      },
    });
    // A late repeat for an older attempt has nothing to follow up.
    if (run?.status === outcome && run.attempt === input.attempt) {
      await followUp(platform, input, run, failure?.code);
      if (outcome !== 'duplicate' && outcome !== 'dry-run')
        countMeasure(listing, isAllByItself(input) ? 1 : 0);
    }
    return { output: { outcome: run?.status ?? outcome } };
  },
});

export const handler = taskHandler(task);

/**
 * Whether the failure is what ended the run. The machine keeps the last one that it caught: a told wait stands there still when
 * the run went on.
 */
function endedBy({ outcome, failure }: Input): boolean {
  if (outcome === 'rejected') return failure.Error === 'RejectedError';
  return failure.Error !== undefined && (outcome === 'quarantined' || outcome === 'failed');
}

function whyEnded({ outcome, product, published, decision }: Input): Says | undefined {
  if (outcome === 'duplicate') {
    return product.passedOver === 'archived'
      ? { en: 'The product is archived; it is listed nowhere.', zh: '商品已归档，不再上架。' }
      : {
          en: 'The product changed again since; the run of its newer version lists it.',
          zh: '商品此后又有更新，由新版本的运行负责上架。',
        };
  }
  if (outcome === 'rejected') {
    const comment = decision.comment ? ` “${decision.comment}”` : '';
    return { en: `A reviewer rejected the listings.${comment}`, zh: `审核人拒绝发布这些文案。${comment}` };
  }
  if (outcome === 'expired') {
    return {
      en: 'Nobody decided in time, so nothing was published. Reopen it with one click; the facts are checked again.',
      zh: '审核超时未决定，因此未发布。可一键重新打开，届时会重新核对。',
    };
  }
  if (outcome === 'dry-run') {
    return {
      en: 'A dry run: everything was written and checked, nothing was published.',
      zh: '试运行：已撰写并校验全部文案，未发布。',
    };
  }
  if (outcome === 'completed' || outcome === 'published') return whatIsLeft(published);
  if (outcome === 'conflict') {
    return {
      en: `${published.conflicts ?? 0} listing(s) were changed by a person since our last write, or are of a newer version; they were left as they are.`,
      zh: `有 ${published.conflicts ?? 0} 条文案此后被人工修改或已是更新版本，未作覆盖。`,
    };
  }
  return undefined;
}

/** What did not go out although nothing is wrong with the run. */
function whatIsLeft({ waiting = 0, refused = 0 }: Input['published']): Says | undefined {
  const en: string[] = [];
  const zh: string[] = [];
  if (waiting > 0) {
    en.push(`${waiting} listing(s) wait for the main picture and go out by themselves once it is published.`);
    zh.push(`${waiting} 条文案等待商品主图，主图发布后将自动上架。`);
  }
  if (refused > 0) {
    en.push(`${refused} listing(s) were refused by a channel's rules or by the reviewer.`);
    zh.push(`${refused} 条文案因渠道规则或审核人拒绝而未上架。`);
  }
  return en.length === 0 ? undefined : { en: en.join(' '), zh: zh.join('') };
}

/** Whether every selected channel has its listing, and no person reviewed, mended or replayed anything on the way. */
function isAllByItself({ outcome, attempt, decision, published }: Input): boolean {
  const left = (published.waiting ?? 0) + (published.refused ?? 0) + (published.conflicts ?? 0);
  return outcome === 'published' && attempt === 1 && decision.approvalId === undefined && left === 0;
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
      says: run.why ?? { en: 'The product was refused.', zh: '商品数据被拒绝。' },
    });
  }
  if ((input.published.published ?? 0) > 0) {
    await platform.events.publish({
      name: 'ListingPublished',
      store: run.store,
      schemaVersion: 1,
      eventId: `listing-published/${run.id}/${run.attempt}`,
      occurredAt: run.endedAt ?? platform.clock.now(),
      correlationId: run.id,
      sku: input.product.sku,
      version: input.product.version,
      listings: input.published.published,
    });
  }
}
