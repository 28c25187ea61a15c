import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MediaFile } from '../../api/media-links.ts';
import { Badge } from '../../parts/badge.tsx';
import { CompareStage } from '../../parts/compare-stage.tsx';
import { Evidence, VerdictBadge } from '../../parts/evidence.tsx';
import { formatBytes, formatDuration } from '../../parts/format.ts';
import { Picture, useMediaUrl } from '../../parts/picture.tsx';
import type { Backing } from '../../parts/picture-viewer.tsx';
import { language } from '../../shell/preferences.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { imageAssetsTexts } from '../../texts/image-assets-texts.ts';
import { productTexts as texts } from '../../texts/products-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './file-browser.module.css';
import type { Shown } from './product-files.ts';

/** Whoever looks for halos does so in every photo. */
const backing: Signal<Backing> = signal('checkerboard');

const groups = ['steps', 'channels', 'derived'] as const;

type Measured = NonNullable<Shown['measured']>;

export interface FileBrowserProps {
  readonly original: MediaFile;
  /** At least one. */
  readonly files: readonly Shown[];
}

/** All files of a photo in a list, and the chosen one beside the original with what was measured of it. */
export function FileBrowser({ original, files }: FileBrowserProps): JSX.Element | null {
  const [chosen, setChosen] = useState<string>();
  const at = Math.max(
    0,
    files.findIndex(({ file }) => file.key === chosen),
  );
  const current = files[at];
  const step = (by: 1 | -1) => setChosen(files[at + by]?.file.key ?? chosen);
  useShortcuts([
    { keys: 'l', says: imageAssetsTexts.nextFile, run: () => step(1) },
    { keys: 'h', says: imageAssetsTexts.previousFile, run: () => step(-1) },
  ]);
  if (current === undefined) return null;
  return (
    <div class={styles.browser}>
      <FileList files={files} current={current} onChoose={setChosen} />
      <div class={styles.shown}>
        <CompareStage
          before={{ file: original, title: say(imageAssetsTexts.original) }}
          after={{ file: current.file, kind: current.kind, title: say(current.title) }}
          backing={backing.value}
          onBacking={(wanted) => {
            backing.value = wanted;
          }}
        />
        <About shown={current} />
      </div>
    </div>
  );
}

interface FileListProps {
  readonly files: readonly Shown[];
  readonly current: Shown;
  readonly onChoose: (key: string) => void;
}

/** On a phone a row that is pushed sideways. */
function FileList({ files, current, onChoose }: FileListProps): JSX.Element {
  const list = useRef<HTMLElement>(null);
  const { key } = current.file;
  useEffect(() => {
    const entry = list.current?.querySelector('[aria-pressed="true"]');
    if (!(entry instanceof HTMLElement) || list.current === null) return;
    // Only within the list: the page stays where it is.
    const { offsetTop, offsetLeft, clientHeight, clientWidth } = entry;
    list.current.scrollTo({
      top: offsetTop - (list.current.clientHeight - clientHeight) / 2,
      left: offsetLeft - (list.current.clientWidth - clientWidth) / 2,
    });
  }, [key]);
  return (
    <nav class={styles.list} ref={list} aria-label={say(texts.files)}>
      {groups.map((group) => {
        const own = files.filter((one) => one.group === group);
        return (
          own.length > 0 && (
            <section key={group}>
              <h4>{say(texts[group])}</h4>
              <ul>
                {own.map((shown) => (
                  <li key={shown.file.key}>
                    <Entry
                      shown={shown}
                      isCurrent={shown === current}
                      onChoose={() => onChoose(shown.file.key)}
                    />
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </nav>
  );
}

function Entry(props: { shown: Shown; isCurrent: boolean; onChoose: () => void }): JSX.Element {
  const { shown, isCurrent, onChoose } = props;
  const { kind, file, title, measured } = shown;
  return (
    <button type="button" class={styles.entry} aria-pressed={isCurrent} onClick={onChoose}>
      <Picture file={kind === 'picture' ? file : undefined} alt="" size="thumb" />
      <span class={styles.words}>
        <span>{say(title)}</span>
        {measured !== undefined && <FileState measured={measured} />}
      </span>
    </button>
  );
}

/** That it was refused goes before what was measured; that all is well need not be said in a list. */
function FileState({ measured }: { measured: Measured }): JSX.Element | null {
  const { isRefused, verdict } = measured;
  if (isRefused) return <Badge tone="bad">{say(texts.refused)}</Badge>;
  return verdict === 'pass' ? null : <VerdictBadge verdict={verdict} />;
}

/** What the chosen file is, what was measured of it, and where to have it. */
function About({ shown }: { shown: Shown }): JSX.Element {
  const { title, measured } = shown;
  return (
    <section class={styles.about}>
      <header>
        <h4 aria-live="polite">{say(title)}</h4>
        {measured !== undefined && <VerdictBadge verdict={measured.verdict} />}
        <FileLinks shown={shown} />
      </header>
      {measured !== undefined && <Facts measured={measured} />}
      {measured?.isRefused && (
        <p>
          <Badge tone="bad">{say(texts.refused)}</Badge> {say(texts.refusedText)}
        </p>
      )}
      {measured === undefined ? (
        <p>{say(imageAssetsTexts.cutoutNoChecks)}</p>
      ) : measured.evidence.length === 0 ? (
        <p>{say(texts.foundNothing)}</p>
      ) : (
        <Evidence items={measured.evidence} />
      )}
    </section>
  );
}

function Facts({ measured }: { measured: Measured }): JSX.Element {
  const { width, height, bytes, seconds } = measured;
  return (
    <p class={styles.facts}>
      <span>{say(imageAssetsTexts.size(width, height))}</span>
      <span>{formatBytes(bytes, language.value)}</span>
      {seconds !== undefined && (
        <span>{say(texts.seconds(formatDuration(seconds * 1000, language.value)))}</span>
      )}
    </p>
  );
}

function FileLinks({ shown }: { shown: Shown }): JSX.Element | null {
  const { url } = useMediaUrl(shown.file);
  if (url === undefined) return null;
  return (
    <span class={styles.links}>
      <a href={url} target="_blank" rel="noreferrer">
        {say(shown.kind === 'page' ? texts.openViewer : texts.open)}
      </a>
      <a href={url} download={shown.name}>
        {say(texts.download)}
      </a>
    </span>
  );
}
