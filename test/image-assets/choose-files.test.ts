import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMatte } from '../../functions/image-assets/apply-matte.ts';
import { chooseDerived, chooseFiles } from '../../functions/image-assets/choose-files.ts';
import type { ListedDerived } from '../../functions/image-assets/derive/derived-list.ts';
import type { ListedPicture } from '../../functions/image-assets/picture-list.ts';
import { type Decision, decisionSchema } from '../../functions/image-assets/schemas.ts';
import type { Validation } from '../../functions/image-assets/validation-file.ts';
import { plainPhoto } from './drawn-products.ts';

const says = { en: 'Because.', zh: '原因。' };

const picture = (channel: string, over: Partial<ListedPicture> = {}): ListedPicture => ({
  channel,
  name: `${channel}-800x800.jpg`,
  sha256: channel.padEnd(64, '0'),
  bytes: 1000,
  width: 800,
  height: 800,
  format: 'jpeg',
  facts: { upscale: 1, sourceClipped: [], cutAway: 0, productFill: 0.9 },
  ...over,
});

const answer = (channel: string, verdict: 'pass' | 'warn' | 'fail'): Validation['evidence'][number] => ({
  channel,
  title: says,
  name: `${channel}-800x800.jpg`,
  answer: verdict,
  rules: [],
  informs: [],
});

const withheld = { code: 'cutout-not-accepted', says } as const;

/** One that passes, one with a warning, one that failed, one withheld. */
const pictures = [picture('good'), picture('odd'), picture('bad'), picture('doubtful', { withheld })];
const evidence = [
  answer('good', 'pass'),
  answer('odd', 'warn'),
  answer('bad', 'fail'),
  answer('doubtful', 'pass'),
];

const approval = { decision: 'approve', approvalId: 'a-1' };

function chosen(decision: object, isInPilot: (channel: string) => boolean = () => true): string[] {
  const parsed: Decision = decisionSchema.parse(decision);
  return chooseFiles(pictures, evidence, parsed, isInPilot, (name) => `k/${name}`).map(
    ({ channel }) => channel,
  );
}

describe('the files that are published', () => {
  it.each([
    ['what passed or only warned, where nobody was asked', { decision: 'approve' }, ['good', 'odd']],
    ['everything that a person approved', approval, ['good', 'odd', 'bad', 'doubtful']],
    [
      'all but the channels that the person rejected',
      { ...approval, rejectedChoices: ['good', 'bad'] },
      ['odd', 'doubtful'],
    ],
    [
      'nothing where all were rejected',
      { ...approval, rejectedChoices: ['good', 'odd', 'bad', 'doubtful'] },
      [],
    ],
    [
      'the same whatever else was rejected',
      { ...approval, rejectedChoices: ['elsewhere'] },
      ['good', 'odd', 'bad', 'doubtful'],
    ],
  ])('are %s', (_, decision, expected) => {
    expect(chosen(decision)).toEqual(expected);
  });

  it('are of channels within the pilot only, also when a person approved', () => {
    expect(chosen(approval, (channel) => channel !== 'good')).toEqual(['odd', 'bad', 'doubtful']);
    expect(chosen({ decision: 'approve' }, () => false)).toEqual([]);
  });

  it('carry what the catalogue needs, with the key where they lie', () => {
    const [first] = chooseFiles(
      pictures,
      evidence,
      decisionSchema.parse(approval),
      () => true,
      (name) => `k/${name}`,
    );
    expect(first).toEqual({
      channel: 'good',
      key: 'k/good-800x800.jpg',
      sha256: 'good'.padEnd(64, '0'),
      width: 800,
      height: 800,
      format: 'jpeg',
    });
  });

  it('never hold a rejected channel, nor, without a person, a failed or withheld one', () => {
    const channels = pictures.map(({ channel }) => channel);
    fc.assert(
      fc.property(fc.subarray(channels), fc.boolean(), (rejectedChoices, reviewed) => {
        const out = chosen({
          decision: 'approve',
          rejectedChoices,
          ...(reviewed ? { approvalId: 'a' } : {}),
        });
        const never = reviewed ? rejectedChoices : [...rejectedChoices, 'bad', 'doubtful'];
        expect(out.filter((channel) => never.includes(channel))).toEqual([]);
        expect(out).toEqual(channels.filter((channel) => !never.includes(channel)));
      }),
    );
  });
});

describe('a photo behind its matte', () => {
  it('keeps colour and opacity where there is product, and nothing at all elsewhere', () => {
    const cut = applyMatte(plainPhoto(2, 2, [10, 20, 30]), Buffer.from([255, 0, 1, 128]));
    expect(cut).toMatchObject({ width: 2, height: 2, channels: 4 });
    expect([...cut.data]).toEqual([10, 20, 30, 255, 0, 0, 0, 0, 10, 20, 30, 1, 10, 20, 30, 128]);
  });

  it('takes the matte over the photo’s own alpha', () => {
    const photo = {
      width: 1,
      height: 2,
      channels: 4,
      data: Buffer.from([1, 2, 3, 0, 4, 5, 6, 255]),
    } as const;
    expect([...applyMatte(photo, Buffer.from([255, 0])).data]).toEqual([1, 2, 3, 255, 0, 0, 0, 0]);
  });

  it('must have the matte’s size', () => {
    expect(() => applyMatte(plainPhoto(2, 2, [0, 0, 0]), Buffer.alloc(3))).toThrow(RangeError);
  });
});

describe('the derived files that are published', () => {
  const file = (choice: string): ListedDerived => ({
    choice,
    kind: 'scene',
    name: `derived/${choice}-800x800.jpg`,
    format: 'jpeg',
    sha256: choice.padEnd(64, '0'),
    bytes: 1000,
    width: 800,
    height: 800,
    engine: 'rules/stills@1',
    digitalSource: 'compositeSynthetic',
    facts: {},
  });
  const found = (choice: string, verdict: 'pass' | 'fail'): Validation['derived'][number] => ({
    choice,
    name: file(choice).name,
    answer: verdict,
    rules: [],
  });
  const files = [file('scene-stone'), file('scene-fabric')];
  const checks = [found('scene-stone', 'pass'), found('scene-fabric', 'fail')];
  const derivedOf = (decision: object, isWithheld = false) =>
    chooseDerived({ files, withheld: isWithheld, notMade: [] }, checks, decisionSchema.parse(decision)).map(
      ({ choice }) => choice,
    );

  it.each([
    ['what passed, where nobody was asked', { decision: 'approve' }, false, ['scene-stone']],
    ['none of a doubtful cut-out, where nobody was asked', { decision: 'approve' }, true, []],
    ['all that a person approved', approval, true, ['scene-stone', 'scene-fabric']],
    [
      'all but what the person rejected',
      { ...approval, rejectedChoices: ['scene-fabric'] },
      true,
      ['scene-stone'],
    ],
  ])('are %s', (_, decision, isWithheld, expected) => {
    expect(derivedOf(decision, isWithheld)).toEqual(expected);
  });
});
