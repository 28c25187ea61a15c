import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages } from '../../console/src/pages.ts';
import type { Texts } from '../../console/src/texts/text.ts';

const folder = join(import.meta.dirname, '../../console/src/texts');
const files = readdirSync(folder).filter((name) => name.endsWith('-texts.ts'));
const chinese = /\p{Script=Han}/u;
/** Beside Chinese characters brackets, colons, commas and the like are full-width ones, and no space stands beside those. */
const halfWidth = /\p{Script=Han}\s*[,;:!?()]|[,;:!?()]\s*\p{Script=Han}/u;
const spaced = /\s[，。：；、？！（）]|[，。：；、？！（）]\s/u;
/** The same in both languages, by their nature. */
const untranslatable = new Set<string>([]);

describe.each(files)('the texts of %s', async (file) => {
  const exported = (await import(join(folder, file))) as Record<string, Texts>;
  const texts = Object.values(exported).flatMap((one) => Object.entries(one));

  it.each(texts)('%s: say something in both languages', (name, text) => {
    // Numbers stand for anything: a text only puts them in.
    const { en, zh } =
      typeof text === 'function'
        ? (text as (...given: number[]) => { en: string; zh: string })(2, 3, 4)
        : text;
    expect(en.trim(), 'English').not.toBe('');
    expect(en, 'no Chinese in the English').not.toMatch(chinese);
    expect(en, 'no stray space').toBe(en.trim());
    if (!untranslatable.has(name)) expect(zh, 'Chinese').toMatch(chinese);
    expect(zh, 'no half-width punctuation').not.toMatch(halfWidth);
    expect(zh, 'no space beside full-width punctuation').not.toMatch(spaced);
    expect(`${en}${zh}`).not.toMatch(/undefined|\[object/);
  });
});

/** A sign of one language between two texts of both. */
const joint = /say\([^{}]*\)\}\s*(?:[:;,]|\((?=[<{]))/g;

describe('the components', () => {
  const sources = join(import.meta.dirname, '../../console/src');
  const names = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  it.each(names.filter((name) => name.endsWith('.tsx')))(
    '%s puts no colon, comma or bracket of its own beside a text',
    (name) => {
      const found = readFileSync(join(sources, name), 'utf8').match(joint) ?? [];
      expect(found).toEqual([]);
    },
  );
});

describe('the pages', () => {
  it('have titles in both languages, addresses and keys of their own', () => {
    for (const { title } of pages) expect([title.en === '', chinese.test(title.zh)]).toEqual([false, true]);
    const paths = pages.map(({ path }) => path);
    const keys = pages.flatMap(({ navigation }) => navigation?.key ?? []);
    expect(new Set(paths).size).toBe(paths.length);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
