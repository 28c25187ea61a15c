import chardet from 'chardet';
import { UnreadableTable } from './table.ts';

/** As much as is looked at to tell the encoding. */
const lookedAt = 64 * 1024;

const byteOrderMarks: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** What shops export in. Guesses outside it (a Hebrew code page for a German file) are worse than the fallback. */
const known: Readonly<Record<string, string>> = {
  Big5: 'big5',
  Shift_JIS: 'shift_jis',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
};

/**
 * Which encoding a text file is in: by its mark, by zeros in every other byte, as valid UTF-8, or by what its letters would
 * be. A short file of a single-byte code page is taken for Windows-1252, which Excel writes in Western Europe.
 *
 * @throws UnreadableTable `NotText` for a file of another kind
 */
export function guessEncoding(bytes: Uint8Array): string {
  const marked = byteOrderMarks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) return marked[0];
  const head = bytes.subarray(0, lookedAt);
  const [even, odd] = countZeros(head);
  if (even + odd > 0) return guessUtf16(head, even, odd);
  if (isValid('utf-8', bytes)) return 'utf-8';
  if (isValid('gb18030', bytes) && isSimplified(head)) return 'gb18030';
  const guesses = chardet.analyse(head).flatMap(({ name }) => known[name] ?? []);
  return guesses.find((name) => isValid(name, bytes) && looksWritten(name, head)) ?? 'windows-1252';
}

/** ASCII in UTF-16 has a zero in every other byte, Chinese in it has not: spaces, digits and commas do. */
function guessUtf16(head: Uint8Array, even: number, odd: number): string {
  const name = odd > even ? 'utf-16le' : 'utf-16be';
  if (Math.min(even, odd) === 0 && head.length > 1 && isValid(name, head.subarray(0, head.length & ~1)))
    return name;
  throw new UnreadableTable('NotText', {
    en: 'The file is not a text: it holds zero bytes as programs and pictures do. Save the table as CSV (UTF-8), XLSX or JSON and upload it again.',
    zh: '该文件不是文本文件（含有零字节，类似程序或图片）。请将表格另存为 CSV（UTF-8）、XLSX 或 JSON 后重新上传。',
  });
}

function countZeros(bytes: Uint8Array): [number, number] {
  const zeros: [number, number] = [0, 0];
  for (let index = 0; index < bytes.length; index++)
    if (bytes[index] === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
  return zeros;
}

function isValid(encoding: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Of the characters of a Chinese text nearly all are among the 3,755 that GB 2312 sorts by sound. */
const leastCommon = 0.8;

/**
 * Any two bytes are a character of GB 18030: `für €` would be Chinese too, and so would Big5. The common characters have a
 * first byte of B0 to D7 and come several in a row; accents of a Western word stand alone between Latin letters.
 */
function isSimplified(head: Uint8Array): boolean {
  let common = 0;
  let pairs = 0;
  for (let index = 0; index < head.length - 1; index++) {
    const [first = 0, second = 0] = head.subarray(index, index + 2);
    if (first < 0x80) continue;
    // Punctuation and full-width letters are in every Chinese text, and say nothing about its characters.
    const isLetter = first >= 0xaa;
    if (isLetter) pairs += 1;
    if (first >= 0xb0 && first <= 0xd7 && second >= 0xa1) common += 1;
    index += 1;
  }
  return pairs > 0 && common / pairs >= leastCommon && looksWritten('gb18030', head);
}

/** An accent makes a lone character between Latin letters; what was written in such a script has several in a row. */
function looksWritten(encoding: string, head: Uint8Array): boolean {
  const text = new TextDecoder(encoding).decode(head);
  const runs = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu) ?? [];
  const lone = runs.filter((run) => [...run].length === 1).length;
  return runs.length > 0 && lone < runs.length / 2;
}

/** The text in pieces, so that a large file is never there twice. A wrong byte becomes U+FFFD, which `readCsv` refuses in its row. */
export function* decodeInPieces(bytes: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (let start = 0; start < bytes.length; start += lookedAt) {
    yield decoder.decode(bytes.subarray(start, start + lookedAt), { stream: true });
  }
  yield decoder.decode();
}
