import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureText } from '../../../functions/commerce/listings/measure-text.ts';
import { PIECE_LENGTHS } from './piece-lengths.ts';

const hasIconv = spawnSync('iconv', ['--version']).status === 0;

/** Twenty-four places that GB 18030-2022 moved out of the private-use area; programs differ in which edition they know. */
const MOVED = /[\uFE10-\uFE19\u9FB4-\u9FBB\u1E3F\u20AC\u01F9]|[\u2E81-\u2ECA]/u;

/** Bytes of each of these characters, as another program writes them. */
function bytesByIconv(characters: readonly string[]): number[] {
  const input = Buffer.from(characters.join('\n'), 'utf8');
  const { stdout, status } = spawnSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], {
    input,
    maxBuffer: 10_000_000,
  });
  expect(status).toBe(0);
  const lengths: number[] = [];
  let length = 0;
  for (const byte of stdout) {
    // No byte of a longer character is a line feed.
    if (byte === 0x0a) {
      lengths.push(length);
      length = 0;
    } else length += 1;
  }
  lengths.push(length);
  return lengths;
}

describe('measureText', () => {
  it.each(PIECE_LENGTHS)('counts $name in every unit', ({ text, ...lengths }) => {
    for (const unit of ['characters', 'utf16', 'graphemes', 'gbk-bytes', 'utf8-bytes'] as const) {
      expect({ [unit]: measureText(text, unit) }).toEqual({ [unit]: lengths[unit] });
    }
  });

  it('counts words by the blanks between them, and none in a blank text', () => {
    expect(measureText('one two\u3000three\n four', 'words')).toBe(4);
    expect(measureText(' \n ', 'words')).toBe(0);
  });

  it('counts the entries of a list without empty ones', () => {
    expect(measureText('a, b,, c ,', 'items')).toBe(3);
    expect(measureText('a b  c', 'items', ' ')).toBe(3);
  });

  it('counts half a surrogate pair as the character that replaces it', () => {
    expect(measureText('\uD800', 'utf8-bytes')).toBe(3);
    expect(measureText('\uD800', 'characters')).toBe(1);
  });

  it('adds up in every unit that does not join characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        for (const unit of ['characters', 'utf16', 'gbk-bytes', 'utf8-bytes'] as const) {
          expect(measureText(`${a}.${b}`, unit)).toBe(
            measureText(a, unit) + measureText('.', unit) + measureText(b, unit),
          );
        }
      }),
    );
  });

  it.skipIf(!hasIconv)('counts the bytes of every character of the basic plane as iconv writes it', () => {
    const characters = Array.from({ length: 0x10000 - 0x21 }, (_, index) => index + 0x21)
      .filter((code) => !(code >= 0xd800 && code <= 0xf8ff) && (code & 0xfffe) !== 0xfffe)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => !MOVED.test(character));
    const theirs = bytesByIconv(characters);
    const differing = characters.filter((character, i) => measureText(character, 'gbk-bytes') !== theirs[i]);
    expect(differing.map((character) => character.codePointAt(0)?.toString(16))).toEqual([]);
  });
});
