import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { mostPhotoBytes } from '../../../../functions/commerce/photo-files.ts';
import type { QuarantineItem } from '../../../../functions/platform/quarantine/quarantine-answers.ts';
import { path } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Picture } from '../../parts/picture.tsx';
import { Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { useShop } from '../../shell/shop.ts';
import { intakeTexts as texts } from '../../texts/intake-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import { originalOf } from './photo-tile.tsx';
import styles from './quarantine-card.module.css';
import { RetriedRun } from './retried-run.tsx';
import { RetryUnderSku } from './retry-under-sku.tsx';

export interface QuarantineCardProps {
  readonly item: QuarantineItem;
  /** Of the workflow; undefined while it is not known. */
  readonly workflow: Says | undefined;
  readonly mayRetry: boolean;
  readonly onRefusedAgain: () => void;
  readonly onChange: () => void;
}

/** One that was refused: what, why, what is taken instead, where the original is, and another try. */
export function QuarantineCard(props: QuarantineCardProps): JSX.Element {
  const { item, workflow, mayRetry } = props;
  const { subject, says, code, attempt, since, run } = item;
  const [isSent, setSent] = useState(false);
  return (
    <li class={styles.card}>
      <Picture file={originalOf(item)} alt={subject.label} isZoomable />
      <div class={styles.what}>
        <h2>{subject.label}</h2>
        <p class={styles.facts}>
          <span>{workflow === undefined ? item.workflow : say(workflow)}</span>
          <Time at={since} />
          {attempt > 1 && <Badge tone="bad">{say(texts.attempts(attempt))}</Badge>}
        </p>
        <p class={styles.reason}>{say(says)}</p>
        <Details item={item} code={code} />
        <div class={styles.actions}>
          {isSent && run !== undefined ? (
            <RetriedRun run={run} attempt={attempt + 1} onRefusedAgain={props.onRefusedAgain} />
          ) : (
            mayRetry && (
              <Retry
                item={item}
                onSent={() => {
                  setSent(true);
                  props.onChange();
                }}
              />
            )
          )}
          {run !== undefined && <a href={href('runs/:id', { id: run })}>{say(texts.seeRun)}</a>}
        </div>
      </div>
    </li>
  );
}

function Details({ item, code }: { item: QuarantineItem; code: string }): JSX.Element {
  const { original, message, subject } = item;
  const place = original === undefined ? undefined : `${original.bucket}/${original.key}`;
  return (
    <dl class={styles.details}>
      {subject.kind === 'photo' && (
        <div>
          <dt>{say(texts.expected)}</dt>
          <dd>{say(texts.expectedPhoto(mostPhotoBytes / 1_000_000))}</dd>
        </div>
      )}
      {place !== undefined && (
        <div>
          <dt>{say(texts.keptAt)}</dt>
          <dd>
            <code>{place}</code> <CopyButton text={place} label={say(texts.copyPlace)} />
          </dd>
        </div>
      )}
      <div>
        <dt>{say(texts.code)}</dt>
        <dd>
          <code>{code}</code>
        </dd>
      </div>
      {message !== undefined && (
        <details>
          <summary>{say(texts.message)}</summary>
          <pre>{message}</pre>
        </details>
      )}
    </dl>
  );
}

function Retry({ item, onSent }: { item: QuarantineItem; onSent: () => void }): JSX.Element {
  const { api } = useShop();
  const [isAsking, setAsking] = useState(false);
  const retry = useAction(async () => {
    await api.post(path`quarantine/${item.id}/retry`);
    onSent();
  });
  if (item.run === undefined && item.original === undefined) return <p>{say(texts.nothingToRetry)}</p>;
  return (
    <>
      {item.run !== undefined && (
        <span title={say(texts.retryHint)}>
          <Button isSmall isBusy={retry.isBusy} onClick={() => void retry.run()}>
            {say(texts.retry)}
          </Button>
        </span>
      )}
      {item.original !== undefined && (
        <Button isSmall onClick={() => setAsking(true)}>
          {say(texts.withSku)}
        </Button>
      )}
      {isAsking && <RetryUnderSku item={item} onSent={onSent} onClose={() => setAsking(false)} />}
    </>
  );
}
