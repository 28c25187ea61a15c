import type { Notice } from '../../platform/ports/notify.ts';

/**
 * Title, text and link as one text of at most that many bytes in UTF-8; the text in the middle gives way, so that the link is whole.
 */
export function plainText(notice: Notice, mostBytes: number): string {
  const end = notice.link === '' ? '' : `\n${notice.link}`;
  const begin = `${notice.title}\n`;
  const left = mostBytes - Buffer.byteLength(begin + end);
  return begin + cut(notice.text, left) + end;
}

function cut(text: string, mostBytes: number): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  let kept = '';
  let bytes = Buffer.byteLength('…');
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > mostBytes) break;
    kept += character;
  }
  return `${kept}…`;
}
