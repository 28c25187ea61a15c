import { categoryById } from '../commerce/product/categories/category-tree.ts';
import { listingLocaleSchema } from '../commerce/product/product-record.ts';
import { reviewPolicy } from '../platform/approvals/review-policy.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { checkQuality } from './check-quality.ts';
import { decideReview } from './decide-review.ts';
import { draftFindings } from './draft-findings.ts';
import type { Listed } from './listed.ts';
import { readRunFile, writeRunFile } from './run-files.ts';
import { type Checked, stageInputSchema } from './schemas.ts';
import { listing } from './workflow.ts';

/** A category that only the supplier's text names, or that has a rival, is for a person to confirm. */
const reviewBelowConfidence = 0.7;

export const task = defineTask({
  stage: 'CheckQuality',
  input: stageInputSchema,
  async run(platform, job) {
    const [{ record }, listed, classification, drafts, policy] = await Promise.all([
      readRunFile(platform, job, 'extracted'),
      readRunFile(platform, job, 'listed'),
      readRunFile(platform, job, 'classification'),
      readRunFile(platform, job, 'drafts'),
      reviewPolicy(platform, job.store, listing.slug),
    ]);
    const findings = [
      ...checkQuality(record, categoryById(classification.category)),
      ...listingLocaleSchema.options.flatMap((locale) => {
        const drafted = drafts[locale];
        return drafted === undefined ? [] : draftFindings(locale, drafted);
      }),
    ];
    const decision = decideReview(listed, findings, classification, {
      when: policy.when,
      reviewBelowConfidence,
    });
    await writeRunFile(platform, job, 'quality', { findings, ...decision });
    const count = (state: Listed['state']) => listed.filter((one) => one.state === state).length;
    const output: Checked = {
      needsReview: decision.needsReview,
      reviewSeconds: policy.backstopSeconds,
      listings: { ready: count('ready'), waiting: count('waiting'), refused: count('refused') },
    };
    const [reason] = decision.reasons;
    return {
      output,
      stage: {
        figures: { findings: findings.length },
        ...(reason === undefined ? {} : { outcome: 'warned' as const, note: reason }),
      },
    };
  },
});

export const handler = taskHandler(task);
