import type { Says } from '../../says.ts';
import type { ListingChannel } from '../listing.ts';
import type { TextRule } from '../text-rule.ts';

/**
 * What a field holds.
 * - `line`: one line of plain text · `paragraphs`: plain text with line breaks · `html`: made from paragraphs, bullets, tables
 * - `list`: entries with a separator · `value`: a fact (price, barcode, id), sent as it is and never shortened
 */
export type FieldForm = 'line' | 'paragraphs' | 'html' | 'list' | 'value';

export interface ChannelField {
  /** The channel's own name, in its API where it has one; `bullet_point*` stands for a numbered row, `aspects.*` for named ones. */
  readonly name: string;
  /** Header in the file that a seller uploads, where it is another. */
  readonly column?: string;
  readonly form: FieldForm;
  /** Between the entries of a list. */
  readonly separator?: string;
  readonly title: Says;
}

/** What a channel's HTML may be made of. */
export interface HtmlDialect {
  /** How paragraphs are parted: elements of their own, or line breaks alone. */
  readonly paragraph: 'p' | 'br';
  readonly list: 'ul' | 'br';
  readonly heading: 'h3' | 'strong' | 'b' | 'none';
  readonly table: boolean;
}

/** What a channel shows of a product in words: its fields and what it asks of them. */
export interface ChannelTexts {
  readonly channel: ListingChannel;
  readonly title: Says;
  readonly fields: readonly ChannelField[];
  /** Absent where the channel takes no HTML. */
  readonly html?: HtmlDialect;
  readonly rules: readonly TextRule[];
}

/** Whether a rule or a field named `pattern` (which may end in `*`) means the field of this name. */
export function meansField(pattern: string, field: string): boolean {
  if (!pattern.endsWith('*')) return pattern === field;
  const prefix = pattern.slice(0, -1);
  return field.length > prefix.length && field.startsWith(prefix);
}

/** @returns the channel's field of this name, or `undefined` where it has none. */
export function findField(texts: ChannelTexts, name: string): ChannelField | undefined {
  return texts.fields.find((field) => meansField(field.name, name));
}
