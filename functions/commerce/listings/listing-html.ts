import type { HtmlDialect } from './channel-texts/channel-texts.ts';

/** What a description is made of, in the order in which it is read. */
export type HtmlBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'bullets'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly rows: readonly { readonly name: string; readonly value: string }[];
    };

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => ESCAPES[sign] ?? sign);
}

/**
 * Plain texts in a channel's HTML. Every text is escaped; the only elements are those of the dialect, none has an attribute.
 * Blocks are joined without a line break where elements part them, by `<br><br>` otherwise.
 */
export function htmlOfBlocks(blocks: readonly HtmlBlock[], dialect: HtmlDialect): string {
  const pieces = blocks.map((block) => htmlOfBlock(block, dialect)).filter((html) => html !== '');
  if (dialect.paragraph === 'p') return pieces.join('');
  return pieces
    .reduce(
      (html, piece) =>
        html + (/<\/(?:ul|table)>$/u.test(html) || piece.startsWith('<ul>') ? '' : '<br><br>') + piece,
      '',
    )
    .replace(/^<br><br>/u, '');
}

function htmlOfBlock(block: HtmlBlock, dialect: HtmlDialect): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text
        .split(/\n{2,}/u)
        .filter((text) => text.trim() !== '')
        .map((text) => paragraph(linesOf(text), dialect))
        .join(dialect.paragraph === 'br' ? '<br><br>' : '');
    case 'bullets':
      return bullets(block.items, dialect);
    case 'table':
      return table(block.title, block.rows, dialect);
  }
}

function linesOf(text: string): string {
  return text.trim().split('\n').map(escapeHtml).join('<br>');
}

function paragraph(html: string, dialect: HtmlDialect): string {
  return dialect.paragraph === 'p' ? `<p>${html}</p>` : html;
}

function bullets(items: readonly string[], dialect: HtmlDialect): string {
  if (items.length === 0) return '';
  if (dialect.list === 'br') return items.map((item) => `- ${escapeHtml(item)}`).join('<br>');
  return `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}

function table(
  title: string,
  rows: readonly { readonly name: string; readonly value: string }[],
  dialect: HtmlDialect,
): string {
  if (rows.length === 0) return '';
  const heading = title === '' ? '' : headingOf(escapeHtml(title), dialect);
  if (dialect.table) {
    const cells = rows.map(
      ({ name, value }) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
    );
    return `${heading}<table><tbody>${cells.join('')}</tbody></table>`;
  }
  const lines = rows.map(({ name, value }) => escapeHtml(`${name}${colonAfter(name)}${value}`));
  if (dialect.list === 'ul') return `${heading}<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`;
  return `${heading}${lines.join('<br>')}`;
}

/** A colon as the name's language writes it. */
export function colonAfter(name: string): string {
  return /\p{Script=Han}$/u.test(name) ? '：' : ': ';
}

function headingOf(title: string, dialect: HtmlDialect): string {
  switch (dialect.heading) {
    case 'h3':
      return `<h3>${title}</h3>`;
    case 'none':
      return `${title}<br>`;
    default:
      return (
        paragraph(`<${dialect.heading}>${title}</${dialect.heading}>`, dialect) +
        (dialect.paragraph === 'br' && !dialect.table ? '<br>' : '')
      );
  }
}
