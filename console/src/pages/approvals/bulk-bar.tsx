import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Says } from '../../../../functions/commerce/says.ts';
import type { ListedApproval } from '../../../../functions/platform/approvals/approvals-answers.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { formatList } from '../../parts/format.ts';
import { toast } from '../../parts/toasts.tsx';
import { useShop } from '../../shell/shop.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './approvals-page.module.css';
import { decideMany } from './decide-many.ts';
import type { Queue } from './queue.ts';

/** More names than these are not read in passing. */
const namedAtMost = 3;

export interface BulkBarProps {
  readonly selected: readonly ListedApproval[];
  readonly queue: Queue;
  readonly onClear: () => void;
  /** What could not be decided, and why. */
  readonly onFailed: (failed: ReadonlyMap<string, Says>) => void;
}

/** What to do with the selected ones, after one confirmation for all of them. */
export function BulkBar({ selected, queue, onClear, onFailed }: BulkBarProps): JSX.Element {
  const { api } = useShop();
  const [asked, setAsked] = useState<'approve' | 'reject'>();
  const count = selected.length;
  const decide = async (decision: 'approve' | 'reject', comment: string) => {
    const { decided, failed } = await decideMany(api, selected, { decision, comment });
    for (const id of decided) queue.remove(id);
    if (decided.length > 0) {
      const says = decision === 'approve' ? texts.bulkApproved : texts.bulkRejected;
      const names = selected.filter(({ id }) => decided.includes(id)).map(({ subject }) => subject.label);
      const named = (tongue: 'en' | 'zh') => formatList(names.slice(0, namedAtMost), tongue);
      const rest = names.length - namedAtMost;
      toast({ kind: 'good', says: { en: says(named('en'), rest).en, zh: says(named('zh'), rest).zh } });
    }
    if (failed.size > 0) toast({ kind: 'bad', says: texts.bulkFailed(failed.size) });
    onFailed(failed);
    void queue.reload();
  };
  useShortcuts([
    { keys: 'a', says: texts.approve, run: () => setAsked('approve') },
    { keys: 'r', says: texts.reject, run: () => setAsked('reject') },
    { keys: 'Escape', says: texts.unselect, run: onClear },
  ]);
  return (
    <div class={styles.bulk} data-bottom-bar>
      <strong role="status">{say(texts.selected(count))}</strong>
      <Button kind="plain" isSmall onClick={onClear} shortcut="Esc">
        {say(texts.unselect)}
      </Button>
      <Button kind="danger" onClick={() => setAsked('reject')} shortcut="r">
        {say(texts.rejectAll(count))}
      </Button>
      <Button kind="primary" onClick={() => setAsked('approve')} shortcut="a">
        {say(texts.approveAll(count))}
      </Button>
      {asked !== undefined && (
        <Confirm
          title={say(asked === 'approve' ? texts.approveMany(count) : texts.rejectMany(count))}
          does={say(asked === 'approve' ? texts.doApprove(count) : texts.doReject(count))}
          isDangerous={asked === 'reject'}
          reason="optional"
          onConfirm={(comment) => decide(asked, comment)}
          onClose={() => setAsked(undefined)}
        >
          <What selected={selected} decision={asked} />
        </Confirm>
      )}
    </div>
  );
}

const shownAtOnce = 6;

/** What will happen, and to which; each with the reason for which a person was asked. */
function What({ selected, decision }: Pick<BulkBarProps, 'selected'> & { decision: 'approve' | 'reject' }) {
  const items = selected.flatMap((one) => one.items);
  const parts = items.reduce((sum, { choices }) => sum + choices.length, 0);
  const rest = selected.length - shownAtOnce;
  return (
    <>
      <p>
        {say(
          decision === 'approve'
            ? texts.approveManyDoes(items.length, parts)
            : texts.rejectManyDoes(items.length),
        )}
      </p>
      <ul class={styles.what}>
        {selected.slice(0, shownAtOnce).map(({ id, subject, items: [first] }) => (
          <li key={id}>
            <strong>{subject.label}</strong>
            <small>{first?.reasons[0] !== undefined && say(first.reasons[0])}</small>
          </li>
        ))}
        {rest > 0 && <li>{say(texts.andMore(rest))}</li>}
      </ul>
      <p>{say(texts.decidedAlone)}</p>
    </>
  );
}
