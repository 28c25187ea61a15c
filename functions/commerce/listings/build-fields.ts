import type { IsoDate } from '../channels/channel-rule.ts';
import { draftChannel, type FieldDraft, type ListingSource } from './channel-drafts.ts';
import { CHANNEL_TEXTS, rulesOfField, textRulesOn } from './channel-texts/all-channels.ts';
import {
  type ChannelField,
  type ChannelTexts,
  findField,
  meansField,
} from './channel-texts/channel-texts.ts';
import { describeInHtml } from './describe-product.ts';
import { fitText, fitToDemands } from './fit-text.ts';
import { judgeDemand } from './judge-demand.ts';
import type { ChannelListing, ListingTexts } from './listing.ts';
import { plainTextOf } from './sanitize-source.ts';
import type { TextDemand, TextRule } from './text-rule.ts';

/** Longest name of an item specific on eBay, the shortest among the channels, in characters. */
const LONGEST_ATTRIBUTE_NAME = 40;

/**
 * A listing in the channel's own form: its fields by its own names, each fitted to the rules of this day and to those already
 * announced. What `checkListing` still finds is for a person: a fact that is missing, a text that stays too short.
 *
 * @param onDate day of the store's time zone
 */
export function buildListing(source: ListingSource, onDate: IsoDate): ChannelListing {
  const { channel, locale, engine, product, texts } = source;
  const channelTexts = CHANNEL_TEXTS[channel];
  const rules = textRulesOn(channelTexts, locale, onDate);
  const { fields: drafts, description } = draftChannel(source);
  const fields: Record<string, string> = {};
  const grounds: Record<string, string[]> = {};
  const add = (name: string, text: string, from: readonly string[]): void => {
    if (text === '' || Object.hasOwn(fields, name)) return;
    fields[name] = text;
    grounds[name] = [...new Set(from)];
  };
  for (const [draftName, draft] of Object.entries(drafts)) {
    if (draft === undefined) continue;
    const name = fieldName(draftName);
    const field = findField(channelTexts, name);
    if (field === undefined) continue;
    const text = fitDraft(draft, field, rulesOfField(rules, name), texts);
    add(isRow(field) ? nextOfRow(field, fields) : name, text, draft.from);
  }
  if (description !== undefined && channelTexts.html !== undefined) {
    const own = rulesOfField(rules, description.field);
    const made = describeInHtml(texts, description, own, channelTexts.html);
    add(description.field, made.text, made.from);
  }
  return { channel, locale, sku: product.sku, fields: inOrder(fields, channelTexts), grounds, engine };
}

/** Whether a field is one of a numbered row: `bullet_point1`, and not `aspects.Material`. */
function isRow({ name }: ChannelField): boolean {
  return name.endsWith('*') && !name.endsWith('.*');
}

/** Numbers without a gap, also where a text was left away: Amazon shows the first five columns. */
function nextOfRow({ name }: ChannelField, fields: Readonly<Record<string, string>>): string {
  const taken = Object.keys(fields).filter((other) => meansField(name, other));
  return `${name.slice(0, -1)}${taken.length + 1}`;
}

/** The name of an attribute comes from a supplier: one plain line, not longer than a channel takes. */
function fieldName(draftName: string): string {
  const dot = draftName.indexOf('.');
  if (dot === -1) return draftName;
  const demands: TextDemand[] = [
    { kind: 'no-contact' },
    { kind: 'no-emoji' },
    { kind: 'length', unit: 'characters', max: LONGEST_ATTRIBUTE_NAME },
  ];
  return `${draftName.slice(0, dot + 1)}${fitToDemands(draftName.slice(dot + 1), demands, { form: 'line' })}`;
}

function fitDraft(
  draft: FieldDraft,
  field: ChannelField,
  rules: readonly TextRule[],
  texts: ListingTexts,
): string {
  if (field.form === 'html' || field.form === 'value') {
    const value = plainTextOf(draft.text).replaceAll('\n', ' ');
    return keepsLimits(value, field, rules) ? value : '';
  }
  const form = { form: field.form, separator: field.separator };
  if (draft.how === 'whole') {
    const wording = rules.filter(({ demand }) => demand.kind !== 'length');
    const value = fitText(draft.text, wording, form);
    return keepsLimits(value, field, rules) ? value : '';
  }
  const text = draft.how === 'grow' ? grown(draft.text, field, rules, texts) : draft.text;
  return fitText(text, rules, form);
}

function keepsLimits(value: string, field: ChannelField, rules: readonly TextRule[]): boolean {
  return rules.every(
    ({ demand }) =>
      demand.kind !== 'length' ||
      judgeDemand({ ...demand, min: undefined }, value, { html: false, separator: field.separator }).holds,
  );
}

/** A title shorter than the channel wants, with facts from the specifications that it does not say yet. */
function grown(text: string, field: ChannelField, rules: readonly TextRule[], texts: ListingTexts): string {
  const short = rules.filter(({ demand }) => demand.kind === 'length' && demand.min !== undefined);
  const judged = { html: false, separator: field.separator };
  let longer = text;
  for (const { value } of texts.specifications.flatMap(({ rows }) => rows)) {
    if (short.every(({ demand }) => judgeDemand(demand, longer, judged).holds)) break;
    if (!longer.toLowerCase().includes(value.toLowerCase())) longer = `${longer}, ${value}`;
  }
  return longer;
}

/** In the order in which the channel has them, as people read them and files carry them. */
function inOrder(fields: Record<string, string>, { fields: order }: ChannelTexts): Record<string, string> {
  const place = (name: string): number => order.findIndex(({ name: pattern }) => meansField(pattern, name));
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => place(a) - place(b)));
}
