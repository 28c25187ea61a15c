import type { Says } from '../says.ts';
import { aspectsOf, clauseAround } from './aspects.ts';
import type { ClaimGrounds } from './claim-grounds.ts';
import { type ClaimKind, claimKindNames } from './claim-kinds.ts';
import { type FoundConcept, findConcepts, withImplied } from './find-concepts.ts';
import { type FoundMeasure, findMeasures } from './find-measures.ts';
import { genericCompatibility } from './lexicon/compatibility.ts';
import { normaliseText, splitSentences } from './normalise-text.ts';

/** A claim that must not be published. */
export interface BlockedClaim {
  readonly kind: ClaimKind;
  /** As they stand in the sentence, in small letters. */
  readonly words: string;
  /**
   * - `unsupported`: no attribute says so
   * - `contradicted`: an attribute says otherwise
   * - `never`: no attribute could support it
   */
  readonly why: 'unsupported' | 'contradicted' | 'never';
  readonly says: Says;
}

export interface GroundedSentence {
  readonly text: string;
  /** Ids of the attributes that support what it claims, in no order. */
  readonly supportedBy: readonly string[];
  readonly blocked: readonly BlockedClaim[];
}

type Finding = { readonly by: readonly string[] } | { readonly blocked: BlockedClaim };

/**
 * Links each sentence of a text to the attributes that support its claims, and blocks claims that none supports. English and
 * Chinese, also mixed.
 *
 * It knows claims by dictionaries, forms of numbers and forms of sentences. What it cannot see: a claim in words that no dictionary
 * has, one that only the whole of several sentences makes, irony, pictures, and whether an attribute is true.
 */
export function groundText(text: string, grounds: ClaimGrounds): readonly GroundedSentence[] {
  return splitSentences(text).map((sentence) => groundSentence(sentence, grounds));
}

function groundSentence(sentence: string, grounds: ClaimGrounds): GroundedSentence {
  const text = withoutBrand(normaliseText(sentence), grounds.brand);
  const concepts = findConcepts(text);
  const measures = findMeasures(text);
  const findings = [
    ...concepts.map((found) => judgeConcept(text, found, grounds)),
    ...measures
      .filter((measure) => !isPartOf(measure, concepts))
      .map((measure) => judgeMeasure(text, measure, concepts, grounds)),
    ...judgeNames(text, sentence, concepts, grounds),
  ];
  const by = findings.flatMap((finding) => ('by' in finding ? finding.by : []));
  const all = findings.flatMap((finding) => ('blocked' in finding ? [finding.blocked] : []));
  // Patterns of both languages may find the same words.
  const blocked = [...new Map(all.map((one) => [`${one.kind} ${one.words}`, one])).values()];
  return { text: sentence, supportedBy: [...new Set(by)], blocked };
}

/** A shop called "Best Cotton" may say its name. As long as the words, so that places stay. */
function withoutBrand(text: string, brand: string): string {
  return brand.length < 2 ? text : text.replaceAll(brand, '_'.repeat(brand.length));
}

/** `ip67`, `iphone 15`, `upf 50+`: judged as a name, not as a number. */
function isPartOf({ start, end }: FoundMeasure, concepts: readonly FoundConcept[]): boolean {
  return concepts.some((found) => found.start <= start && found.end >= end);
}

/** Kinds where "not" is a claim as well: what is not in it, where it does not come from. */
const claimedByNegation: ReadonlySet<ClaimKind> = new Set(['material', 'origin']);

function judgeConcept(text: string, found: FoundConcept, grounds: ClaimGrounds): Finding {
  const { concept, isNegated, words } = found;
  const kind = concept.kind ?? 'number';
  const naming = grounds.affirmed.get(concept.id) ?? [];
  const affirming = concept.isGroup === true ? naming.filter((id) => names(grounds, id, words)) : naming;
  const denying = grounds.denied.get(concept.id) ?? [];
  if (isNegated) {
    if (affirming.length > 0) return block(kind, words, 'contradicted');
    if (denying.length > 0 || !claimedByNegation.has(kind)) return { by: denying };
    if (kind === 'origin' && [...grounds.affirmed.keys()].some((id) => id.startsWith('country-')))
      return { by: [] };
    return kind === 'material' && grounds.isCompositionKnown ? { by: [] } : block(kind, words, 'unsupported');
  }
  if (concept.isNever === true) return block(kind, words, 'never');
  if (affirming.length === 0) return block(kind, words, denying.length > 0 ? 'contradicted' : 'unsupported');
  if (denying.length > 0) return block(kind, words, 'contradicted');
  if (kind === 'material' && isCalledPure(text, found) && !isPure(concept.id, grounds)) {
    return block(
      kind,
      `${
        text
          .slice(0, found.end)
          .split(/[\s,，]/)
          .pop() ?? ''
      }`.trim() || words,
      'contradicted',
    );
  }
  // A number in the name must be the attribute's: IP67 is not IP54, UPF 50 not UPF 30.
  if (/\d/.test(words) && !affirming.some((id) => mentions(grounds, id, words))) {
    return block(kind, words, 'contradicted');
  }
  return { by: affirming };
}

const pureBefore =
  /(?:\b(?:pure|all|entirely|completely|nothing but|only|100 ?%)[\s-]|纯|全|100% ?|百分百)$/u;

function isCalledPure(text: string, { start, words }: FoundConcept): boolean {
  return pureBefore.test(text.slice(Math.max(0, start - 20), start)) || /^(?:纯|全)/u.test(words);
}

function isPure(id: string, grounds: ClaimGrounds): boolean {
  return (grounds.shares.get(id) ?? []).some(({ share }) => share > 0.995);
}

function mentions(grounds: ClaimGrounds, attribute: string, words: string): boolean {
  // What stands on another line is another word: `oeko-tex 100` before `oeko-tex standard 100`.
  const bare = (text: string) => text.replace(/[^\S\n]|[+-]/g, '');
  const digits = bare(words).match(/[a-z]*\d+[a-z]*/g) ?? [];
  const held = bare(grounds.texts.get(attribute) ?? '');
  return digits.every((one) => new RegExp(`(?<!\\d)${one}(?!\\d)`, 'u').test(held));
}

const generic =
  /\b(?:ports?|charging|cables?|plugs?|devices?|inputs?|compatible|certified|approved|tested|listed|mark(?:ed)?|compliant)\b|认证|标准|检测|检验|接口/g;

/** Whether the attribute holds the words themselves, but for what tells no thing from another. */
function names(grounds: ClaimGrounds, attribute: string, words: string): boolean {
  const bare = (text: string) => text.replace(generic, '').replace(/[\s-]/g, '');
  return bare(grounds.texts.get(attribute) ?? '').includes(bare(words));
}

/** More than what rounding to the written digit explains is another number; 2 % at the most, for "2 kg" is no 1.6 kg. */
const LARGEST_ROUNDING = 0.02;

function judgeMeasure(
  text: string,
  measure: FoundMeasure,
  concepts: readonly FoundConcept[],
  grounds: ClaimGrounds,
): Finding {
  const { value, unit, rounding, words } = measure;
  if (unit?.dimension === 'share') {
    const material = materialBeside(text, measure, concepts);
    if (material !== undefined) return judgeShare(measure, material, grounds);
  }
  const claimed = aspectsOf(clauseAround(text, measure.start, measure.end));
  const tolerance = Math.min(rounding, Math.abs(value) * LARGEST_ROUNDING) + 1e-9 * Math.abs(value);
  const supporting = grounds.numbers.filter(
    (ground) =>
      isSameDimension(unit?.dimension, ground.dimension) &&
      Math.abs(ground.value - value) <= tolerance &&
      (claimed.size === 0 ||
        ground.aspects.size === 0 ||
        [...claimed].some((one) => ground.aspects.has(one))),
  );
  if (supporting.length > 0) return { by: supporting.map(({ attribute }) => attribute) };
  return block('number', words, 'unsupported');
}

/** Pieces may be counted with or without a word for them. */
const countable: ReadonlySet<string | undefined> = new Set([
  undefined,
  'count',
  'layers',
  'speeds',
  'people',
]);

function isSameDimension(claimed: string | undefined, known: string | undefined): boolean {
  return claimed === known || (countable.has(claimed) && countable.has(known));
}

/** 95% cotton, 棉95%, 含棉量 95%. */
function materialBeside(
  text: string,
  { start, end }: FoundMeasure,
  concepts: readonly FoundConcept[],
): FoundConcept | undefined {
  const materials = concepts.filter(({ concept }) => concept.kind === 'material');
  const after = materials.find(
    (one) => one.start >= end && /^\s?(?:[a-z]+\s)?$/u.test(text.slice(end, one.start)),
  );
  return (
    after ??
    materials.find(
      (one) =>
        one.end <= start && /^(?:含量|占|比例|成分)?\s?[:：约为(（]*\s?$/u.test(text.slice(one.end, start)),
    )
  );
}

function judgeShare(measure: FoundMeasure, { concept }: FoundConcept, grounds: ClaimGrounds): Finding {
  const known = grounds.shares.get(concept.id) ?? [];
  const fitting = known.filter(({ share }) => Math.abs(share * 100 - measure.value) <= 0.5);
  if (fitting.length > 0) return { by: fitting.map(({ attribute }) => attribute) };
  // An attribute of free words may say it as it stands: "95% cotton, 5% elastane".
  const written = grounds.numbers.filter(
    ({ attribute, dimension, value }) =>
      dimension === 'share' &&
      value === measure.value &&
      attribute !== 'title' &&
      withImplied(concept.id).some((id) => grounds.affirmed.get(id)?.includes(attribute)) &&
      known.length === 0,
  );
  if (written.length > 0) return { by: written.map(({ attribute }) => attribute) };
  return block(
    'material',
    `${measure.words} ${concept.id}`,
    known.length > 0 ? 'contradicted' : 'unsupported',
  );
}

const madeIn = {
  en: /(?:made|manufactured|produced|crafted|assembled|woven|sewn|grown|sourced|born|designed|finished) (?:\w+ ){0,2}?(?:in|from|by the \w+ of) (?:the )?([A-Z]\w+(?: [A-Z]\w+)*)/gu,
  zh: /(?:产自|产于|源自|原产于?|采自|来自)([\p{Script=Han}]{2,6})|([\p{Script=Han}]{2,4})(?:制造|出品|生产|手造)/gu,
} as const;

/** Places and things that no dictionary has: they must stand in an attribute, to the letter. */
function judgeNames(
  text: string,
  sentence: string,
  concepts: readonly FoundConcept[],
  grounds: ClaimGrounds,
): readonly Finding[] {
  const findings: Finding[] = [];
  // A capital at the beginning makes no name.
  const written = sentence.replace(/^\p{Lu}/u, (first) => first.toLowerCase());
  const look = (kind: ClaimKind, expression: RegExp) => {
    for (const match of written.matchAll(expression)) {
      const name = normaliseText(match[1] ?? match[2] ?? '');
      const isKnown = concepts.some(({ words }) => name.includes(words) || words.includes(name));
      if (name === '' || isKnown || name === grounds.brand) continue;
      const by = [...grounds.texts].filter(([, held]) => held.includes(name)).map(([attribute]) => attribute);
      findings.push(by.length > 0 ? { by } : block(kind, name, 'unsupported'));
    }
  };
  look('origin', madeIn.en);
  look('origin', madeIn.zh);
  look('compatibility', genericCompatibility.en);
  look('compatibility', genericCompatibility.zh);
  // Names with digits in them: a model, a grade, a standard.
  for (const { 0: name, index } of text.matchAll(/(?<![\p{L}\d.])[a-z]+-?\d[a-z\d-]*(?![\p{L}\d])/gu)) {
    if (concepts.some(({ start, end }) => start < index + name.length && end > index)) continue;
    const by = [...grounds.texts].filter(([, held]) => held.includes(name)).map(([attribute]) => attribute);
    findings.push(by.length > 0 ? { by } : block('number', name, 'unsupported'));
  }
  return findings;
}

const reasons: Readonly<Record<BlockedClaim['why'], (kind: Says, words: string) => Says>> = {
  unsupported: (kind, words) => ({
    en: `“${words}” (${kind.en}): no attribute of the product says so. Add the attribute, or take the words out.`,
    zh: `“${words}”（${kind.zh}）：商品属性中没有依据。请补充属性，或删除该表述。`,
  }),
  contradicted: (kind, words) => ({
    en: `“${words}” (${kind.en}): the attributes of the product say otherwise. Correct one of the two.`,
    zh: `“${words}”（${kind.zh}）：与商品属性不一致。请更正其中一处。`,
  }),
  never: (kind, words) => ({
    en: `“${words}” (${kind.en}): a listing never says so, whatever the attributes are. Take the words out.`,
    zh: `“${words}”（${kind.zh}）：商品文案中不得使用该表述。请删除。`,
  }),
};

function block(kind: ClaimKind, words: string, why: BlockedClaim['why']): Finding {
  return { blocked: { kind, words, why, says: reasons[why](claimKindNames[kind], words) } };
}
