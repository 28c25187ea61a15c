import { problem, type Reading } from './reading.ts';
import { wordKey } from './tidy-text.ts';

const YES: ReadonlySet<string> = new Set([
  'yes',
  'y',
  'true',
  't',
  '1',
  'x',
  '✓',
  '✔',
  '√',
  'with',
  'included',
  'oui',
  'ja',
  '是',
  '有',
  '对',
  '支持',
  '带',
  '含',
  '可',
  '可以',
]);
const NO: ReadonlySet<string> = new Set(
  [
    'no',
    'n',
    'false',
    'f',
    '0',
    '✗',
    '✘',
    '×',
    'none',
    'without',
    'not included',
    'notincluded',
    'non',
    'nein',
    '否',
    '无',
    '不',
    '没有',
    '不支持',
    '不带',
    '不含',
    '不可',
    '不可以',
  ].map(wordKey),
);

/** Reads yes or no in the spellings of spreadsheets. `maybe`, `optional` and `both` are problems. */
export function readFlag(given: string): Reading<boolean> {
  const key = wordKey(given);
  if (YES.has(key)) return { value: true };
  if (NO.has(key)) return { value: false };
  return problem(
    'NotYesOrNo',
    { en: 'yes or no', zh: '是或否' },
    { en: `“${given}” is neither yes nor no.`, zh: `“${given}”既不是“是”也不是“否”。` },
  );
}
