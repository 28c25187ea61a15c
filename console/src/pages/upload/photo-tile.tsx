import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { QuarantineItem } from '../../../../functions/platform/quarantine/quarantine-answers.ts';
import type { MediaFile } from '../../api/media-links.ts';
import { Button } from '../../parts/button.tsx';
import { Picture, useMediaUrl } from '../../parts/picture.tsx';
import { PictureViewer } from '../../parts/picture-viewer.tsx';
import { Time } from '../../parts/values.tsx';
import { intakeTexts as texts } from '../../texts/intake-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './photo-tile.module.css';
import type { TileSelection } from './use-tile-selection.ts';

/** A photo that waits for its product. A click anywhere on it selects it; the corner enlarges it. */
export function PhotoTile(props: {
  item: QuarantineItem;
  /** Undefined: somebody who only looks. */
  selection: TileSelection<QuarantineItem> | undefined;
}): JSX.Element {
  const { item, selection } = props;
  const { id, subject, since } = item;
  const file = originalOf(item);
  const isSelected = selection?.has(id) ?? false;
  const [isOpen, setOpen] = useState(false);
  const { url } = useMediaUrl(file);
  const picture = <Picture file={file} alt="" size="full" />;
  const name = (
    <span>
      {subject.label}
      <small>
        <Time at={since} />
      </small>
    </span>
  );
  return (
    <li class={`${styles.tile} ${isSelected ? styles.selected : ''}`}>
      {selection === undefined ? (
        <div class={styles.photo}>
          {picture}
          <span class={styles.name}>{name}</span>
        </div>
      ) : (
        <label class={styles.photo}>
          {picture}
          <span class={styles.name}>
            <input
              type="checkbox"
              data-walk
              checked={isSelected}
              onClick={(event) => selection.toggle(id, event.shiftKey)}
            />
            {name}
          </span>
        </label>
      )}
      {url !== undefined && (
        <span class={styles.enlarge}>
          <Button
            isSmall
            icon="search"
            label={say(texts.enlarge(subject.label))}
            onClick={() => setOpen(true)}
          />
        </span>
      )}
      {isOpen && url !== undefined && (
        <PictureViewer url={url} alt={subject.label} backing="white" onClose={() => setOpen(false)} />
      )}
    </li>
  );
}

/** The uploaded file as the page may show it. */
export function originalOf({ original }: Pick<QuarantineItem, 'original'>): MediaFile | undefined {
  if (original === undefined) return undefined;
  const { bucket, key, version } = original;
  return bucket === 'inbox' || bucket === 'media' ? { bucket, key, version } : undefined;
}
