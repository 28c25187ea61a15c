import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Says } from '../../../functions/commerce/says.ts';
import { problemOf } from '../api/problem.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './toasts.module.css';

export interface Toast {
  readonly kind: 'good' | 'bad';
  readonly says: Says;
  /** e.g. to take back what was just done. */
  readonly action?: { readonly says: Says; readonly run: () => void };
}

/** Long enough to read two sentences; what failed stays until it is dismissed. */
const shownMs = 7000;
const toasts: Signal<readonly Toast[]> = signal([]);

/** Tells the outcome of what somebody did, on the page and to a screen reader. */
export function toast(told: Toast): void {
  toasts.value = [...toasts.value.slice(-3), told];
  if (told.kind === 'good') setTimeout(() => dismiss(told), shownMs);
}

/** Tells why something did not work. An abort is nobody's business and is not told. */
export function toastProblem(thrown: unknown): void {
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
  toast({ kind: 'bad', says: problemOf(thrown).text });
}

function dismiss(told: Toast): void {
  toasts.value = toasts.value.filter((one) => one !== told);
}

/** The place of all toasts; once, in the layout. */
export function Toasts(): JSX.Element {
  const shown = toasts.value;
  return (
    <div class={styles.toasts}>
      <div role="status">{shown.map((one) => one.kind === 'good' && <Card key={one} toast={one} />)}</div>
      <div role="alert">{shown.map((one) => one.kind === 'bad' && <Card key={one} toast={one} />)}</div>
    </div>
  );
}

function Card({ toast: told }: { toast: Toast }): JSX.Element {
  const { action } = told;
  return (
    <div class={`${styles.card} ${styles[told.kind]}`}>
      <Icon name={told.kind === 'good' ? 'check' : 'warning'} />
      <p>{say(told.says)}</p>
      {action !== undefined && (
        <Button
          kind="plain"
          isSmall
          onClick={() => {
            dismiss(told);
            action.run();
          }}
        >
          {say(action.says)}
        </Button>
      )}
      <Button
        kind="plain"
        icon="close"
        label={say(shellTexts.dismiss)}
        onClick={() => dismiss(told)}
        isSmall
      />
    </div>
  );
}
