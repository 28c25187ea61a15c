import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { Button } from '../../parts/button.tsx';
import { say } from '../../texts/text.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';
import { type Group, groupOf, groups, type UploadItem } from './upload-item.ts';
import styles from './upload-list.module.css';
import type { UploadQueue } from './upload-queue.ts';
import { UploadRow } from './upload-row.tsx';
import { useFollowing } from './use-following.ts';

/** A browser that draws a thousand rows with pictures is slow. */
const shownAtOnce = 100;

/** What was chosen in this visit, and what became of it, live. */
export function UploadList({ queue }: { queue: UploadQueue }): JSX.Element {
  const [group, setGroup] = useState<Group>();
  const [shown, setShown] = useState(shownAtOnce);
  useFollowing(queue);
  const known = useLoad<WorkflowsAnswer>((api, signal) => api.get('workflows', {}, { signal }));
  const items = queue.items.value;
  const listed = group === undefined ? items : items.filter((item) => groupOf(item.state.value) === group);
  const rest = listed.length - shown;
  return (
    <section aria-label={say(texts.list)}>
      <Standing queue={queue} />
      <div class={styles.bar}>
        <fieldset class={styles.groups}>
          <legend class="visually-hidden">{say(texts.list)}</legend>
          <GroupButton items={items} group={undefined} chosen={group} onChoose={setGroup} />
          {groups.map((one) => (
            <GroupButton key={one} items={items} group={one} chosen={group} onChoose={setGroup} />
          ))}
        </fieldset>
        <Actions queue={queue} />
      </div>
      {listed.length === 0 && <p class={styles.none}>{say(texts.noneInGroup)}</p>}
      <ul class={styles.rows}>
        {listed.slice(0, shown).map((item) => (
          <UploadRow key={item.id} item={item} queue={queue} workflows={known.data?.workflows ?? []} />
        ))}
      </ul>
      {rest > 0 && (
        <div class={styles.more}>
          <Button onClick={() => setShown(shown + shownAtOnce)}>{say(texts.showMore(rest))}</Button>
        </div>
      )}
    </section>
  );
}

/** How far the uploading itself is, for the eye and for a screen reader. */
function Standing({ queue }: { queue: UploadQueue }): JSX.Element {
  const { all, arrived } = queue.standing.value;
  const isBusy = queue.isBusy.value;
  return (
    <div class={styles.standing}>
      <p role="status">{say(texts.summary(all, arrived))}</p>
      {isBusy && <progress max={all} value={arrived} aria-label={say(texts.sending)} />}
      {isBusy && <p class={styles.stay}>{say(texts.stayHere)}</p>}
    </div>
  );
}

function GroupButton(props: {
  items: readonly UploadItem[];
  group: Group | undefined;
  chosen: Group | undefined;
  onChoose: (group: Group | undefined) => void;
}): JSX.Element | null {
  const { items, group, chosen, onChoose } = props;
  const count =
    group === undefined ? items.length : items.filter(({ state }) => groupOf(state.value) === group).length;
  if (count === 0 && group !== chosen) return null;
  return (
    <Button isSmall pressed={group === chosen} onClick={() => onChoose(group)}>
      {say(texts[group ?? 'all'])} {count}
    </Button>
  );
}

function Actions({ queue }: { queue: UploadQueue }): JSX.Element {
  const items = queue.items.value;
  const failed = items.filter(({ state }) => state.value.kind === 'failed');
  const done = items.filter(({ state }) => groupOf(state.value) === 'done');
  return (
    <div class={styles.actions}>
      {queue.isBusy.value && (
        <Button isSmall onClick={() => queue.cancelAll()}>
          {say(texts.cancelAll)}
        </Button>
      )}
      {failed.length > 1 && (
        <Button isSmall onClick={() => failed.forEach((item) => void queue.again(item))}>
          {say(texts.retryAll)}
        </Button>
      )}
      {done.length > 0 && (
        <Button isSmall kind="plain" onClick={() => queue.forget(done)}>
          {say(texts.clear)}
        </Button>
      )}
    </div>
  );
}
