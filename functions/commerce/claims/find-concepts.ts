import type { ClaimKind, Concept } from './claim-kinds.ts';
import { lexicon } from './lexicon/lexicon.ts';

/** A concept in a text. */
export interface FoundConcept {
  readonly concept: Concept;
  /** In the normalised text. */
  readonly start: number;
  readonly end: number;
  readonly words: string;
  /** "not waterproof", "plastic-free", 不防水. */
  readonly isNegated: boolean;
}

interface Compiled {
  readonly concept: Concept;
  readonly expressions: readonly RegExp[];
}

/** A space in a pattern is any way to join two words, `water ?proof` as well as `non slip`. */
function english(pattern: string): RegExp {
  const spaced = pattern.replaceAll(' ?', '[\\s-]?').replaceAll(' ', '[\\s-]+');
  return new RegExp(`(?<![a-z0-9])(?:${spaced})(?![a-z0-9])`, 'gu');
}

/** Chinese has no borders of words; the English words in it have. */
function chinese(pattern: string): RegExp {
  return new RegExp(`(?<![a-z](?=[a-z]))(?:${pattern})(?!(?<=[a-z])[a-z])`, 'gu');
}

const compiled: readonly Compiled[] = lexicon.map((concept) => ({
  concept,
  expressions: [...concept.en.map(english), ...concept.zh.map(chinese)],
}));

const filler =
  '(?:fully|completely|entirely|totally|an?|any|be|being|designed to be|intended to be|meant to be|suitable for|safe for|recommended for|intended for|fit for|for use in|(?:to be )?put in(?:to)?|go(?:es)? in(?:to)?|in|considered|made (?:of|from|with|in)|contain(?:s|ing)?|the|use|real|genuine)';
const negationBefore = new RegExp(
  `(?:\\b(?:not|isn't|aren't|doesn't|don't|never|neither|nor|no|non|without|free of|free from|zero)[\\s-]+(?:${filler}\\s+)*)$`,
  'u',
);
/** 不, but not in 无不, 不仅 and 不但, which say that it is so. */
const negationBeforeChinese =
  /(?:(?<![无莫没非得])(?:并不|并非|不是|不具备|不具有|不支持|不适合|不可以?|不能|不含有?|不宜|不建议|请勿|勿|禁止|避免|切勿|未经?|没有|不|非|无|零))(?:完全|任何|能|可以?|具备|属于|含有?|使用|添加|放入|放进|放在|进入|置于|用于|用)*$/u;
const negationAfter = /^(?:[\s-]?(?:free|less)\b|\s?[:：]\s?(?:no\b|none\b|否|无))/u;

/**
 * The concepts of a text. Of two that lie one in the other the longer counts: faux leather is no leather. Words that mean nothing
 * (a concept without a kind) cover those that they hold and are left out.
 *
 * @param text normalised
 */
export function findConcepts(text: string): readonly FoundConcept[] {
  const all: FoundConcept[] = [];
  for (const { concept, expressions } of compiled) {
    for (const expression of expressions) {
      for (const { 0: words, index } of text.matchAll(expression)) {
        const end = index + words.length;
        if (words.trim() !== '')
          all.push({ concept, start: index, end, words, isNegated: isNegated(text, index, end) });
      }
    }
  }
  const isCovered = (one: FoundConcept) =>
    all.some(
      (other) =>
        other !== one &&
        other.start <= one.start &&
        other.end >= one.end &&
        (other.end - other.start > one.end - one.start ||
          (other.concept.kind === undefined && one.concept.kind !== undefined) ||
          // What an entry of its own names is that entry's: the general ones catch the rest.
          (one.concept.isGroup === true && other.concept.isGroup !== true)),
    );
  return all
    .filter((one) => one.concept.kind !== undefined && !isCovered(one))
    .sort((one, other) => one.start - other.start);
}

function isNegated(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 60), start);
  return (
    negationBefore.test(before) || negationBeforeChinese.test(before) || negationAfter.test(text.slice(end))
  );
}

const byId = new Map(lexicon.map((concept) => [concept.id, concept]));

/** The concept and all that it implies. */
export function withImplied(id: string): readonly string[] {
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(byId.get(next)?.implies ?? []));
  }
  return [...found];
}

export function kindOfConcept(id: string): ClaimKind | undefined {
  return byId.get(id)?.kind;
}
