import { readFileSync } from 'node:fs';
import { wcagContrast } from 'culori';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../console/src/shell/tokens.css', import.meta.url), 'utf8');
const blockOf = (selector: string) =>
  Object.fromEntries(
    [...(css.split(`${selector} {`)[1]?.split('}')[0] ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(
      ([, name = '', colour = '']) => [name, colour],
    ),
  );
const themes = { light: blockOf(':root'), dark: blockOf(':root[data-theme="dark"]') };

const grounds = ['ground', 'surface', 'raised', 'sunken'];
const onEveryGround = [
  'ink',
  'ink-soft',
  'ink-faint',
  'accent',
  'accent-strong',
  'good-ink',
  'warn-ink',
  'bad-ink',
];
const pairs: readonly (readonly [text: string, ground: string])[] = [
  ...onEveryGround.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ...['good', 'warn', 'bad', 'quiet'].map((tone) => [`${tone}-ink`, `${tone}-ground`] as const),
  ['accent', 'accent-ground'],
  ['ink', 'accent-ground'],
  ['ink-faint', 'accent-ground'],
  ['ink', 'quiet-ground'],
  ['ink-soft', 'quiet-ground'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-bad', 'bad-fill'],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colours = themes[theme];
  const contrast = (one: string, other: string) => wcagContrast(colours[one] ?? '', colours[other] ?? '');

  it('has a colour for each name', () => {
    expect(Object.keys(themes.dark).sort()).toEqual(Object.keys(themes.light).sort());
    expect(Object.keys(colours).length).toBeGreaterThan(20);
  });

  it.each(pairs)('%s can be read on %s', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(grounds)('the frame of a field can be seen on %s', (ground) => {
    expect(contrast('line-strong', ground)).toBeGreaterThanOrEqual(3);
  });
});
