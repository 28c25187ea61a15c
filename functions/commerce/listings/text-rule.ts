import type { IsoDate, RuleSource } from '../channels/channel-rule.ts';
import type { Says } from '../says.ts';

/**
 * How long a text is, differs by who counts.
 * - `characters`: Unicode code points · `utf16`: as JavaScript counts · `graphemes`: as people see them
 * - `gbk-bytes`: one for ASCII, two for Chinese (four for what only GB 18030 can write) · `utf8-bytes`
 * - `words`: runs between spaces · `items`: entries of a list; of a numbered row (`bullet_point*`) its fields
 */
export type TextUnit = 'characters' | 'utf16' | 'graphemes' | 'gbk-bytes' | 'utf8-bytes' | 'words' | 'items';

/** None of these characters or words. */
export interface ForbiddenDemand {
  readonly kind: 'forbidden';
  readonly any: readonly string[];
  /**
   * How they are looked for: `character` to the letter; `word` and `phrase` without regard to capitals, full-width forms and
   * invisible characters, a word only where it stands alone.
   */
  readonly as: 'character' | 'word' | 'phrase';
  /** Longer phrases in which a forbidden one is harmless: 第一次 holds 第一. */
  readonly except?: readonly string[];
}

/** What a rule asks of one field of a channel's listing. */
export type TextDemand =
  | { readonly kind: 'length'; readonly unit: TextUnit; readonly min?: number; readonly max?: number }
  /** Given, or the field `or` in its place. */
  | { readonly kind: 'required'; readonly or?: string }
  | ForbiddenDemand
  /** No word more often than this, but for `except`. */
  | { readonly kind: 'repeated-word'; readonly max: number; readonly except: readonly string[] }
  /** Only these elements, without attributes, each closed. */
  | { readonly kind: 'html-subset'; readonly elements: readonly string[] }
  /** The whole text matches this regular expression (with flag `u`). */
  | { readonly kind: 'pattern'; readonly matches: string }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  /** Letters that are capitals, as a share of all that could be, 0..1; texts of fewer than ten letters are left alone. */
  | { readonly kind: 'capitals'; readonly maxShare: number }
  /** Must not hold an address: web, mail, telephone, messenger. */
  | { readonly kind: 'no-contact' }
  /** No Chinese characters. */
  | { readonly kind: 'no-chinese' }
  /** No emoji and no pictographs such as ★. */
  | { readonly kind: 'no-emoji' }
  /** Neither markup nor characters that control a terminal, a file or the direction of writing. */
  | { readonly kind: 'plain-text' };

/** Where a rule about texts comes from: as for pictures, or a law. */
export interface TextRuleSource extends Omit<RuleSource, 'publisher'> {
  readonly publisher: RuleSource['publisher'] | 'law';
}

/** A dated rule about a channel's texts, beside the rules about its pictures. */
export interface TextRule {
  /** Unique within its channel. */
  readonly id: string;
  /** Name of the channel's field, or `bullet_point*` for each of a numbered row. */
  readonly field: string;
  readonly demand: TextDemand;
  /** Where the rule holds for a market only: locales of the listing. Absent: all. */
  readonly locales?: readonly ('en' | 'zh-CN')[];
  readonly source: TextRuleSource;
  /** True only when read in the channel's own documentation or in the law (or decided here). */
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
