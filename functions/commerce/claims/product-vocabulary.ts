import { attributeById, termById } from '../product/vocabulary/find-term.ts';
import type { ClaimVocabulary } from './claim-grounds.ts';

/** The shop's vocabulary as claims are grounded in it: names, not the looser spellings that sources are read by. */
export const productVocabulary: ClaimVocabulary = {
  attributeNames: (attribute) => Object.values(attributeById(attribute)?.name ?? {}),
  termNames: (attribute, id) => {
    const known = attributeById(attribute);
    return known?.kind === 'terms' ? Object.values(termById(known, id)?.name ?? {}) : [];
  },
  isKnown: (attribute) => attributeById(attribute) !== undefined,
};
