import { beforeAll, describe, expect, it } from 'vitest';
import type { DerivedFile } from '../../../../functions/image-assets/derive/derived-file.ts';
import { encodeVideo } from '../../../../functions/image-assets/derive/motion/encode-video.ts';
import { productVideo } from '../../../../functions/image-assets/derive/motion/product-video.ts';
import type { Product } from '../../../../functions/image-assets/derive/stills/product.ts';
import { BOTTLE, drawProduct } from './drawn-products.ts';
import { boxOf, childOf, fullBoxWords } from './mp4-boxes.ts';

const square = { width: 160, height: 160, seconds: 3, seed: 1 };

describe('the file of a product video', () => {
  let bottle: Product;
  let video: DerivedFile;
  beforeAll(async () => {
    bottle = await drawProduct(300, 400, BOTTLE);
    video = await productVideo(bottle, square);
  });

  it('has its index in front of its pictures, so that it shows while it loads', () => {
    const names: string[] = [];
    for (let at = 0; at < video.bytes.length; at += video.bytes.readUInt32BE(at)) {
      names.push(video.bytes.toString('latin1', at + 4, at + 8));
    }
    expect(names).toEqual(['ftyp', 'moov', 'mdat']);
  });

  it('says that it is constrained Baseline at a level that phones decode', () => {
    const avcC = childOf(sampleEntry(video.bytes), 78, 'avcC');
    const [, profile, constraints = 0, level] = avcC;
    expect(profile).toBe(66);
    expect(constraints & 0xc0).toBe(0xc0);
    expect(level).toBeLessThanOrEqual(42);
  });

  it.each([
    ['square', 1080, 1080],
    ['upright', 1080, 1920],
  ])('stays within level 4.2 in the %s size of the shop', async (_, width, height) => {
    const grey = new Uint8Array((width * height * 3) / 2).fill(128);
    const facts = { width, height, framesPerSecond: 30 };
    const bytes = await encodeVideo([grey, grey], facts, { quantiser: 22, keyFrameEvery: 60 });
    expect(childOf(sampleEntry(bytes), 78, 'avcC')[3]).toBeLessThanOrEqual(42);
  });

  it('describes its colours as BT.709 in limited range', () => {
    const colr = childOf(sampleEntry(video.bytes), 78, 'colr');
    expect(colr.toString('hex')).toBe(`${Buffer.from('nclx').toString('hex')}00010001000100`);
  });

  it('names its key frames, one every two seconds', () => {
    const table = boxOf(video.bytes, 'moov', 'trak', 'mdia', 'minf', 'stbl');
    expect(fullBoxWords(boxOf(table, 'stss'))).toEqual([2, 1, 61]);
    expect(fullBoxWords(boxOf(table, 'stts'))).toEqual([1, 90, 3000]);
  });

  it('points to the first picture', () => {
    const table = boxOf(video.bytes, 'moov', 'trak', 'mdia', 'minf', 'stbl');
    const [, first = 0] = fullBoxWords(boxOf(table, 'stco'));
    const [, , size] = fullBoxWords(boxOf(table, 'stsz'));
    expect(video.bytes.readUInt32BE(first) + 4).toBe(size);
    expect((video.bytes[first + 4] ?? 0) & 31).toBe(5);
  });

  it('is the same for the same seed, byte for byte, and moves the other way for another', async () => {
    expect((await productVideo(bottle, square)).bytes.equals(video.bytes)).toBe(true);
    expect((await productVideo(bottle, { ...square, seed: 2 })).bytes.equals(video.bytes)).toBe(false);
  });

  it.each([
    [2.9, 160],
    [15.1, 160],
    [3, 161],
  ])('is refused for %s s or a width of %s', async (seconds, width) => {
    await expect(productVideo(bottle, { ...square, seconds, width })).rejects.toThrow(RangeError);
  });

  it('is still made after a refusal', async () => {
    await expect(productVideo(bottle, { ...square, width: 161 })).rejects.toThrow(RangeError);
    expect((await productVideo(bottle, square)).bytes.equals(video.bytes)).toBe(true);
  });

  it('leaves nothing of its encoder hooked into the process', () => {
    const hooks = [...process.listeners('uncaughtException'), ...process.listeners('unhandledRejection')];
    expect(hooks.filter((hook) => /throw A|FA\(/.test(String(hook)))).toEqual([]);
  });
});

function sampleEntry(file: Buffer): Buffer {
  const stsd = boxOf(file, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd');
  return childOf(stsd, 8, 'avc1');
}
