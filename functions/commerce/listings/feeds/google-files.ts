import { XMLBuilder } from 'fast-xml-parser';
import type { FeedRow } from './feed-row.ts';
import { type GoogleItem, REPEATED } from './google-items.ts';
import { cleanCell } from './spreadsheet-cell.ts';

/** An item as a line of the text file: repeated values in quotation marks with commas between, who wrote a text before it. */
export function googleRow(item: GoogleItem): FeedRow {
  const row = new Map<string, string>();
  for (const { name, value } of item) {
    const text =
      typeof value !== 'string'
        ? `${value.digitalSourceType}:${inQuotes(value.content)}`
        : REPEATED.has(name)
          ? inQuotes(value)
          : value;
    const before = row.get(name);
    row.set(name, before === undefined ? text : `${before},${text}`);
  }
  return row;
}

function inQuotes(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });

/** The items as RSS 2.0 with Google's namespace. A program reads it, no spreadsheet: texts stand in it to the letter. */
export function googleXml(items: readonly GoogleItem[]): string {
  const document = {
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    rss: {
      '@_version': '2.0',
      '@_xmlns:g': 'http://base.google.com/ns/1.0',
      channel: { title: 'Products', link: '', description: '', item: items.map(asElements) },
    },
  };
  return builder.build(document);
}

function asElements(item: GoogleItem): Record<string, unknown> {
  const elements: Record<string, unknown[]> = {};
  for (const { name, value } of item) {
    const element =
      typeof value === 'string'
        ? cleanCell(value)
        : { 'g:digital_source_type': value.digitalSourceType, 'g:content': cleanCell(value.content) };
    const same = elements[`g:${name}`] ?? [];
    elements[`g:${name}`] = [...same, element];
  }
  return elements;
}
