import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { pictureName } from '../../functions/commerce/channels/house-rules.ts';
import { collectFindings } from '../../functions/image-assets/review-findings.ts';
import { reviewPayload } from '../../functions/image-assets/review-payload.ts';
import { reviewPayloadSchema } from '../../functions/image-assets/review-payload-schema.ts';
import type { Validation } from '../../functions/image-assets/validation-file.ts';

type ChannelRules = Validation['evidence'][number]['rules'];
type Answer = ChannelRules[number]['answer'];

const rule = (id: string, answer: Answer, measured: number | string = 0.5): ChannelRules[number] => ({
  rule: id,
  unit: 'ratio',
  measured,
  demanded: { max: 0.38 },
  source: { publisher: 'house' },
  confirmed: true,
  says: { en: `${id}. Measured: ${measured}`, zh: `${id}。实测：${measured}` },
  answer,
});

const evidence = (channel: string, rules: ChannelRules): Validation['evidence'][number] => ({
  channel,
  title: { en: channel, zh: channel },
  name: `${channel}.jpg`,
  answer: 'fail',
  rules,
  informs: [],
});

const validation = (over: Partial<Validation>): Validation => ({
  cutout: { accepted: true, confidence: 0.9, engine: 'rules' },
  reasons: [],
  evidence: [],
  derived: [],
  ...over,
});

const ENOUGH = 100_000;

describe('what a reviewer is told of the checks', () => {
  it('is every failed rule and every warning of a file, the failures first', () => {
    const rules = [rule('small', 'warn'), rule('sharp', 'pass'), rule('halo', 'fail'), rule('holes', 'fail')];
    const { findings, byName } = collectFindings(validation({ evidence: [evidence('a', rules)] }), ENOUGH);
    expect(findings.map(({ rule, answer }) => [rule, answer])).toEqual([
      ['halo', 'fail'],
      ['holes', 'fail'],
      ['small', 'warn'],
    ]);
    expect(byName.get('a.jpg')).toEqual([0, 1, 2]);
    expect(findings[0]).toMatchObject({ measured: 0.5, demanded: { max: 0.38 }, publisher: 'house' });
  });

  it('is said once for files of which the same was measured, and apart where it differs', () => {
    const { findings, byName } = collectFindings(
      validation({
        evidence: [
          evidence('a', [rule('halo', 'fail', 0.5)]),
          evidence('b', [rule('halo', 'fail', 0.5)]),
          evidence('c', [rule('halo', 'fail', 0.6)]),
        ],
      }),
      ENOUGH,
    );
    expect(findings).toHaveLength(2);
    expect(['a.jpg', 'b.jpg', 'c.jpg'].map((name) => byName.get(name))).toEqual([[0], [0], [1]]);
  });

  it('is also a coming rule that the file will not keep, and not one that it will', () => {
    const { answer: _answer, ...coming } = rule('larger', 'pass', 400);
    const informs = [
      { ...coming, effectiveFrom: '2027-01-31', willHold: false },
      { ...coming, rule: 'other', effectiveFrom: '2027-01-31', willHold: true },
    ];
    const { findings } = collectFindings(
      validation({ evidence: [{ ...evidence('a', []), informs }] }),
      ENOUGH,
    );
    expect(findings).toMatchObject([{ rule: 'larger', answer: 'later', effectiveFrom: '2027-01-31' }]);
  });

  it('is a derived file’s failure as well', () => {
    const { source: _source, confirmed: _confirmed, ...light } = rule('light', 'fail', 3_000_000);
    const derived: Validation['derived'] = [
      {
        choice: 'hero',
        name: 'derived/hero.jpg',
        answer: 'fail',
        rules: [{ ...light, answer: 'fail', unit: 'bytes' }],
      },
    ];
    const { findings, byName } = collectFindings(validation({ derived }), ENOUGH);
    expect(findings).toMatchObject([{ rule: 'light', answer: 'fail', unit: 'bytes' }]);
    expect(byName.get('derived/hero.jpg')).toEqual([0]);
  });

  it('never outgrows its bytes; what is left out is counted and milder than what is kept', () => {
    const answers = fc.constantFrom<Answer>('pass', 'warn', 'fail');
    const someRules = fc.array(
      fc.tuple(fc.string({ minLength: 1, maxLength: 60 }), answers, fc.double({ noNaN: true })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(someRules, { maxLength: 10 }), fc.nat(6000), (files, most) => {
        const whole = validation({
          evidence: files.map((rules, i) =>
            evidence(
              `c${i}`,
              rules.map(([id, answer, measured]) => rule(id, answer, measured)),
            ),
          ),
        });
        const all = collectFindings(whole, Number.POSITIVE_INFINITY);
        const { findings, byName, leftOut } = collectFindings(whole, most);
        const places = [...byName.values()];
        const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) - 2;
        expect(bytes(findings) + places.reduce((sum, some) => sum + bytes(some), 0)).toBeLessThanOrEqual(
          Math.max(0, most),
        );
        expect(findings).toEqual(all.findings.slice(0, findings.length));
        expect(findings.length + leftOut).toBe(all.findings.length);
        expect(places.flat().every((place) => place < findings.length)).toBe(true);
      }),
    );
  });
});

/** The longest references that there are. */
const locate = (name: string) => ({ bucket: 'media' as const, key: `shop/${'款'.repeat(64)}/asset/${name}` });
const digest = 'f'.repeat(64);

function payloadOf(rules: ChannelRules) {
  return reviewPayload({
    photo: { sku: 'S', fileName: 'a.jpg', original: { bucket: 'inbox', key: 'k' } },
    asset: { sku: 'S', asset: '0'.repeat(16), position: 1 },
    list: {
      pictures: CHANNELS.map((channel) => ({
        channel: channel.id,
        name: pictureName(channel),
        sha256: digest,
        bytes: 1,
        width: channel.output.width,
        height: channel.output.height,
        format: channel.output.format,
        facts: { upscale: 1, sourceClipped: [], cutAway: 0, productFill: 0.9 },
      })),
      notMade: [],
    },
    derived: { files: [], withheld: false, notMade: [] },
    validation: validation({
      evidence: CHANNELS.map((channel, i) => ({
        ...evidence(
          channel.id,
          rules.map((one) => ({ ...one, measured: `${one.measured}-${i}` })),
        ),
        name: pictureName(channel),
      })),
    }),
    evidence: { file: locate('validation.json'), sha256: digest },
    locate,
  });
}

describe('the payload of a review', () => {
  it('names for each file what stands against it, and refers to all that was measured', () => {
    const payload = reviewPayloadSchema.parse(payloadOf([rule('halo', 'fail')]));
    expect(payload.findings).toHaveLength(CHANNELS.length);
    expect(payload.pictures.map(({ findings }) => findings)).toEqual(CHANNELS.map((_, i) => [i]));
    expect(payload).toMatchObject({ findingsLeftOut: 0, evidence: { sha256: digest } });
  });

  it('stays within 11 KB when every file breaks ten rules in its own way', () => {
    const payload = payloadOf(
      Array.from({ length: 10 }, (_, i) => rule(`rule-${i}`, i % 2 ? 'fail' : 'warn')),
    );
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(11 * 1024);
    expect(payload.findingsLeftOut).toBeGreaterThan(50);
    expect(payload.findings.every(({ answer }) => answer === 'fail')).toBe(true);
  });

  it('from before there were findings is read without any', () => {
    const { version: _v, findings: _f, findingsLeftOut: _l, evidence: _e, ...before } = payloadOf([]);
    const pictures = before.pictures.map(({ findings: _findings, ...picture }) => picture);
    const { derived: _derived, ...oldest } = before;
    expect(reviewPayloadSchema.parse({ ...oldest, pictures })).toMatchObject({
      version: 1,
      findings: [],
      derived: [],
    });
  });
});
