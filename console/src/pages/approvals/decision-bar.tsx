import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../parts/button.tsx';
import { KeyHint } from '../../parts/key-hint.tsx';
import { type Shortcut, useShortcuts } from '../../shell/shortcuts.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './approval-page.module.css';

/** The next one opens at once: the second half of a double click, or a key held too long, must not decide it as well. */
const guardMs = 400;

export interface DecisionBarProps {
  readonly comment: string;
  readonly onComment: (comment: string) => void;
  readonly onDecide: (decision: 'approve' | 'reject') => void;
  readonly isBusy: boolean;
  /** How many single parts are refused. */
  readonly refused: number;
  /** Why it cannot be approved as it is. */
  readonly obstacle: string | undefined;
  /** Worth knowing before the decision. */
  readonly remark: string | undefined;
  /** What approving does. */
  readonly consequence: string | undefined;
  /** Refuses what is in doubt, all of it; undefined where nothing is. With it, approving asks once more: those go out as well. */
  readonly refuseDoubtful: { readonly count: number; readonly run: () => void } | undefined;
  /** The payload can be edited. */
  readonly isEditable: boolean;
}

/** Approve, reject, comment: at the bottom of the window, and by one key each. */
export function DecisionBar(props: DecisionBarProps): JSX.Element {
  const { comment, onComment, onDecide, isBusy, refused, obstacle, remark } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const doubtful = props.refuseDoubtful?.count ?? 0;
  // How many in doubt somebody has been asked about: of another number they are asked again.
  const [askedOf, setAskedOf] = useState(0);
  const isAsked = doubtful > 0 && askedOf === doubtful;
  const isGuarded = useGuard(isAsked);
  const decide = (decision: 'approve' | 'reject') => {
    if (isGuarded || (decision === 'approve' && obstacle !== undefined)) return;
    if (decision === 'approve' && doubtful > 0 && !isAsked) setAskedOf(doubtful);
    else onDecide(decision);
  };
  const edit: Shortcut = { keys: 'e', says: texts.edit, run: () => goToEdit() };
  useShortcuts([
    { keys: 'a', says: texts.approve, run: () => decide('approve') },
    { keys: 'r', says: texts.reject, run: () => decide('reject') },
    { keys: 'c', says: texts.toComment, run: () => field.current?.focus() },
    ...(props.isEditable ? [edit] : []),
  ]);
  const note = obstacle ?? (isAsked ? say(texts.doubtfulGoOut(doubtful)) : remark);
  const approves = isAsked
    ? texts.approveDoubtful(doubtful)
    : refused === 0
      ? texts.approve
      : texts.approveRest(refused);
  return (
    <div class={styles.bar} data-bottom-bar>
      <label class={styles.comment}>
        <span>
          {say(texts.comment)} <KeyHint shortcut="c" />
        </span>
        <textarea
          ref={field}
          rows={1}
          maxLength={2000}
          value={comment}
          placeholder={say(texts.commentHint)}
          onInput={(event) => onComment(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </label>
      <p class={styles.consequence} aria-live="polite">
        {props.consequence !== undefined && <span>{props.consequence}</span>}
        {props.refuseDoubtful !== undefined && (
          <Button isSmall onClick={props.refuseDoubtful.run}>
            {say(texts.refuseDoubtful(props.refuseDoubtful.count))}
          </Button>
        )}
        {note !== undefined && <span class={styles.note}>{note}</span>}
      </p>
      <div class={styles.verdicts}>
        {props.isEditable && (
          <Button onClick={goToEdit} shortcut="e">
            {say(texts.edit)}
          </Button>
        )}
        <Button
          kind="danger"
          disabled={isGuarded}
          isBusy={isBusy}
          onClick={() => decide('reject')}
          shortcut="r"
        >
          {say(texts.reject)}
        </Button>
        <Button
          kind="primary"
          disabled={isGuarded || obstacle !== undefined}
          isBusy={isBusy}
          onClick={() => decide('approve')}
          shortcut="a"
        >
          {say(approves)}
        </Button>
      </div>
    </div>
  );
}

function goToEdit(): void {
  const field = document.querySelector('[data-edit]');
  if (!(field instanceof HTMLElement)) return;
  field.scrollIntoView({ block: 'center' });
  field.focus();
}

/** Holds after it opens, and again after `step` has changed. */
function useGuard(step: boolean): boolean {
  const [passed, setPassed] = useState<boolean>();
  useEffect(() => {
    const timer = setTimeout(() => setPassed(step), guardMs);
    return () => clearTimeout(timer);
  }, [step]);
  return passed !== step;
}
