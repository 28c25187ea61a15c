import type { IsoDate, RuleSource } from '../channels/channel-rule.ts';
import type { Says } from '../says.ts';

/**
 * How long a text is, differs by who counts.
 * - `characters`: Unicode code points · `utf16`: as JavaScript counts · `graphemes`: as people see them
 * - `gbk-bytes`: one for ASCII, two for Chinese (four for what only GB 18030 can write) · `utf8-bytes`
 * - `words`: runs between spaces · `items`: entries of a list
 */
export type TextUnit = 'characters' | 'utf16' | 'graphemes' | 'gbk-bytes' | 'utf8-bytes' | 'words' | 'items';

/** What a rule asks of one field of a channel's listing. */
export type TextDemand =
  | { readonly kind: 'length'; readonly unit: TextUnit; readonly min?: number; readonly max?: number }
  | { readonly kind: 'required' }
  /** None of these characters or words; `as` how they are looked for. */
  | {
      readonly kind: 'forbidden';
      readonly any: readonly string[];
      readonly as: 'character' | 'word' | 'phrase';
    }
  /** No word more often than this, but for `except`. */
  | { readonly kind: 'repeated-word'; readonly max: number; readonly except: readonly string[] }
  /** Only these elements, without attributes. */
  | { readonly kind: 'html-subset'; readonly elements: readonly string[] }
  | { readonly kind: 'pattern'; readonly matches: string }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  /** Letters that are capitals, as a share of all that could be, 0..1. */
  | { readonly kind: 'capitals'; readonly maxShare: number }
  /** Must not hold an address: web, mail or telephone. */
  | { readonly kind: 'no-contact' };

/** A dated rule about a channel's texts, beside the rules about its pictures. */
export interface TextRule {
  /** Unique within its channel. */
  readonly id: string;
  /** Name of the channel's field, or `bullet_point*` for each of a numbered row. */
  readonly field: string;
  readonly demand: TextDemand;
  /** Where the rule holds for a market only: locales of the listing. Absent: all. */
  readonly locales?: readonly ('en' | 'zh-CN')[];
  readonly source: RuleSource;
  /** True only when read in the channel's own documentation (or decided here). */
  readonly confirmed: boolean;
  /** First day in force; before it the rule informs and nothing else. Absent: always was. */
  readonly effectiveFrom?: IsoDate;
  /** Last day in force. */
  readonly effectiveUntil?: IsoDate;
  /** `fail`: the channel would refuse it, or we promised it. `warn`: a person should look. */
  readonly severity: 'fail' | 'warn';
  readonly says: Says;
}

/** What was found, for the field it was found in. Kept as evidence whether it holds or not. */
export interface TextEvidence {
  readonly rule: string;
  readonly field: string;
  readonly holds: boolean;
  readonly severity: 'fail' | 'warn' | 'inform';
  /** What was measured and what is asked for, as people read it: `212`, `200 characters at most`. */
  readonly measured: Says;
  readonly expected: Says;
  readonly says: Says;
  readonly confirmed: boolean;
}
