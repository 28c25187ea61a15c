import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { readXlsx } from './read-xlsx.ts';
import { type Table, UnreadableTable } from './table.ts';

/** Largest file that is read: with it in memory once and rows one by one the function stays below 512 MiB. */
export const mostTableBytes = 64 * 1024 * 1024;

/**
 * Reads a table by what the bytes are, not by what the file is called.
 *
 * @throws UnreadableTable
 */
export async function readTable(bytes: Uint8Array): Promise<Table> {
  if (bytes.length > mostTableBytes) {
    throw new UnreadableTable('FileTooLarge', {
      en: `The file has ${Math.ceil(bytes.length / 1024 / 1024)} MB; ${mostTableBytes / 1024 / 1024} MB are read at most. Split it: what stands in two files is taken as if it stood in one.`,
      zh: `文件为 ${Math.ceil(bytes.length / 1024 / 1024)} MB，最多 ${mostTableBytes / 1024 / 1024} MB。请拆分后分别上传，效果与单个文件相同。`,
    });
  }
  if (startsWith(bytes, [0x50, 0x4b])) return await readXlsx(bytes);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new UnreadableTable('OldWorkbook', {
      en: 'This is a workbook of the old kind (XLS), or one with a password. Save it as XLSX without a password and upload it again.',
      zh: '这是旧格式（XLS）或带密码的工作簿。请另存为不带密码的 XLSX 后重新上传。',
    });
  }
  return looksLikeJson(bytes) ? readJson(bytes) : await readCsv(bytes);
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** No table begins with a bracket: the name of a column does not. Marks and zeros of encodings are passed over. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const passedOver = new Set([0xef, 0xbb, 0xbf, 0xff, 0xfe, 0x00, 0x20, 0x09, 0x0a, 0x0d]);
  const first = bytes.subarray(0, 100).find((byte) => !passedOver.has(byte));
  return first === 0x5b || first === 0x7b;
}
