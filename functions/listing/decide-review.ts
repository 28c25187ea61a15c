import type { Classification } from '../commerce/listings/listing.ts';
import type { Says } from '../commerce/says.ts';
import type { Listed } from './listed.ts';
import type { Quality } from './quality.ts';

export interface ReviewPolicy {
  /** `on-doubt`: when a rule fails, something about the product is doubtful, or the category is not certain. */
  readonly when: 'always' | 'on-doubt' | 'never';
  /** A category below this confidence is looked at. */
  readonly reviewBelowConfidence: number;
}

/** More are not read before a decision; each listing's own findings stand beside it. */
const MOST_REASONS = 8;

/**
 * Whether a person must look, and why. With the policy `never` nothing doubtful goes out either: a listing that a rule
 * refuses is left out by Publish.
 */
export function decideReview(
  listed: readonly Listed[],
  findings: Quality['findings'],
  { confidence }: Pick<Classification, 'confidence'>,
  { when, reviewBelowConfidence }: ReviewPolicy,
): Pick<Quality, 'needsReview' | 'reasons'> {
  if (when === 'never') return { needsReview: false, reasons: [] };
  const reasons = [
    ...refusals(listed),
    ...findings.flatMap(({ severity, says }) => (severity === 'warn' ? [says] : [])),
    ...(confidence < reviewBelowConfidence ? [unsureOf(confidence)] : []),
  ];
  if (when === 'always' && reasons.length === 0) {
    reasons.push({ en: 'The shop reviews every listing.', zh: '本店要求审核每一条上架文案。' });
  }
  return { needsReview: reasons.length > 0, reasons: shortened(reasons) };
}

/** What a rule refuses, once for all channels that refuse it. */
function refusals(listed: readonly Listed[]): Says[] {
  const byRule = new Map<string, { says: Says; names: string[] }>();
  for (const { listing, findings } of listed) {
    for (const { severity, says } of findings) {
      if (severity !== 'fail') continue;
      const same = byRule.get(says.en) ?? { says, names: [] };
      same.names.push(`${listing.channel} (${listing.locale})`);
      byRule.set(says.en, same);
    }
  }
  return [...byRule.values()].map(({ says, names }) => {
    const all = [...new Set(names)];
    return { en: `${all.join(', ')}: ${says.en}`, zh: `${all.join('、')}：${says.zh}` };
  });
}

function unsureOf(confidence: number): Says {
  const percent = Math.round(confidence * 100);
  return {
    en: `The category is not certain (${percent} %).`,
    zh: `类目不够确定（置信度 ${percent}%）。`,
  };
}

function shortened(reasons: readonly Says[]): Says[] {
  const left = reasons.length - MOST_REASONS;
  if (left <= 0) return [...reasons];
  return [
    ...reasons.slice(0, MOST_REASONS),
    { en: `${left} more; they stand beside the listings.`, zh: `另有 ${left} 项，见各渠道文案。` },
  ];
}
