import { requestApproval } from '../platform/approvals/request-approval.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { readRun, setRunStatus } from '../platform/runs/stages.ts';
import { choiceOf } from './choices.ts';
import { reviewPayload } from './review-payload.ts';
import { readRunFile, runFile } from './run-files.ts';
import { reviewInputSchema } from './schemas.ts';
import { listing } from './workflow.ts';

/** Asks once a product: a newer version that waits at the same time joins the open question. */
export const task = defineTask({
  input: reviewInputSchema,
  async run(platform, job) {
    const { store, run, attempt, product, token } = job;
    const [extracted, listed, quality, classification, record] = await Promise.all([
      readRunFile(platform, job, 'extracted'),
      readRunFile(platform, job, 'listed'),
      readRunFile(platform, job, 'quality'),
      readRunFile(platform, job, 'classification'),
      readRun(platform, { store, run }),
    ]);
    await requestApproval(platform, {
      store,
      workflow: listing.slug,
      group: `${listing.slug}/${product.sku}`,
      subject: { kind: 'product', id: product.sku, label: product.sku },
      run,
      attempt,
      token,
      startedBy: record.trigger.startedBy,
      asks: {
        en: `Publish the listings of ${product.sku} on ${listed.length} channel(s) and language(s)?`,
        zh: `是否发布 ${product.sku} 的 ${listed.length} 条渠道文案？`,
      },
      reasons: quality.reasons,
      choices: listed.map(({ listing: one }) => choiceOf(one)),
      thumbnail: extracted.thumbnail,
      payload: reviewPayload({ extracted, listed, quality, classification, file: runFile(job, 'listed') }),
    });
    await setRunStatus(platform, { store, run, attempt }, 'waiting');
    return { output: {} };
  },
});

export const handler = taskHandler(task);
