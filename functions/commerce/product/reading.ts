import type { Says } from '../says.ts';

/** Why a text could not be read, in words for the person who can mend it. */
export interface Problem {
  /** PascalCase, stable. */
  readonly code: string;
  /** What would have been understood: `a number with a unit, e.g. 20 cm`. */
  readonly expected: Says;
  /** What is wrong with the text that was given. */
  readonly says: Says;
}

/** A text that was read, or why it was not. Nothing in between: what is doubtful is a problem, never a guess. */
export type Reading<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: Problem };

/** A problem with a field of a product. */
export interface FieldNote extends Problem {
  /** Where it stands: the column's name, or the path in a shop system's answer. */
  readonly field: string;
  /** As the source wrote it, shortened where it is long. */
  readonly given: string;
  /**
   * - `refused`: the product cannot be taken over like this: who it is, what it costs or how many there are is in doubt
   * - `left-out`: the product is taken over without it
   * - `kept`: taken over as given; somebody should look
   */
  readonly outcome: 'refused' | 'left-out' | 'kept';
}

/** As much of a value as a person needs to recognise it. */
const LONGEST_SHOWN = 120;

export function noteOf(
  field: string,
  given: string,
  problem: Problem,
  outcome: FieldNote['outcome'],
): FieldNote {
  const shown = [...given];
  const short = shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN).join('')}…` : given;
  return { field, given: short, outcome, ...problem };
}

export function problem(code: string, expected: Says, says: Says): { readonly problem: Problem } {
  return { problem: { code, expected, says } };
}
