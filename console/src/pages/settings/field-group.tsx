import type { ComponentChildren, JSX } from 'preact';
import styles from './form.module.css';
import type { ValuePath, ValueSchema } from './value-schema.ts';

export interface PartProps {
  readonly path: ValuePath;
  readonly schema: ValueSchema;
  readonly value: unknown;
}

export interface GroupProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Has groups or fields of its own: they stand in. */
  readonly isNested?: boolean;
  readonly children: ComponentChildren;
}

/** Fields that belong together. */
export function Group({ label, hint, error, isNested = false, children }: GroupProps): JSX.Element {
  return (
    <fieldset class={styles.group}>
      <legend class={styles.legend}>{label}</legend>
      {hint !== undefined && <p class={styles.hint}>{hint}</p>}
      {error !== undefined && (
        <p class={styles.error} role="alert">
          {error}
        </p>
      )}
      <div class={isNested ? styles.nested : styles.body}>{children}</div>
    </fieldset>
  );
}
