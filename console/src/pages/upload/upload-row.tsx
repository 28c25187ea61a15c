import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { mostPhotoBytes } from '../../../../functions/commerce/photo-files.ts';
import type { Run } from '../../../../functions/platform/runs/run.ts';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { Badge, Status } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { formatBytes } from '../../parts/format.ts';
import { Icon } from '../../parts/icon.tsx';
import { href } from '../../shell/location.ts';
import { language } from '../../shell/preferences.ts';
import { type Says, say } from '../../texts/text.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';
import type { Unfit } from './sort-out.ts';
import type { UploadItem } from './upload-item.ts';
import type { UploadQueue } from './upload-queue.ts';
import styles from './upload-row.module.css';

type Workflows = WorkflowsAnswer['workflows'];

/** One file: what it is, how far it is, and what can be done with it now. */
export function UploadRow(props: {
  item: UploadItem;
  queue: UploadQueue;
  workflows: Workflows;
}): JSX.Element {
  const { item, queue, workflows } = props;
  const { file, path } = item;
  const sku = item.sku.value;
  return (
    <li class={styles.row}>
      <Thumbnail item={item} />
      <div class={styles.name}>
        <strong>{path}</strong>
        <small>
          {item.state.value.kind !== 'unfit' && (
            <>{say(sku === undefined ? texts.noSku : texts.toSku(sku))} · </>
          )}
          {formatBytes(file.size, language.value)}
        </small>
      </div>
      <div class={styles.state}>
        <Standing item={item} workflows={workflows} />
      </div>
      <div class={styles.actions}>
        <Actions item={item} queue={queue} />
      </div>
    </li>
  );
}

/** The file itself, before and after it is sent; nothing is asked for it. */
function Thumbnail({ item }: { item: UploadItem }): JSX.Element {
  const [url, setUrl] = useState<string>();
  const [isShown, setShown] = useState(item.state.value.kind !== 'unfit' && !item.isDescription);
  useEffect(() => {
    if (!isShown) return undefined;
    const address = URL.createObjectURL(item.file);
    setUrl(address);
    return () => URL.revokeObjectURL(address);
  }, [item, isShown]);
  return (
    <span class={styles.picture}>
      {isShown && url !== undefined ? (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setShown(false)} />
      ) : (
        <Icon name={item.isDescription ? 'audit' : 'products'} />
      )}
    </span>
  );
}

function Standing({ item, workflows }: { item: UploadItem; workflows: Workflows }): JSX.Element {
  const state = item.state.value;
  switch (state.kind) {
    case 'waiting':
      return <Told badge={<Badge>{say(texts.inLine)}</Badge>} />;
    case 'sending':
      return <Sending share={state.share} />;
    case 'cancelled':
      return <Told badge={<Badge>{say(texts.cancelled)}</Badge>} says={texts.cancelledText} />;
    case 'unfit':
      return (
        <Told badge={<Badge tone="bad">{say(texts.notSent)}</Badge>} says={unfitSays(state.why, item.file)} />
      );
    case 'failed':
      return <Told badge={<Badge tone="bad">{say(texts.notUploaded)}</Badge>} says={state.why} />;
    case 'sent':
      return <Told badge={<Badge tone="accent">{say(texts.uploaded)}</Badge>} says={texts.uploadedText} />;
    case 'described':
      return <Told badge={<Badge tone="good">{say(texts.described)}</Badge>} says={texts.describedText} />;
    case 'unassigned':
      return <Told badge={<Badge tone="warn">{say(texts.unassigned)}</Badge>} says={texts.unassignedText} />;
    case 'run':
      return <RunStanding run={state.run} workflows={workflows} />;
  }
}

function Told(props: { badge: ComponentChildren; says?: Says | undefined }): JSX.Element {
  return (
    <>
      {props.badge}
      {props.says !== undefined && <p>{say(props.says)}</p>}
    </>
  );
}

function Sending({ share }: { share: number }): JSX.Element {
  const percent = Math.floor(share * 100);
  return (
    <>
      <Badge tone="accent">{say(texts.sendingShare(percent))}</Badge>
      <progress max={100} value={percent} aria-label={say(texts.progress)} />
    </>
  );
}

function RunStanding({ run, workflows }: { run: Run; workflows: Workflows }): JSX.Element {
  const { stages = [] } = workflows.find(({ slug }) => slug === run.workflow) ?? {};
  const last = run.stages.at(-1)?.state;
  const at = stages.findIndex(({ state }) => state === last);
  const title = stages[at]?.title ?? texts.begins;
  if (run.status !== 'running') return <Told badge={<Status status={run.status} />} says={run.why} />;
  return (
    <>
      <Status status={run.status} />
      {stages.length > 0 && <progress max={stages.length} value={at + 1} aria-label={say(texts.progress)} />}
      <p>
        {say(title)}
        {at >= 0 && `, ${say(texts.stageOf(at + 1, stages.length))}`}
      </p>
    </>
  );
}

function Actions({ item, queue }: { item: UploadItem; queue: UploadQueue }): JSX.Element | null {
  const { path, state: standing } = item;
  const state = standing.value;
  switch (state.kind) {
    case 'waiting':
    case 'sending':
      return (
        <Button
          isSmall
          kind="plain"
          icon="close"
          label={say(texts.cancel(path))}
          onClick={() => queue.cancel(item)}
        />
      );
    case 'failed':
    case 'cancelled':
      return (
        <Button isSmall onClick={() => queue.again(item)}>
          {say(texts.again)}
        </Button>
      );
    case 'unfit':
      return (
        <Button
          isSmall
          kind="plain"
          icon="close"
          label={say(texts.remove(path))}
          onClick={() => queue.forget([item])}
        />
      );
    case 'unassigned':
      return <a href={href('upload', {}, { kind: 'unassigned' })}>{say(texts.assignNow)}</a>;
    case 'run':
      return <RunLinks run={state.run} />;
    default:
      return null;
  }
}

function RunLinks({ run }: { run: Run }): JSX.Element {
  return (
    <>
      {run.status === 'waiting' && <a href={href('approvals')}>{say(texts.decide)}</a>}
      {run.status === 'quarantined' && (
        <a href={href('upload', {}, { kind: 'refused' })}>{say(texts.seeQuarantine)}</a>
      )}
      <a href={href('runs/:id', { id: run.id })}>{say(texts.seeRun)}</a>
    </>
  );
}

function unfitSays(why: Unfit, file: File): Says {
  if (why !== 'too-large') return texts[why];
  const [has, most] = [file.size, mostPhotoBytes].map((bytes) => formatBytes(bytes, language.value));
  return texts['too-large'](has ?? '', most ?? '');
}
