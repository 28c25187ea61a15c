import { readNumber } from './normalise-number.ts';
import { problem, type Reading } from './reading.ts';
import { tidyText } from './tidy-text.ts';
import type { TermsAttribute } from './vocabulary/attribute.ts';
import { findTerm } from './vocabulary/find-term.ts';

export interface ReadTerm {
  readonly id: string;
  /** 0.95 of a material of 95 % cotton. */
  readonly share?: number;
}

/** What parts the entries of a list; a plain space does not, names have spaces. */
const SEPARATOR = /\s*(?:[,;、/|+&•\n]|\band\b|\bwith\b|和|与|及|以及)\s*/giu;

/** A share before or behind its material: `95% cotton`, `棉95%`. */
const SHARE = /(\d+(?:[.,]\d+)?)\s*%/gu;

/** Parts of a garment: `Shell: …; Lining: …` are two materials of 100 %, not one of 200 %. */
const PART =
  /\b(?:shell|outer|body|lining|upper|outsole|sole|insole|filling|fill|padding|trim)\s*:|(?:面料|里料|填充物|鞋面|鞋底|内里|外层|内层)\s*[:：]/iu;

/** Shares are rounded: 33 % three times is a whole. */
const ROUNDING = 1.01;

/**
 * Reads what a source says of an attribute that has a vocabulary. Every entry must be known: of `linen look` to take `linen`
 * would be a claim that nobody made.
 */
export function readTerms(given: string, attribute: TermsAttribute): Reading<readonly ReadTerm[]> {
  const text = tidyText(given);
  // The whole first: “stainless steel and glass” may be one term, and so may “black/white”.
  const whole = findTerm(attribute, text);
  if (whole !== undefined) return { value: [{ id: whole.id }] };
  if (attribute.id === 'material' && PART.test(text)) return parts(given);
  if (/\d\s*%/u.test(text)) return readComposition(text, attribute);
  const entries = text.split(SEPARATOR).filter((entry) => entry !== '');
  const found: ReadTerm[] = [];
  for (const entry of entries) {
    const known = findTerm(attribute, entry);
    if (known === undefined) return unknown(entry, attribute);
    if (!found.some(({ id }) => id === known.id)) found.push({ id: known.id });
  }
  if (found.length === 0) return unknown(given, attribute);
  if (found.length > 1 && !attribute.several) return contradiction(given, attribute);
  return { value: found };
}

function readComposition(text: string, attribute: TermsAttribute): Reading<readonly ReadTerm[]> {
  const startsWithShare = /^\d/u.test(text);
  const shares = [...text.matchAll(SHARE)];
  const found: ReadTerm[] = [];
  for (const [index, match] of shares.entries()) {
    const end = match.index + match[0].length;
    const from = startsWithShare
      ? end
      : index === 0
        ? 0
        : (shares[index - 1]?.index ?? 0) + (shares[index - 1]?.[0].length ?? 0);
    const to = startsWithShare ? (shares[index + 1]?.index ?? text.length) : match.index;
    const name = text
      .slice(from, to)
      .replace(/^[\s,;、/+&|:]+|[\s,;、/+&|:.]+$|^(?:and|和|与)\s|\s(?:and|和|与)$/giu, '')
      .trim();
    const known = findTerm(attribute, name);
    if (known === undefined) return unknown(name === '' ? text : name, attribute);
    if (found.some(({ id }) => id === known.id)) return wrongSum(text);
    const share = readNumber((match[1] ?? '').replace(',', '.'), '.');
    if (share.problem !== undefined) return share;
    if (share.value <= 0 || share.value > 100) return wrongSum(text);
    found.push({ id: known.id, share: Number((share.value / 100).toPrecision(6)) });
  }
  const last = shares.at(-1);
  const tail = startsWithShare || last === undefined ? '' : text.slice(last.index + last[0].length).trim();
  if (/[\p{L}]/u.test(tail)) return unknown(tail, attribute);
  const sum = found.reduce((all, { share = 0 }) => all + share, 0);
  if (sum > ROUNDING || sum < 2 - ROUNDING) return wrongSum(text);
  return { value: found.sort((a, b) => (b.share ?? 0) - (a.share ?? 0)) };
}

function expectedOf(attribute: TermsAttribute): { en: string; zh: string } {
  const some = attribute.terms.slice(0, 4);
  const [en, zh] = [
    some.map(({ name }) => name.en).join(', '),
    some.map(({ name }) => name['zh-CN']).join('、'),
  ];
  return { en: `${attribute.name.en} such as ${en}`, zh: `${attribute.name['zh-CN']}，例如${zh}` };
}

function unknown(entry: string, attribute: TermsAttribute): Reading<never> {
  return problem('UnknownTerm', expectedOf(attribute), {
    en: `“${entry}” is not in the vocabulary for ${attribute.name.en}.`,
    zh: `“${entry}”不在“${attribute.name['zh-CN']}”的词表中。`,
  });
}

function contradiction(given: string, attribute: TermsAttribute): Reading<never> {
  return problem('Contradiction', expectedOf(attribute), {
    en: `“${given}” names more than one ${attribute.name.en}, and a product has one.`,
    zh: `“${given}”给出了多个“${attribute.name['zh-CN']}”，一个商品只能有一个。`,
  });
}

function wrongSum(given: string): Reading<never> {
  return problem(
    'Contradiction',
    { en: 'shares that make 100 %, each material once', zh: '各成分只写一次，合计 100%' },
    {
      en: `The shares in “${given}” do not make 100 %, or name a material twice.`,
      zh: `“${given}”中的成分合计不是 100%，或同一成分出现两次。`,
    },
  );
}

function parts(given: string): Reading<never> {
  return problem(
    'SeveralParts',
    { en: 'the material of the outside only', zh: '仅填写外层面料的成分' },
    {
      en: `“${given}” gives materials of several parts. Put the lining, filling and sole into columns of their own.`,
      zh: `“${given}”包含多个部位的材质。请将里料、填充物、鞋底分列填写。`,
    },
  );
}
