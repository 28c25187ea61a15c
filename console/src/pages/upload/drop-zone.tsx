import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { mostPhotoBytes } from '../../../../functions/commerce/photo-files.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { toast } from '../../parts/toasts.tsx';
import { type Says, say } from '../../texts/text.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';
import { chosenFiles, droppedFiles } from './chosen-files.ts';
import styles from './drop-zone.module.css';
import type { Chosen } from './sort-out.ts';

/** With types instead of endings a phone turns its HEIC photos into JPEG by itself. */
const accepted = 'image/jpeg,image/png,image/webp,image/gif,image/tiff,image/avif,application/json';

export interface DropZoneProps {
  /** @param isOneOfMany from the camera, one photo after the other */
  readonly onFiles: (chosen: readonly Chosen<File>[], isOneOfMany: boolean) => void;
  /** Takes nothing now. */
  readonly isOff: boolean;
}

/** Buttons to choose files, a folder, or the camera. Dropping works on the whole page: beside a small box the browser would open the file instead. */
export function DropZone({ onFiles, isOff }: DropZoneProps): JSX.Element {
  const isOver = useDrop(onFiles, isOff);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    if (input.files !== null) onFiles(chosenFiles(input.files), input === camera.current);
    // The same file again is a change as well.
    input.value = '';
  };
  const field = (
    ref: { current: HTMLInputElement | null },
    label: Says,
    more: { webkitdirectory?: boolean; capture?: 'environment' } = {},
  ) => (
    <input
      {...more}
      ref={ref}
      type="file"
      hidden
      multiple
      accept={accepted}
      aria-label={say(label)}
      onChange={(event) => take(event.currentTarget)}
    />
  );
  return (
    <div class={`${styles.zone} ${isOver && !isOff ? styles.over : ''}`}>
      <Icon name="upload" size={28} />
      <p class={styles.title}>{say(isOver ? texts.dropNow : texts.drop)}</p>
      <p class={styles.taken}>{say(texts.taken(mostPhotoBytes / 1_000_000))}</p>
      <div class={styles.buttons}>
        <Button kind="primary" disabled={isOff} onClick={() => files.current?.click()}>
          {say(texts.choose)}
        </Button>
        <Button disabled={isOff} onClick={() => folder.current?.click()}>
          {say(texts.chooseFolder)}
        </Button>
        <span class={styles.camera}>
          <Button disabled={isOff} onClick={() => camera.current?.click()}>
            {say(texts.camera)}
          </Button>
        </span>
      </div>
      {field(files, texts.choose)}
      {field(folder, texts.chooseFolder, { webkitdirectory: true })}
      {field(camera, texts.camera, { capture: 'environment' })}
    </div>
  );
}

/** Takes what is dropped anywhere on the page. @returns whether files are being dragged over it */
function useDrop(onFiles: DropZoneProps['onFiles'], isOff: boolean): boolean {
  const [isOver, setOver] = useState(false);
  const read = useAction(async (data: DataTransfer) => {
    const found = await droppedFiles(data).catch(() => undefined);
    if (found === undefined) toast({ kind: 'bad', says: texts.unreadable });
    else if (found.length === 0) toast({ kind: 'bad', says: texts.nothingFit });
    else onFiles(found, false);
  });
  const latest = useRef({ read, isOff });
  latest.current = { read, isOff };
  useEffect(() => {
    const leaving = new AbortController();
    const on = (name: 'dragover' | 'dragleave' | 'drop', run: (event: DragEvent) => void) =>
      addEventListener(name, run, { signal: leaving.signal });
    on('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    });
    on('dragleave', (event) => {
      // Out of the window, not from one element to the next.
      if (event.relatedTarget === null) setOver(false);
    });
    on('drop', (event) => {
      setOver(false);
      if (event.dataTransfer === null || event.dataTransfer.items.length === 0) return;
      event.preventDefault();
      if (!latest.current.isOff) void latest.current.read.run(event.dataTransfer);
    });
    return () => leaving.abort();
  }, []);
  return isOver;
}
