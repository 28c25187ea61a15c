import { wrongUsage } from './failures.ts';

/**
 * The new value of a setting, from what was typed: one JSON document, or `path=value` pairs over the present value.
 *
 * A pair's value is read as JSON where it is some, else as text. A place that holds text stays text, so that a shop may be
 * called 365. A place that holds a list takes one as JSON or with commas.
 *
 * @throws CommandFailure wrong usage
 */
export function readSettingValue(present: unknown, words: readonly string[]): unknown {
  const [only = ''] = words;
  if (words.length === 1 && !isPair(only)) {
    const parsed = parse(only);
    if (parsed === undefined) throw wrongUsage('settings.notJson', { text: only });
    return parsed.value;
  }
  return words.reduce((value, word) => {
    if (!isPair(word)) throw wrongUsage('settings.notJson', { text: word });
    const at = word.indexOf('=');
    const path = word.slice(0, at);
    return setAt(value, path.split('.'), path, (before) => readPart(before, word.slice(at + 1)));
  }, present);
}

/** JSON never begins like this: a path's first step is a name. */
function isPair(word: string): boolean {
  return /^[\p{L}\p{N}_-][^=\s"{[]*=/u.test(word);
}

function readPart(before: unknown, text: string): unknown {
  if (typeof before === 'string') return /^".*"$/s.test(text) ? (parse(text)?.value ?? text) : text;
  const parsed = parse(text);
  if (parsed !== undefined)
    return Array.isArray(before) && !Array.isArray(parsed.value) ? [parsed.value] : parsed.value;
  return Array.isArray(before) ? text.split(',').map((part) => part.trim()) : text;
}

function setAt(
  value: unknown,
  steps: readonly string[],
  path: string,
  change: (before: unknown) => unknown,
): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    const index = Number(step);
    if (!/^\d+$/.test(step) || index > value.length) throw wrongUsage('settings.notAPart', { path });
    return value.toSpliced(index, 1, setAt(value[index], rest, path, change));
  }
  if (value !== undefined && (typeof value !== 'object' || value === null)) {
    throw wrongUsage('settings.notAPart', { path });
  }
  const group = (value ?? {}) as Readonly<Record<string, unknown>>;
  const before = Object.hasOwn(group, step) ? group[step] : undefined;
  // A computed name in a literal makes an own property even of `__proto__`.
  return { ...group, [step]: setAt(before, rest, path, change) };
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
