import { wordKey } from '../tidy-text.ts';
import type { Attribute, Term, TermsAttribute } from './attribute.ts';
import { ATTRIBUTES } from './attributes.ts';

const byAttribute = new WeakMap<TermsAttribute, ReadonlyMap<string, Term>>();

/** The term that a word in either language means, to the letter but for capitals, spaces and hyphens. */
export function findTerm(attribute: TermsAttribute, word: string): Term | undefined {
  return termsOf(attribute).get(wordKey(word));
}

/** The term by its id: what records carry. */
export function termById(attribute: TermsAttribute, id: string): Term | undefined {
  return attribute.terms.find((term) => term.id === id);
}

function termsOf(attribute: TermsAttribute): ReadonlyMap<string, Term> {
  const known = byAttribute.get(attribute);
  if (known !== undefined) return known;
  const made = new Map<string, Term>();
  for (const term of attribute.terms) {
    for (const word of [term.id, term.name.en, term.name['zh-CN'], ...term.also])
      made.set(wordKey(word), term);
  }
  byAttribute.set(attribute, made);
  return made;
}

const byName = new Map<string, Attribute>();
for (const attribute of ATTRIBUTES) {
  for (const name of [attribute.id, attribute.name.en, attribute.name['zh-CN'], ...attribute.also]) {
    byName.set(wordKey(name), attribute);
  }
}

const byId: ReadonlyMap<string, Attribute> = new Map(
  ATTRIBUTES.map((attribute) => [attribute.id, attribute]),
);

/** The attribute by its id: what records carry. */
export function attributeById(id: string): Attribute | undefined {
  return byId.get(id);
}

/** The attribute that a source's name for it means, in either language. */
export function findAttribute(name: string): Attribute | undefined {
  return byName.get(wordKey(name));
}
