import type { Says } from '../commerce/says.ts';

/** Texts that measures are compared by, in words. */
const words: Readonly<Record<string, Says>> = {
  none: { en: 'none', zh: '无' },
  left: { en: 'left', zh: '左' },
  top: { en: 'top', zh: '上' },
  right: { en: 'right', zh: '右' },
  bottom: { en: 'bottom', zh: '下' },
  stated: { en: 'stated', zh: '已注明' },
  missing: { en: 'missing', zh: '未注明' },
  other: { en: 'another one', zh: '与实际不符' },
};

/**
 * A measured value as people read it: a number or a name as it is, a list of edges (`left+bottom`) or of pictures (`1+3`) with its
 * parts set apart, and in words what has some.
 */
export function measuredWords(value: number | string): Says {
  const parts = String(value)
    .split('+')
    .map((part) => words[part] ?? { en: part, zh: part });
  return { en: parts.map(({ en }) => en).join(', '), zh: parts.map(({ zh }) => zh).join('、') };
}
