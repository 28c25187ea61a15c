import type { JSX } from 'preact';
import type { ApprovalsAnswer } from '../../../../functions/platform/approvals/approvals-answers.ts';
import type { RunAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import { path } from '../../api/client.ts';
import { type Loaded, useLoad } from '../../api/use-load.ts';
import { Badge } from '../../parts/badge.tsx';
import { formatShare } from '../../parts/format.ts';
import { Picture } from '../../parts/picture.tsx';
import { Cost, Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { language } from '../../shell/preferences.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { productTexts as texts } from '../../texts/products-texts.ts';
import { say } from '../../texts/text.ts';
import { FileBrowser } from './file-browser.tsx';
import styles from './photo-view.module.css';
import { ProcessAgain } from './process-again.tsx';
import { filesOf, originalOf, type Photo } from './product-files.ts';

export interface PhotoViewProps {
  readonly photo: Photo;
  /** Its pictures are what the catalogue shows. */
  readonly isStanding: boolean;
  /** After something was asked for. */
  readonly onChange: () => void;
}

/** One photo: what became of it, everything that was made of it, and what to do with it. */
export function PhotoView({ photo, isStanding, onChange }: PhotoViewProps): JSX.Element {
  // A run of long ago may be gone: then there is nothing to be run again.
  const run = useLoad<RunAnswer>(
    (api, signal) => api.get(path`runs/${photo.run}`, {}, { signal }),
    [photo.run, photo.status.en],
  );
  const original = originalOf(photo);
  const files = filesOf(photo);
  return (
    <article class={styles.photo}>
      <header>
        <h3>{photo.fileName}</h3>
        <Badge tone={isStanding ? 'good' : 'quiet'}>{say(photo.status)}</Badge>
        {run.data !== undefined && (
          <span class={styles.actions}>
            <ProcessAgain run={run.data} onChange={onChange} />
          </span>
        )}
      </header>
      <Facts photo={photo} />
      <PhotoLinks photo={photo} run={run} />
      {photo.remarks.length > 0 && (
        <section class={styles.remarks}>
          <h4>{say(texts.remarks)}</h4>
          <ul>
            {photo.remarks.map((says) => (
              <li key={says.en}>{say(says)}</li>
            ))}
          </ul>
        </section>
      )}
      {original !== undefined && files.length > 0 ? (
        <FileBrowser original={original} files={files} />
      ) : (
        <div class={styles.alone}>
          <Picture file={original} alt={photo.fileName} isZoomable />
          <p>{say(texts.notYet)}</p>
        </div>
      )}
      {photo.notMade.length > 0 && <NotMade photo={photo} />}
    </article>
  );
}

function Facts({ photo }: { photo: Photo }): JSX.Element {
  const { at, engines, confidence, costMicroUsd } = photo;
  return (
    <ul class={styles.facts}>
      {at !== undefined && (
        <li>
          <Time at={at} style="short" />
        </li>
      )}
      {confidence !== undefined && <li>{say(texts.confidence(formatShare(confidence, language.value)))}</li>}
      {engines.length > 0 && <li>{say(texts.engines(engines.join(', ')))}</li>}
      {costMicroUsd > 0 && (
        <li>
          {say(texts.cost)} <Cost microUsd={costMicroUsd} />
        </li>
      )}
    </ul>
  );
}

function PhotoLinks({ photo, run }: { photo: Photo; run: Loaded<RunAnswer> }): JSX.Element {
  const { member } = useShop();
  const approval = run.data?.result?.approval;
  return (
    <ul class={styles.links}>
      <li>
        <a href={href('runs/:id', { id: photo.run })}>{say(texts.run)}</a>
      </li>
      {run.data?.status === 'waiting' && <OpenApproval run={run.data} />}
      {typeof approval === 'string' && (
        <li>
          <a href={href('approvals/:id', { id: approval })}>{say(texts.decision)}</a>
        </li>
      )}
      {hasRole(member, ['approver', 'admin']) && (
        <li>
          <a href={href('audit', {}, { run: photo.run })}>{say(texts.audit)}</a>
        </li>
      )}
    </ul>
  );
}

/** The open approval is looked up by what the run is about: the run itself names it only when it has ended. */
function OpenApproval({ run }: { run: RunAnswer }): JSX.Element | null {
  const { id, workflow, subject, attempt } = run;
  const asked = useLoad<string | undefined>(
    async (api, signal) => {
      const query = { status: 'open', workflow, subject: subject.id, limit: 20 };
      const { approvals } = await api.get<ApprovalsAnswer>('approvals', query, { signal });
      return approvals.find(({ items }) => items.some((item) => item.run === id))?.id;
    },
    [id, attempt],
  );
  if (asked.data === undefined) return null;
  return (
    <li>
      <a href={href('approvals/:id', { id: asked.data })}>{say(texts.decideIt)}</a>
    </li>
  );
}

function NotMade({ photo }: { photo: Photo }): JSX.Element {
  return (
    <section class={styles.remarks}>
      <h4>{say(texts.notMade)}</h4>
      <dl>
        {photo.notMade.map(({ title, says }) => (
          <div key={title.en}>
            <dt>{say(title)}</dt>
            <dd>{say(says)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
