import { describe, expect, it } from 'vitest';
import { decideReview } from '../../functions/image-assets/decide-review.ts';
import type { PictureList } from '../../functions/image-assets/picture-list.ts';
import type { ChannelEvidence } from '../../functions/image-assets/validate-pictures.ts';

const title = { en: 'Amazon', zh: '亚马逊' };
const says = { en: 'White border. Measured: 250', zh: '白色边框。实测：250' };

function evidence(...answers: ChannelEvidence['answer'][]): ChannelEvidence[] {
  return answers.map((answer, index) => ({
    channel: `c${index}`,
    title,
    name: `c${index}.jpg`,
    answer,
    rules: [{ rule: 'r', answer, says } as ChannelEvidence['rules'][number]],
    informs: [],
  }));
}

const withheld = { code: 'cutout-not-accepted' as const, says };
const list = (count: number): PictureList => ({
  pictures: [],
  notMade: Array.from({ length: count }, (_, index) => ({ channel: `n${index}`, withheld })),
});
const sure = { made: true, accepted: true, confidence: 0.95, engine: 'rules' };
const policy = { when: 'on-doubt', reviewBelowConfidence: 0.8 } as const;

describe('whether a person must look', () => {
  it('no, when all pass', () => {
    expect(decideReview(evidence('pass', 'pass'), list(0), sure, policy)).toEqual({
      needsReview: false,
      reasons: [],
      channels: { pass: 2, warn: 0, fail: 0, withheld: 0 },
    });
  });

  it('no, for warnings', () => {
    expect(decideReview(evidence('pass', 'warn'), list(0), sure, policy).needsReview).toBe(false);
  });

  it('yes, for a failed file, and it says which channel and what was measured', () => {
    const decision = decideReview(evidence('pass', 'fail'), list(0), sure, policy);
    expect(decision.needsReview).toBe(true);
    expect(decision.reasons).toEqual([{ en: `Amazon: ${says.en}`, zh: `亚马逊：${says.zh}` }]);
  });

  it('yes, with every failed rule of a file, each once for all channels of which the same was measured', () => {
    const other = { en: 'Sharp. Measured: 3', zh: '清晰。实测：3' };
    const failed = evidence('fail', 'fail', 'fail', 'fail').map((one, index) => ({
      ...one,
      rules:
        index === 1
          ? [...one.rules, { rule: 's', answer: 'fail', says: other } as (typeof one.rules)[0]]
          : one.rules,
    }));
    const { reasons } = decideReview(failed, list(0), sure, policy);
    expect(reasons).toEqual([
      {
        en: `Amazon, Amazon, Amazon and 1 more: ${says.en}`,
        zh: `亚马逊、亚马逊、亚马逊 等 4 个渠道：${says.zh}`,
      },
      { en: `Amazon: ${other.en}`, zh: `亚马逊：${other.zh}` },
    ]);
  });

  it('yes, with at most ten failures and how many more there are', () => {
    const failed = evidence(...Array.from({ length: 14 }, () => 'fail' as const)).map((one, index) => ({
      ...one,
      rules: one.rules.map((rule) => ({ ...rule, says: { en: `Measured: ${index}`, zh: `实测：${index}` } })),
    }));
    const { reasons } = decideReview(failed, list(0), sure, policy);
    expect(reasons).toHaveLength(11);
    expect(reasons.at(-1)?.en).toMatch(/^4 more/);
  });

  it('yes, when white-background files are withheld', () => {
    const decision = decideReview(
      evidence('pass'),
      list(3),
      { ...sure, accepted: false, confidence: 0.31 },
      policy,
    );
    expect(decision.reasons).toHaveLength(1);
    expect(decision.reasons[0]?.en).toContain('31 %');
    expect(decision.channels.withheld).toBe(3);
  });

  it('yes, for an accepted cut-out below the shop’s own threshold', () => {
    expect(decideReview(evidence('pass'), list(0), { ...sure, confidence: 0.79 }, policy).needsReview).toBe(
      true,
    );
    expect(decideReview(evidence('pass'), list(0), { ...sure, confidence: 0.8 }, policy).needsReview).toBe(
      false,
    );
  });

  it('always, when the shop says so, with a reason', () => {
    const decision = decideReview(evidence('pass'), list(0), sure, { ...policy, when: 'always' });
    expect(decision.needsReview).toBe(true);
    expect(decision.reasons).toHaveLength(1);
  });

  it('never, when the shop says so', () => {
    expect(decideReview(evidence('fail'), list(2), sure, { ...policy, when: 'never' }).needsReview).toBe(
      false,
    );
  });
});
