import type { Says } from '../commerce/says.ts';
import type { PictureList } from './picture-list.ts';
import type { Cutout } from './schemas.ts';
import type { ChannelEvidence } from './validate-pictures.ts';

export interface ReviewPolicy {
  /** `on-doubt`: when a check failed or the cut-out is not accepted. */
  readonly when: 'always' | 'on-doubt' | 'never';
  /** An accepted cut-out below this confidence is looked at all the same. */
  readonly reviewBelowConfidence: number;
}

export interface ReviewDecision {
  readonly needsReview: boolean;
  /** Why, for the person who is asked; empty when nobody is. */
  readonly reasons: readonly Says[];
  readonly channels: { pass: number; warn: number; fail: number; withheld: number };
}

/**
 * Whether a person must look, and why. With the policy `never` nothing doubtful goes out either: files that failed or
 * are withheld are left out by Publish.
 */
export function decideReview(
  evidence: readonly ChannelEvidence[],
  list: PictureList,
  cutout: Cutout,
  policy: ReviewPolicy,
): ReviewDecision {
  const count = (answer: ChannelEvidence['answer']) => evidence.filter((one) => one.answer === answer).length;
  const withheld =
    list.notMade.length + list.pictures.filter((picture) => picture.withheld !== undefined).length;
  const channels = { pass: count('pass'), warn: count('warn'), fail: count('fail'), withheld };
  const reasons: Says[] = [];
  if (withheld > 0) {
    const percent = Math.round(cutout.confidence * 100);
    reasons.push({
      en: `The cut-out is not certain enough (confidence ${percent} %); without an approval ${withheld === 1 ? '1 white-background file stays' : `${withheld} white-background files stay`} back.`,
      zh: `抠图结果不够可靠（置信度 ${percent}%）；未经批准，${withheld} 个白底图文件不会发布。`,
    });
  } else if (cutout.accepted && cutout.confidence < policy.reviewBelowConfidence) {
    reasons.push({
      en: `The cut-out was accepted with a confidence of ${cutout.confidence.toFixed(2)}, below the shop's ${policy.reviewBelowConfidence}.`,
      zh: `抠图置信度为 ${cutout.confidence.toFixed(2)}，低于本店设定的 ${policy.reviewBelowConfidence}。`,
    });
  }
  reasons.push(...failures(evidence));
  if (policy.when === 'never') return { needsReview: false, reasons: [], channels };
  if (policy.when === 'always' && reasons.length === 0) {
    reasons.push({ en: 'The shop reviews every photo.', zh: '本店要求审核每一张图片。' });
  }
  return { needsReview: reasons.length > 0, reasons, channels };
}

/** More are not read before a decision; each file's own findings stand beside it. */
const MOST_FAILURES = 10;
const MOST_TITLES = 3;

/** Every rule that a file failed, once for all channels of which the same was measured. Warnings cost nobody's time. */
function failures(evidence: readonly ChannelEvidence[]): Says[] {
  const known = new Map<string, { says: Says; titles: Says[] }>();
  for (const { title, rules } of evidence) {
    for (const { answer, says } of rules) {
      if (answer !== 'fail') continue;
      const same = known.get(says.en) ?? { says, titles: [] };
      same.titles.push(title);
      known.set(says.en, same);
    }
  }
  const all = [...known.values()].map(({ says, titles }): Says => {
    const shown = titles.slice(0, MOST_TITLES);
    const more = titles.length - shown.length;
    return {
      en: `${shown.map(({ en }) => en).join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${says.en}`,
      zh: `${shown.map(({ zh }) => zh).join('、')}${more > 0 ? ` 等 ${titles.length} 个渠道` : ''}：${says.zh}`,
    };
  });
  const left = all.length - MOST_FAILURES;
  if (left <= 0) return all;
  return [
    ...all.slice(0, MOST_FAILURES),
    {
      en: `${left} more checks failed; they stand beside the files.`,
      zh: `另有 ${left} 项校验未通过，见各文件说明。`,
    },
  ];
}
