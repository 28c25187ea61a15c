import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { create, type Font } from 'fontkit';
import { describe, expect, it } from 'vitest';
import decompress from 'woff2-encoder/decompress';
import standIn from '../../../../functions/image-assets/derive/stills/headline/brotli-of-node.ts';
import { unpackWoff2 } from '../../../../functions/image-assets/derive/stills/headline/unpack-woff2.ts';

const folderOf = (typeface: string) =>
  join(
    dirname(createRequire(import.meta.url).resolve(`@fontsource-variable/${typeface}/package.json`)),
    'files',
  );

/** All of Inter's slices, every twelfth of the 101 of Noto Sans SC. */
const slices = (['inter', 'noto-sans-sc'] as const).flatMap((typeface) =>
  readdirSync(folderOf(typeface))
    .filter((name) => name.endsWith('-wght-normal.woff2'))
    .filter((_, at) => typeface === 'inter' || at % 12 === 0)
    .map((name) => [name, join(folderOf(typeface), name)] as const),
);

function openAt(bytes: Uint8Array, weight: number): Font {
  const font = create(Buffer.from(bytes));
  return 'getVariation' in font ? font.getVariation({ wght: weight }) : expect.fail('a collection');
}

/** Tables by their tags, as the file's directory tells. */
function tablesOf(font: Buffer): Map<string, Buffer> {
  return new Map(
    Array.from({ length: font.readUInt16BE(4) }, (_, at) => {
      const entry = 12 + at * 16;
      const from = font.readUInt32BE(entry + 8);
      const tag = font.toString('latin1', entry, entry + 4);
      return [tag, font.subarray(from, from + font.readUInt32BE(entry + 12))];
    }),
  );
}

describe('a typeface in WOFF2', () => {
  it.each(slices)('%s has the outlines that Google’s own decoder reads, and its tables', async (_, path) => {
    const file = readFileSync(path);
    const ours = unpackWoff2(file);
    const theirs = Buffer.from(await decompress(file));
    const [one, other] = [openAt(ours, 650), openAt(theirs, 650)];
    expect(one.numGlyphs).toBe(other.numGlyphs);
    for (let glyph = 0; glyph < other.numGlyphs; glyph += 1) {
      expect(one.getGlyph(glyph).path.toSVG()).toBe(other.getGlyph(glyph).path.toSVG());
      expect(one.getGlyph(glyph).advanceWidth).toBe(other.getGlyph(glyph).advanceWidth);
    }
    const [mine, reference] = [tablesOf(ours), tablesOf(theirs)];
    expect([...mine.keys()]).toEqual([...reference.keys()]);
    for (const [tag, bytes] of reference) {
      // These are written in another, equal way; `head` says how `loca` is written, and a checksum.
      if (!['glyf', 'loca', 'head'].includes(tag)) expect(mine.get(tag)?.equals(bytes), tag).toBe(true);
    }
  });

  it('is refused when it is something else, holds something else, or ends too early', () => {
    const file = readFileSync(slices[0]?.[1] ?? '');
    const changed = (at: number, text: string) => {
      const bytes = Buffer.from(file);
      bytes.write(text, at, 'latin1');
      return bytes;
    };
    expect(() => unpackWoff2(changed(0, 'wOFF'))).toThrow('not a WOFF2 file');
    expect(() => unpackWoff2(changed(4, 'ttcf'))).toThrow('does not hold one TrueType font');
    expect(() => unpackWoff2(changed(4, 'OTTO'))).toThrow('does not hold one TrueType font');
    for (const bytes of [0, 40, 60, 2000]) expect(() => unpackWoff2(file.subarray(0, bytes))).toThrow();
  });
});

describe('the stand-in for the package brotli in bundles', () => {
  it('unpacks as the package does that fontkit asks for', () => {
    const requireAsFontkit = createRequire(createRequire(import.meta.url).resolve('fontkit'));
    const original = requireAsFontkit('brotli/decompress.js') as typeof standIn;
    const packed = brotliCompressSync(Buffer.from('春夏 summer '.repeat(200)));
    expect(Buffer.from(standIn(packed)).equals(Buffer.from(original(packed)))).toBe(true);
  });
});
