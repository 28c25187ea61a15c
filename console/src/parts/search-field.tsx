import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useShortcuts } from '../shell/shortcuts.ts';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { TextField } from './fields.tsx';

/** Somebody is still typing. */
const typingMs = 350;

export interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  /** `false` beside another one that `/` leads to. */
  readonly hasKey?: boolean;
  /** What is searched for now. */
  readonly value: string;
  /** Trimmed; once the typing has paused, as each search reads a shop's records. */
  readonly onChange: (value: string) => void;
}

/** A field of a list's filters; `/` leads there. */
export function SearchField({ value, onChange, hasKey = true, ...field }: SearchFieldProps): JSX.Element {
  const [typed, setTyped] = useState(value);
  const box = useRef<HTMLDivElement>(null);
  const toSearch = () => box.current?.querySelector('input')?.focus();
  useShortcuts(hasKey ? [{ keys: '/', says: texts.toSearch, run: toSearch }] : []);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === value) return undefined;
    const timer = setTimeout(() => onChange(wanted), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div ref={box}>
      <TextField {...field} type="search" value={typed} onInput={setTyped} />
    </div>
  );
}
