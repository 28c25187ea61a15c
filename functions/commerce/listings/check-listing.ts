import type { IsoDate } from '../channels/channel-rule.ts';
import { CHANNEL_TEXTS, textRulesOn } from './channel-texts/all-channels.ts';
import { type ChannelTexts, findField, meansField } from './channel-texts/channel-texts.ts';
import { limitsInWords, UNIT_NAMES } from './channel-texts/rule-kinds.ts';
import { type Judgement, judgeDemand } from './judge-demand.ts';
import type { ChannelListing } from './listing.ts';
import type { TextEvidence, TextRule } from './text-rule.ts';

/**
 * What each rule of the listing's channel finds on this day (of the store's time zone), whether it holds or not. The same
 * whether a listing was just drafted, is edited by a person, approved or published. A rule that is not in force yet informs
 * and never fails; one that is over is not asked; one about a field that is not there finds nothing, unless it requires it.
 */
export function checkListing(listing: ChannelListing, onDate: IsoDate): TextEvidence[] {
  const texts = CHANNEL_TEXTS[listing.channel];
  return textRulesOn(texts, listing.locale, onDate).flatMap((rule) => {
    const severity =
      rule.effectiveFrom !== undefined && onDate < rule.effectiveFrom ? 'inform' : rule.severity;
    return findingsOf(rule, listing, texts).map(({ field, judgement }) => ({
      rule: rule.id,
      field,
      severity,
      ...judgement,
      says: rule.says,
      confirmed: rule.confirmed,
    }));
  });
}

/** Whether nothing fails: what is only warned of or announced may be published. */
export function passes(evidence: readonly TextEvidence[]): boolean {
  return evidence.every(({ holds, severity }) => holds || severity !== 'fail');
}

interface Finding {
  readonly field: string;
  readonly judgement: Judgement;
}

function findingsOf(rule: TextRule, listing: ChannelListing, texts: ChannelTexts): Finding[] {
  const { demand } = rule;
  const names = Object.keys(listing.fields).filter((name) => meansField(rule.field, name));
  if (demand.kind === 'required') {
    const given = [...names, ...(demand.or === undefined ? [] : [demand.or])]
      .map((name) => listing.fields[name] ?? '')
      .join('');
    return [{ field: rule.field, judgement: judgeDemand(demand, given, { html: false }) }];
  }
  if (demand.kind === 'length' && demand.unit === 'items' && rule.field.endsWith('*')) {
    return [{ field: rule.field, judgement: judgeRow(names.length, demand.min, demand.max) }];
  }
  return names.map((field) => {
    const form = findField(texts, field);
    const judged = { html: form?.form === 'html', separator: form?.separator };
    return { field, judgement: judgeDemand(demand, listing.fields[field] ?? '', judged) };
  });
}

/** A numbered row (`bullet_point1`, `bullet_point2`, …) is counted by its fields. */
function judgeRow(length: number, min: number | undefined, max: number | undefined): Judgement {
  const { en, zh } = UNIT_NAMES.items;
  return {
    holds: length >= (min ?? 0) && length <= (max ?? Number.POSITIVE_INFINITY),
    measured: { en: `${length} ${en}`, zh: `${length} ${zh}` },
    expected: limitsInWords('items', min, max),
  };
}
