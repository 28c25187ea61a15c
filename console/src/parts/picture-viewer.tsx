import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { KeyHint } from './key-hint.tsx';
import styles from './picture.module.css';

export type Backing = 'checkerboard' | 'white' | 'black' | 'saturated' | 'green';
export const backings: readonly Backing[] = ['checkerboard', 'white', 'black', 'saturated', 'green'];

const zooms = [1, 2, 4] as const;

export interface PictureViewerProps {
  readonly url: string;
  readonly alt: string;
  readonly backing: Backing;
  readonly onClose: () => void;
}

/** A picture in a dialog: zoomed, on backings that show halos and holes. The box scrolls, also by the arrow keys. */
export function PictureViewer(props: PictureViewerProps): JSX.Element {
  const [backing, setBacking] = useState(props.backing);
  const [zoom, setZoom] = useState<(typeof zooms)[number]>(1);
  return (
    <Dialog title={props.alt} onClose={props.onClose} isWide>
      <div class={styles.tools}>
        <BackingChoice chosen={backing} onChoose={setBacking} />
        <fieldset>
          <legend class="visually-hidden">{say(texts.zoom)}</legend>
          {zooms.map((one) => (
            <Button key={one} isSmall pressed={one === zoom} onClick={() => setZoom(one)}>
              {one === 1 ? say(texts.fit) : `${one}×`}
            </Button>
          ))}
        </fieldset>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class={`${styles.stage} ${styles[backing]}`} tabIndex={0} aria-label={props.alt}>
        <img src={props.url} alt={props.alt} class={styles[`zoom${zoom}`]} />
      </section>
    </Dialog>
  );
}

/** Which ground lies under what is see-through. */
export function BackingChoice(props: {
  chosen: Backing;
  onChoose: (backing: Backing) => void;
  /** Shown behind the last; it does not register the key. */
  shortcut?: string;
}): JSX.Element {
  return (
    <fieldset class={styles.backings}>
      <legend class="visually-hidden">{say(texts.backing)}</legend>
      {backings.map((one) => (
        <Button key={one} isSmall pressed={one === props.chosen} onClick={() => props.onChoose(one)}>
          <span class={`${styles.swatch} ${styles[one]}`} aria-hidden="true" />
          <span>{say(texts[one])}</span>
        </Button>
      ))}
      {props.shortcut !== undefined && <KeyHint shortcut={props.shortcut} />}
    </fieldset>
  );
}
