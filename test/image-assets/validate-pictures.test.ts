import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel, RuleMeasure } from '../../functions/commerce/channels/channel-rule.ts';
import { CHANNELS, findChannel } from '../../functions/commerce/channels/channel-rules.ts';
import { type FormattedPicture, formatPictures } from '../../functions/image-assets/format-pictures.ts';
import { measurePicture } from '../../functions/image-assets/measure-picture.ts';
import { measuredWords } from '../../functions/image-assets/measured-words.ts';
import { stampProvenance } from '../../functions/image-assets/provenance/stamp-provenance.ts';
import {
  type ChannelEvidence,
  holds,
  type PictureToValidate,
  validatePictures,
} from '../../functions/image-assets/validate-pictures.ts';
import { boxCutout } from './drawn-products.ts';

const TODAY = '2026-11-21';

let good: FormattedPicture;
const amazon = channelOf('amazon-main');

function channelOf(id: string): Channel {
  const found = findChannel(id);
  if (found === undefined) throw new Error(`no channel ${id}`);
  return found;
}

beforeAll(async () => {
  const cutout = boxCutout(2000, 2000, { left: 100, top: 150, width: 1800, height: 1700 });
  const { pictures } = await formatPictures({ original: cutout, cutoutAccepted: true, channels: [amazon] });
  const [picture] = pictures;
  if (picture === undefined) throw new Error('nothing made');
  good = picture;
});

const measuredOnComparison: readonly RuleMeasure[] = [
  'halo',
  'holes',
  'crumbs',
  'lumps',
  'colour-shift',
  'overlaid-text',
  'text',
  'border',
  'looks-like',
];

interface Mutation {
  /** Its provenance is written into it once more, so that only what was meant is broken. */
  readonly bytes?: Buffer;
  readonly unstamped?: Buffer;
  readonly name?: string;
  readonly facts?: Partial<FormattedPicture['facts']>;
  readonly compared?: PictureToValidate['compared'];
  readonly remarks?: PictureToValidate['remarks'];
}

async function validate(channel: Channel, change: Mutation = {}, onDate = TODAY): Promise<ChannelEvidence> {
  const spoilt = change.bytes && (await stamped(change.bytes));
  const measures = await measurePicture(change.unstamped ?? spoilt ?? good.bytes);
  const picture = {
    channel,
    name: change.name ?? good.name,
    measures,
    facts: { ...good.facts, ...change.facts },
    compared: change.compared ?? {},
    remarks: change.remarks ?? {},
  };
  const [evidence] = validatePictures([picture], onDate);
  if (evidence === undefined) throw new Error('no evidence');
  return evidence;
}

async function stamped(bytes: Buffer): Promise<Buffer> {
  const { format } = await sharp(bytes).metadata();
  return stampProvenance(bytes, format === 'png' ? 'png' : 'jpeg', 'composite');
}

const broken = (evidence: ChannelEvidence) =>
  evidence.rules.filter(({ answer }) => answer !== 'pass').map(({ rule }) => rule);

/** The good picture, changed in its pixels and saved again without a visible loss. */
async function repainted(paint: (data: Buffer, width: number, height: number) => void): Promise<Buffer> {
  const { data, info } = await sharp(good.bytes).raw().toBuffer({ resolveWithObject: true });
  paint(data, info.width, info.height);
  return await sharp(data, { raw: info }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}

describe('a file as it was made', () => {
  it('passes, with a measured value, a demand and a source for every rule', async () => {
    const evidence = await validate(amazon);
    expect(broken(evidence)).toEqual([]);
    expect(evidence.answer).toBe('pass');
    const compared = amazon.rules.filter(({ measure }) => measuredOnComparison.includes(measure));
    expect(compared.length).toBeGreaterThan(5);
    expect(evidence.rules).toHaveLength(amazon.rules.length - compared.length);
    for (const { measured, says, demanded } of evidence.rules) {
      expect(says.en).toContain(measuredWords(measured).en);
      expect(says.zh).toContain(measuredWords(measured).zh);
      expect(Object.keys(demanded).length).toBeGreaterThan(0);
    }
  });

  it('is measured as what it is', async () => {
    const measures = await measurePicture(good.bytes);
    expect(measures).toMatchObject({ format: 'jpeg', width: 2000, height: 2000, bytes: good.bytes.length });
    expect(measures.borderWhite).toEqual({ min: 255, mean: 255 });
    expect(measures.touchedEdges).toEqual([]);
    const { productBox } = good.facts;
    // JPEG's noise around an edge reaches to the end of its 8 x 8 block, on both sides.
    expect(Math.abs((measures.productBox?.width ?? 0) - productBox.width)).toBeLessThanOrEqual(16);
    expect(Math.abs((measures.productBox?.height ?? 0) - productBox.height)).toBeLessThanOrEqual(16);
    expect(measures.fill.area).toBeCloseTo((productBox.width * productBox.height) / 4_000_000, 1);
  });
});

describe('a file that was spoilt breaks the rule that says so:', () => {
  it('a grey border', async () => {
    const bytes = await repainted((data, width) => data.fill(200, 0, width * 3 * 4));
    expect(broken(await validate(amazon, { bytes }))).toContain('white-background');
  });

  it('a background one shade too dark', async () => {
    const bytes = await repainted((data) => {
      for (let at = 0; at < data.length; at += 1) if (data[at] === 255) data[at] = 250;
    });
    expect(broken(await validate(amazon, { bytes }))).toEqual(['white-background']);
  });

  it('a single dark corner', async () => {
    const bytes = await repainted((data, width, height) => {
      for (let y = height - 12; y < height; y += 1)
        data.fill(60, (y * width + width - 12) * 3, (y * width + width) * 3);
    });
    expect(broken(await validate(amazon, { bytes }))).toContain('white-background');
  });

  it('another size', async () => {
    const bytes = await sharp(good.bytes)
      .resize(1999, 2000, { fit: 'fill' })
      .jpeg({ quality: 95 })
      .toBuffer();
    expect(broken(await validate(amazon, { bytes }))).toEqual(['exact-pixels']);
  });

  it('a product cut by the frame', async () => {
    const bytes = await sharp(good.bytes)
      .extract({ left: 400, top: 0, width: 1600, height: 2000 })
      .extend({ right: 400, background: '#ffffff' })
      .jpeg({ quality: 95 })
      .toBuffer();
    expect(broken(await validate(amazon, { bytes }))).toEqual(
      expect.arrayContaining(['whole-product', 'white-background']),
    );
  });

  it('without a word about how it came about, or with another than that of its maker', async () => {
    const unstamped = await repainted(() => undefined);
    expect(broken(await validate(amazon, { unstamped }))).toEqual(['provenance']);
    const facts = { digitalSource: 'trainedAlgorithmicMedia' } as const;
    expect(broken(await validate(amazon, { facts }))).toEqual(['provenance']);
  });

  it('a PNG named .jpg', async () => {
    const bytes = await sharp(good.bytes).png().toBuffer();
    expect(broken(await validate(amazon, { bytes }))).toEqual(['format']);
  });

  it('too many bytes', async () => {
    const bytes = Buffer.concat([good.bytes, Buffer.alloc(10_000_001)]);
    expect(broken(await validate(amazon, { bytes }))).toEqual(['largest-file']);
  });

  it('another name', async () => {
    expect(broken(await validate(amazon, { name: 'amazon-main.jpg' }))).toEqual(['name']);
  });

  it('a product too small in its frame', async () => {
    const bytes = await sharp(good.bytes)
      .resize(1600, 1600)
      .extend({ left: 200, right: 200, top: 200, bottom: 200, background: '#ffffff' })
      .jpeg({ quality: 95 })
      .toBuffer();
    expect(broken(await validate(amazon, { bytes }))).toEqual(['fills-frame']);
  });

  it('no product at all', async () => {
    const empty = { create: { width: 2000, height: 2000, channels: 3, background: '#ffffff' } } as const;
    const evidence = await validate(amazon, { bytes: await sharp(empty).jpeg().toBuffer() });
    expect(evidence.answer).toBe('fail');
    expect(broken(evidence)).toEqual(expect.arrayContaining(['fills-frame', 'large-enough', 'sharp']));
  });

  it('blur', async () => {
    const bytes = await sharp(good.bytes).blur(14).jpeg({ quality: 95 }).toBuffer();
    const evidence = await validate(amazon, { bytes });
    expect(broken(evidence)).toContain('sharp');
  });

  it.each([
    ['a shadow that alone makes it fill', { productFill: 0.7 }, 'fills-frame', 'fail'],
    ['an original that cuts the product', { sourceClipped: ['bottom'] as const }, 'whole-in-source', 'fail'],
    ['a photo enlarged too much', { upscale: 2.4 }, 'little-upscaling', 'warn'],
  ])('%s', async (_, facts, rule, answer) => {
    const evidence = await validate(amazon, { facts });
    expect(broken(evidence)).toEqual([rule]);
    expect(evidence.answer).toBe(answer);
  });

  it('a photo enlarged so much that a person decides', async () => {
    const evidence = await validate(amazon, { facts: { upscale: 2.45 } });
    expect(broken(evidence)).toEqual(['little-upscaling', 'not-too-much-upscaling']);
    expect(evidence.answer).toBe('fail');
  });
});

describe('what was compared with the photo and the cut-out', () => {
  it.each([
    [{ halo: 0.9 }, 'no-halo', 'fail'],
    [{ holes: 0.004 }, 'no-holes', 'fail'],
    [{ crumbs: 0.0005 }, 'no-crumbs', 'warn'],
    [{ lumps: 0.01 }, 'no-lumps', 'warn'],
    [{ 'colour-shift': 4.2 }, 'true-colours', 'fail'],
    [{ 'overlaid-text': 1 }, 'no-overlaid-text', 'fail'],
    [{ text: 2 }, 'no-text-seen', 'warn'],
    [{ 'looks-like': '2+5' }, 'no-twin', 'warn'],
  ] as const)('%j breaks %s: %s', async (compared, rule, answer) => {
    const evidence = await validate(amazon, { compared });
    expect(broken(evidence)).toEqual([rule]);
    expect(evidence.answer).toBe(answer);
    const says = evidence.rules.find((one) => one.rule === rule)?.says;
    // What was found, not how it should be.
    expect(says?.en).not.toContain('Measured:');
    expect(says?.zh).not.toContain('实测');
  });

  it('passes what is within the limits, and leaves no evidence of what nobody measured', async () => {
    const evidence = await validate(amazon, {
      compared: { halo: 0.1, holes: 0, crumbs: 0, 'colour-shift': 0.6, 'looks-like': 'none' },
    });
    expect(broken(evidence)).toEqual([]);
    expect(evidence.rules.map(({ rule }) => rule)).not.toContain('no-lumps');
  });

  it('says what the shift is against the photo as uploaded, where it was retouched', async () => {
    const remark = { en: 'before its retouch: 3.1', zh: '修图前：3.1' };
    const evidence = await validate(amazon, {
      compared: { 'colour-shift': 0.6 },
      remarks: { 'colour-shift': remark },
    });
    const says = evidence.rules.find(({ rule }) => rule === 'true-colours')?.says;
    expect(says?.en).toMatch(/Measured: 0.6 ΔE2000; before its retouch: 3.1$/);
    expect(says?.zh).toMatch(/实测：0.6 ΔE2000；修图前：3.1$/);
  });

  it('asks for borders only where a channel forbids them', async () => {
    const compared = { border: 0.02 };
    expect(broken(await validate(channelOf('ebay'), { compared }))).toContain('no-border');
    expect(broken(await validate(channelOf('shopify'), { compared }))).not.toContain('no-border');
  });
});

describe('a rule of the future', () => {
  const google = channelOf('google-merchant');
  const small = async () => await sharp(good.bytes).resize(400, 400).jpeg({ quality: 95 }).toBuffer();

  it('informs before its day and asks nothing', async () => {
    const bytes = await small();
    const evidence = await validate(google, { bytes });
    expect(broken(evidence)).not.toContain('least-size-from-2027');
    expect(evidence.informs).toMatchObject([
      { rule: 'least-size-from-2027', effectiveFrom: '2027-01-31', willHold: false, measured: 400 },
    ]);
    expect(evidence.informs[0]?.says.en).toContain('Will fail Google Merchant Center from 2027-01-31');
    expect(evidence.informs[0]?.says.zh).toContain('2027-01-31');
  });

  it('changes no answer by failing', async () => {
    const without = {
      ...google,
      rules: google.rules.filter(({ effectiveFrom }) => effectiveFrom === undefined),
    };
    const bytes = await small();
    expect((await validate(google, { bytes })).answer).toBe((await validate(without, { bytes })).answer);
  });

  it('fails from its day on', async () => {
    const evidence = await validate(google, { bytes: await small() }, '2027-01-31');
    expect(broken(evidence)).toContain('least-size-from-2027');
    expect(evidence.informs).toEqual([]);
  });
});

describe('demands', () => {
  it.each([
    [{ min: 5 }, 5, true],
    [{ min: 5 }, 4.999, false],
    [{ max: 5 }, 5, true],
    [{ max: 5 }, 5.001, false],
    [{ min: 1, max: 3 }, 2, true],
    [{ min: 1 }, Number.NaN, false],
    [{ oneOf: ['jpeg', 'png'] }, 'png', true],
    [{ oneOf: ['jpeg'] }, 'webp', false],
    [{ min: 1 }, 'many', false],
  ])('%j of %s: %s', (demand, value, expected) => {
    expect(holds(demand, value)).toBe(expected);
  });
});

describe('what is no picture', () => {
  it('is an error, not a measure', async () => {
    await expect(measurePicture(Buffer.from('not a picture'))).rejects.toThrow();
    await expect(measurePicture(good.bytes.subarray(0, 2000))).rejects.toThrow();
  });

  it('of every channel passes once made of a large cut-out', async () => {
    const cutout = boxCutout(2400, 2400, { left: 100, top: 150, width: 2200, height: 2100 });
    const { pictures } = await formatPictures({ original: cutout, cutoutAccepted: true, channels: CHANNELS });
    for (const picture of pictures) {
      const measures = await measurePicture(picture.bytes);
      const [evidence] = validatePictures(
        [{ ...picture, channel: channelOf(picture.channel), measures }],
        TODAY,
      );
      expect(evidence?.answer, `${picture.channel}: ${evidence && broken(evidence)}`).toBe('pass');
    }
  });
});
