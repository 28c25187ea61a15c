import type { AttributeValue, ProductFacts } from '../product/product-record.ts';
import { aspectsOf, clauseAround } from './aspects.ts';
import type { ClaimKind } from './claim-kinds.ts';
import { findConcepts, kindOfConcept, withImplied } from './find-concepts.ts';
import { findMeasures } from './find-measures.ts';
import { normaliseText } from './normalise-text.ts';
import { inBase, unitNamed } from './units.ts';

/** Names and synonyms of the vocabulary, in any language. */
export interface ClaimVocabulary {
  /** Of an attribute: `['material', '材质', 'fabric']`. */
  readonly attributeNames: (attribute: string) => readonly string[];
  /** Of a term: `['cotton', '棉']`. */
  readonly termNames: (attribute: string, term: string) => readonly string[];
  /** Whether the vocabulary knows the attribute; one that it does not know supports no claim. */
  readonly isKnown: (attribute: string) => boolean;
}

interface NumberGround {
  readonly attribute: string;
  readonly value: number;
  /** Undefined: written without a unit. */
  readonly dimension: string | undefined;
  readonly aspects: ReadonlySet<string>;
}

/** What a product's record supports. */
export interface ClaimGrounds {
  /** All ids that a text may refer to. */
  readonly attributes: ReadonlySet<string>;
  /** Attributes by the concept that they affirm, with what it implies. */
  readonly affirmed: ReadonlyMap<string, readonly string[]>;
  readonly denied: ReadonlyMap<string, readonly string[]>;
  /** Share of a material by its concept, 0..1. */
  readonly shares: ReadonlyMap<string, readonly { readonly attribute: string; readonly share: number }[]>;
  /** The materials are all there are: their shares add up. */
  readonly isCompositionKnown: boolean;
  readonly numbers: readonly NumberGround[];
  /** Normalised, by attribute: for names that no dictionary knows. */
  readonly texts: ReadonlyMap<string, string>;
  /** Normalised; no claim, whatever words it is made of. */
  readonly brand: string;
}

/** What a product is called supports these where no attribute speaks of them: never a certificate, an origin or an effect. */
const kindsOfTitle: ReadonlySet<ClaimKind> = new Set(['material', 'performance', 'compatibility', 'number']);

/** What a record supports: its attributes and options, and its title a little. The supplier's text supports nothing. */
export function claimGrounds(
  facts: Pick<ProductFacts, 'title' | 'brand' | 'attributes' | 'options'>,
  vocabulary: ClaimVocabulary,
): ClaimGrounds {
  const made = emptyGrounds(normaliseText(facts.brand ?? ''));
  for (const [attribute, value] of Object.entries(facts.attributes)) {
    made.attributes.add(attribute);
    if (vocabulary.isKnown(attribute)) addAttribute(made, attribute, value, vocabulary);
  }
  for (const { name, values } of facts.options) {
    made.attributes.add(`option:${name}`);
    for (const value of values)
      addText(made, `option:${name}`, normaliseText(value), aspectsOf(normaliseText(name)));
  }
  if (facts.brand !== undefined) made.attributes.add('brand');
  made.attributes.add('title');
  addTitle(made, Object.values(facts.title).join('\n'));
  return made;
}

interface Grounds extends ClaimGrounds {
  attributes: Set<string>;
  affirmed: Map<string, string[]>;
  denied: Map<string, string[]>;
  shares: Map<string, { attribute: string; share: number }[]>;
  isCompositionKnown: boolean;
  numbers: NumberGround[];
  texts: Map<string, string>;
}

function emptyGrounds(brand: string): Grounds {
  return {
    attributes: new Set(),
    affirmed: new Map(),
    denied: new Map(),
    shares: new Map(),
    isCompositionKnown: false,
    numbers: [],
    texts: new Map(),
    brand,
  };
}

function addAttribute(
  made: Grounds,
  attribute: string,
  value: AttributeValue,
  vocabulary: ClaimVocabulary,
): void {
  const names = [
    attribute.replaceAll('-', ' ').replace(/([a-z])([A-Z])/g, '$1 $2'),
    ...vocabulary.attributeNames(attribute),
  ].map(normaliseText);
  const about = aspectsOf(names.join('\n'));
  if (value.kind === 'flag') {
    // Its name is what it says; what the source wrote is yes or no.
    for (const id of conceptsIn(names.join('\n'))) {
      for (const one of value.value ? withImplied(id) : [id])
        push(value.value ? made.affirmed : made.denied, one, attribute);
    }
    made.texts.set(attribute, value.value ? names.join('\n') : '');
    return;
  }
  const written = normaliseText(value.given);
  addText(made, attribute, written, about);
  if (value.kind === 'text') {
    addText(made, attribute, normaliseText(Object.values(value.text).join('\n')), about);
  }
  if (value.kind === 'measure') {
    // "insulation time: 12 h" says that it insulates.
    for (const id of conceptsIn(names.join('\n'))) push(made.affirmed, id, attribute);
    const unit = unitNamed(value.unit);
    for (const one of value.values) {
      const number = {
        attribute,
        value: unit === undefined ? one : inBase(one, unit),
        dimension: unit?.dimension,
      };
      made.numbers.push({ ...number, aspects: about });
    }
  }
  if (value.kind === 'terms') addTerms(made, attribute, value, vocabulary, about);
}

function addTerms(
  made: Grounds,
  attribute: string,
  { terms }: Extract<AttributeValue, { kind: 'terms' }>,
  vocabulary: ClaimVocabulary,
  about: ReadonlySet<string>,
): void {
  const materials = new Set<string>();
  for (const { id, share } of terms) {
    const names = [id.replaceAll('-', ' '), ...vocabulary.termNames(attribute, id)].map(normaliseText);
    addText(made, attribute, names.join('\n'), about);
    for (const found of conceptsIn(names.join('\n'))) {
      materials.add(found);
      const real = share ?? (terms.length === 1 ? 1 : undefined);
      if (real === undefined) continue;
      for (const one of withImplied(found)) {
        const shares = made.shares.get(one) ?? [];
        // Two kinds of one material are as much of it as both together.
        const before = shares.find((known) => known.attribute === attribute);
        made.shares.set(one, [
          ...shares.filter((known) => known !== before),
          { attribute, share: Math.min(1, real + (terms.length === 1 ? 0 : (before?.share ?? 0))) },
        ]);
      }
    }
  }
  const sum = terms.reduce((total, { share }) => total + (share ?? 0), 0);
  const isWhole = Math.abs(sum - 1) < 0.005;
  if (isWhole && materials.size > 0 && aboutMaterial(attribute)) made.isCompositionKnown = true;
}

const aboutMaterial = (attribute: string) => /material|fabric|composition|材/.test(attribute);

function addText(made: Grounds, attribute: string, text: string, about: ReadonlySet<string>): void {
  made.texts.set(attribute, `${made.texts.get(attribute) ?? ''}\n${text}`);
  for (const { concept, isNegated } of findConcepts(text)) {
    if (isNegated) push(made.denied, concept.id, attribute);
    else for (const one of withImplied(concept.id)) push(made.affirmed, one, attribute);
  }
  for (const { start, end, value, unit } of findMeasures(text)) {
    // "hot 12 h, cold 24 h" says itself what each is of.
    const own = aspectsOf(clauseAround(text, start, end));
    made.numbers.push({ attribute, value, dimension: unit?.dimension, aspects: own.size > 0 ? own : about });
  }
}

function addTitle(made: Grounds, title: string): void {
  const text = normaliseText(title);
  made.texts.set('title', text);
  const hasMaterial = [...made.affirmed.keys()].some((id) => kindOfConcept(id) === 'material');
  for (const { concept, isNegated } of findConcepts(text)) {
    const { kind } = concept;
    if (isNegated || kind === undefined || !kindsOfTitle.has(kind)) continue;
    // Where the attributes name materials, the title's count for nothing: "leather wallet" of polyurethane.
    if (kind === 'material' && hasMaterial) continue;
    for (const one of withImplied(concept.id)) if (!made.denied.has(one)) push(made.affirmed, one, 'title');
  }
  for (const { value, unit } of findMeasures(text)) {
    made.numbers.push({ attribute: 'title', value, dimension: unit?.dimension, aspects: new Set() });
  }
}

function conceptsIn(text: string): readonly string[] {
  // Once each: the names of a term in two languages are one term.
  return [...new Set(findConcepts(text).map(({ concept }) => concept.id))];
}

function push(map: Map<string, string[]>, key: string, attribute: string): void {
  const known = map.get(key) ?? [];
  if (!known.includes(attribute)) map.set(key, [...known, attribute]);
}
