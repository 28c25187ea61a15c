import type { JSX } from 'preact';
import type { Says } from '../../../../functions/commerce/says.ts';
import type { ListedApproval } from '../../../../functions/platform/approvals/approvals-answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Picture } from '../../parts/picture.tsx';
import type { Column } from '../../parts/table.tsx';
import { TwoLines } from '../../parts/two-lines.tsx';
import { Leading, Time } from '../../parts/values.tsx';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import { shellTexts } from '../../texts/shell-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './approvals-page.module.css';
import type { QueueFilter } from './queue.ts';

/** What expires within this time is marked. */
const soonMs = 4 * 3_600_000;

/**
 * What the list shows of approvals of one status.
 *
 * @param failed why one could not be decided, by id
 * @param isForMe whether the viewer can decide it
 */
export function approvalColumns(
  { status }: QueueFilter,
  failed: ReadonlyMap<string, Says>,
  isForMe: (one: ListedApproval) => boolean,
): readonly Column<ListedApproval>[] {
  const subject: Column<ListedApproval> = {
    title: say(texts.subject),
    cell: (one) => <Subject approval={one} whyNot={failed.get(one.id)} />,
  };
  const why: Column<ListedApproval> = { title: say(texts.why), cell: (one) => <Why approval={one} /> };
  if (status === 'open') {
    return [
      subject,
      why,
      { title: say(texts.asked), cell: ({ requestedAt }) => <When at={requestedAt} />, isExtra: true },
      { title: say(texts.expires), cell: (one) => <Expiry at={one.expiresAt} /> },
      {
        title: say(texts.whose),
        cell: (one) => (
          <span class={isForMe(one) ? undefined : styles.others}>
            {say(shellTexts[one.role])}
            {!isForMe(one) && ` · ${say(texts.notYours)}`}
          </span>
        ),
      },
    ];
  }
  return [
    subject,
    { ...why, title: say(texts.outcomeWhy) },
    { title: say(texts.asked), cell: ({ requestedAt }) => <When at={requestedAt} />, isExtra: true },
    { title: say(texts.closed), cell: (one) => one.closedAt !== undefined && <When at={one.closedAt} /> },
    ...(status === 'approved' || status === 'rejected'
      ? [{ title: say(texts.by), cell: ({ decision }: ListedApproval) => decision?.byName }]
      : []),
  ];
}

/** More photos of one product are told by their number. */
const mostThumbnails = 3;

function Subject({ approval, whyNot }: { approval: ListedApproval; whyNot: Says | undefined }): JSX.Element {
  const { subject, items } = approval;
  const shown = items.flatMap(({ thumbnail }) => (thumbnail === undefined ? [] : [{ key: thumbnail }]));
  // One box that says that there is none keeps the names below each other.
  const thumbnails = shown.length === 0 ? [undefined] : shown;
  return (
    <span class={styles.subject}>
      <span class={styles.thumbnails}>
        {thumbnails.slice(0, mostThumbnails).map((file) => (
          <Picture key={file?.key} file={file} alt="" size="thumb" backing="white" />
        ))}
      </span>
      <span class={styles.label}>
        {subject.label}
        {items.length > 1 && <small>{say(texts.photos(items.length))}</small>}
        {whyNot !== undefined && <small class={styles.whyNot}>{say(whyNot)}</small>}
      </span>
    </span>
  );
}

function Why({ approval }: { approval: ListedApproval }): JSX.Element {
  const [first] = approval.items;
  const says = approval.decision?.comment;
  return (
    <TwoLines>
      {says === undefined ? first !== undefined && say(first.reasons[0] ?? first.asks) : `“${says}”`}
    </TwoLines>
  );
}

function When({ at }: { at: string }): JSX.Element {
  return (
    <span class={styles.when}>
      <Time at={at} />
    </span>
  );
}

function Expiry({ at }: { at: string }): JSX.Element {
  const isSoon = Date.parse(at) - Date.now() <= soonMs;
  return (
    <span class={styles.when}>
      <span class={styles.onPhone}>
        <Leading says={texts.expiresAt} />
      </span>
      {isSoon ? (
        <Badge tone="warn">
          <Time at={at} />
        </Badge>
      ) : (
        <Time at={at} />
      )}
    </span>
  );
}
