import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { shellTexts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Escape, the cross, or a click beside it. Left out: the dialog cannot be put away. */
  readonly onClose?: () => void;
  /** Buttons, the main one last. */
  readonly actions?: ComponentChildren;
  readonly isWide?: boolean;
  /** Begins on the first button instead of the main one, so that a stray Enter does nothing. */
  readonly isCautious?: boolean;
}

/** A modal dialog; it is open as long as it is rendered. The browser keeps the focus inside and gives it back afterwards. */
export function Dialog(props: DialogProps): JSX.Element {
  const { title, children, onClose, actions, isWide = false, isCautious = false } = props;
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // The browser would begin on the cross: the first thing in the tree, and the last that anybody came for.
    const field = dialog?.querySelector<HTMLElement>('input, select, textarea');
    const buttons = [...(dialog?.querySelectorAll<HTMLElement>('footer button') ?? [])];
    (field ?? buttons.at(isCautious ? 0 : -1))?.focus();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click beside it is a convenience; Escape does the same
    <dialog
      ref={element}
      class={`${styles.dialog} ${isWide ? styles.wide : ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose?.();
      }}
    >
      <div class={styles.box}>
        <header class={styles.header}>
          <h2 id={titleId}>{title}</h2>
          {onClose !== undefined && (
            <Button kind="plain" icon="close" label={say(shellTexts.close)} onClick={onClose} isSmall />
          )}
        </header>
        <div class={styles.body}>{children}</div>
        {actions !== undefined && <footer class={styles.footer}>{actions}</footer>}
      </div>
    </dialog>
  );
}
