import { type ClaimGrounds, claimGrounds } from '../commerce/claims/claim-grounds.ts';
import { type GroundedSentence, groundText } from '../commerce/claims/ground-text.ts';
import { productVocabulary } from '../commerce/claims/product-vocabulary.ts';
import { findContacts } from '../commerce/listings/find-unwanted.ts';
import type { GroundedText, ListingTexts } from '../commerce/listings/listing.ts';
import { isPlainText } from '../commerce/listings/sanitize-source.ts';
import type { ListingLocale, ProductFacts } from '../commerce/product/product-record.ts';
import { wordKey } from '../commerce/product/tidy-text.ts';
import type { CategoryWords } from './compose/compose-texts.ts';
import type { ListingDraft } from './draft-schema.ts';
import type { Doubtful, LeftOut } from './drafted.ts';
import { contentWords, isWholly, type RecordWords, recordWords } from './record-words.ts';

export interface CheckedDraft {
  /** Undefined: the rules' own is taken. */
  readonly title?: string;
  readonly bullets: readonly GroundedText[];
  readonly description: readonly GroundedText[];
  readonly leftOut: readonly LeftOut[];
  readonly doubtful: readonly Doubtful[];
}

interface Judging {
  readonly grounds: ClaimGrounds;
  readonly words: RecordWords;
  readonly locale: ListingLocale;
  /** Whether a person will read what no attribute stands behind; else it is left out. */
  readonly keepsDoubtful: boolean;
}

type Sentence = ListingDraft['bullets'][number];
type Place = LeftOut['place'];

/** At least this share of a title's words stands in the record: a title names things, so other words come from elsewhere. */
const knownShareOfTitle = 0.5;

/**
 * What of a model's draft may stand in a listing. Nothing that the model says of its own sentences is taken on trust: an
 * attribute that it names counts only where the sentence repeats what the attribute says.
 */
export function checkDraft(
  draft: ListingDraft,
  product: ProductFacts,
  category: CategoryWords | undefined,
  { locale, keepsDoubtful }: Pick<Judging, 'locale' | 'keepsDoubtful'>,
): CheckedDraft {
  const judging: Judging = {
    grounds: claimGrounds(product, productVocabulary),
    words: recordWords(product, category),
    locale,
    keepsDoubtful,
  };
  const title = judgeTitle(draft.title.text, judging);
  const bullets = judgeAll('bullets', draft.bullets, judging);
  const description = judgeAll('description', draft.description, judging);
  return {
    ...('kept' in title ? { title: title.kept } : {}),
    bullets: bullets.kept.map(({ text, from }) => ({ text: text.replace(/[.。]$/u, ''), from })),
    description: description.kept,
    leftOut: [...('leftOut' in title ? [title.leftOut] : []), ...bullets.leftOut, ...description.leftOut],
    doubtful: [...bullets.doubtful, ...description.doubtful],
  };
}

/**
 * Whether so much had to be left out that the rest is not worth trusting either: a model that obeys a supplier's text, or knows
 * nothing of its task.
 */
export function isDistrusted({ bullets, description, leftOut }: CheckedDraft): boolean {
  const kept = bullets.length + description.length;
  return kept === 0 || leftOut.length > kept;
}

/** The draft's texts in the place of the rules', whose specifications and search words stay. */
export function withDraft(rules: ListingTexts, draft: CheckedDraft): ListingTexts {
  const { title, bullets, description } = draft;
  return {
    ...rules,
    title: title ?? rules.title,
    bullets: bullets.length > 0 ? [...bullets] : rules.bullets,
    description: description.length > 0 ? [...description] : rules.description,
  };
}

function judgeTitle(
  written: string,
  judging: Judging,
): { readonly kept: string } | { readonly leftOut: LeftOut } {
  const text = oneLine(written);
  const fault = faultOf('title', text, groundText(text, judging.grounds), judging);
  if (fault !== undefined) return { leftOut: fault };
  const words = [...contentWords(text)];
  const known = words.filter((word) => judging.words.all.has(word));
  if (known.length >= words.length * knownShareOfTitle) return { kept: text };
  return { leftOut: { place: 'title', text, why: 'unsupported', claims: [] } };
}

interface Judged {
  readonly kept: readonly GroundedText[];
  readonly leftOut: readonly LeftOut[];
  readonly doubtful: readonly Doubtful[];
}

function judgeAll(place: Place, sentences: readonly Sentence[], judging: Judging): Judged {
  const kept: GroundedText[] = [];
  const leftOut: LeftOut[] = [];
  const doubtful: Doubtful[] = [];
  for (const sentence of sentences) {
    const text = oneLine(sentence.text);
    // Said twice, read once.
    if (kept.some((other) => other.text === text)) continue;
    const grounded = groundText(text, judging.grounds);
    const fault = faultOf(place, text, grounded, judging);
    const from = fault === undefined ? supportOf(text, sentence.from, grounded, judging) : [];
    if (fault !== undefined) leftOut.push(fault);
    else if (from.length > 0) kept.push({ text, from });
    else if (judging.keepsDoubtful) {
      kept.push({ text, from });
      doubtful.push({ place, text });
    } else leftOut.push({ place, text, why: 'unsupported', claims: [] });
  }
  return { kept, leftOut, doubtful };
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

function faultOf(
  place: Place,
  text: string,
  grounded: readonly GroundedSentence[],
  { words, locale }: Judging,
): LeftOut | undefined {
  const leftOut = (why: LeftOut['why']): LeftOut => ({ place, text, why, claims: [] });
  if (text === '' || !isPlainText(text)) return leftOut('markup');
  const blocked = grounded.flatMap((sentence) => sentence.blocked);
  // What the shop itself calls the product is nothing that the model claims.
  if (blocked.length > 0 && !words.names.has(wordKey(text.replace(/[.。]$/u, ''))))
    return { ...leftOut('claim'), claims: blocked.map(({ says }) => says) };
  if (findContacts(text).length > 0) return leftOut('contact');
  return isWrittenIn(locale, text) ? undefined : leftOut('language');
}

/** A brand or a name may be written in the other script. */
const mostHanInEnglish = 0.3;

function isWrittenIn(locale: ListingLocale, text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return locale === 'zh-CN' ? han > 0 : han <= letters * mostHanInEnglish;
}

/** 猫, 银: a word of its own, and a part of longer ones. */
function isOneCharacter(word: string): boolean {
  return /^\p{Script=Han}$/u.test(word);
}

/**
 * Attributes that stand behind a sentence: those that support its claims, and those that the model names and the sentence
 * repeats. What a product is called says nothing about it: a title counts where the sentence says no more than it.
 */
function supportOf(
  text: string,
  named: readonly string[],
  grounded: readonly GroundedSentence[],
  { words }: Judging,
): string[] {
  const said = contentWords(text);
  const supporting = grounded.flatMap(({ supportedBy }) => supportedBy);
  const repeated = named.filter((id) => {
    const own = words.byId.get(id);
    if (own === undefined) return false;
    if (id === 'title') return isWholly(said, words.called);
    return [...own].some((word) => said.has(word) || (isOneCharacter(word) && text.includes(word)));
  });
  return [...new Set([...supporting, ...repeated])];
}
