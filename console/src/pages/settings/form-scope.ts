import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Says } from '../../../../functions/commerce/says.ts';
import { say } from '../../texts/text.ts';
import { fieldText, type Naming, partName, patternOf } from './setting-words.ts';
import type { ValuePath } from './value-schema.ts';

/** What is wrong with one place of the value. */
export interface FieldTrouble {
  /** Joined by dots; empty for the whole. */
  readonly path: string;
  readonly says: Says;
}

/** What every field of one setting's form works with. */
export interface FormScope {
  readonly naming: Naming;
  /** The whole value as it is edited. */
  readonly value: unknown;
  readonly troubles: readonly FieldTrouble[];
  readonly isReadOnly: boolean;
  /** Undefined takes the part out. */
  readonly change: (path: ValuePath, part: unknown) => void;
}

const Scope = createContext<FormScope | undefined>(undefined);
export const FormScopeProvider = Scope.Provider;

export function useFormScope(): FormScope {
  const scope = useContext(Scope);
  if (scope === undefined) throw new Error('a field outside of its form');
  return scope;
}

export interface Labels {
  readonly pattern: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
}

/** @param takesInner what is wrong inside of the part is told here too: it has no fields of its own */
export function useLabels(path: ValuePath, takesInner = false): Labels {
  const { naming, value, troubles } = useFormScope();
  const pattern = patternOf(naming, path, value);
  const unit = fieldText(pattern, '#unit');
  const name = partName(naming, path, value);
  const own = path.join('.');
  const trouble = troubles.find((one) => one.path === own || (takesInner && one.path.startsWith(`${own}.`)));
  return {
    pattern,
    label: unit === undefined ? name : `${name} (${unit})`,
    hint: fieldText(pattern, '#hint'),
    error: trouble === undefined ? undefined : say(trouble.says),
  };
}
