import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MediaFile } from '../api/media-links.ts';
import { type Shortcut, useShortcuts } from '../shell/shortcuts.ts';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import { Button } from './button.tsx';
import styles from './compare-stage.module.css';
import { pan, transformOf, type View, wholeView, zoomBy } from './pan-zoom.ts';
import pictureStyles from './picture.module.css';
import { useMediaUrl } from './picture.tsx';
import { type Backing, BackingChoice, backings } from './picture-viewer.tsx';

export interface Staged {
  readonly file: MediaFile;
  readonly title: string;
  /** Films are played, pages only linked. */
  readonly kind?: 'picture' | 'film' | 'page';
}

export interface CompareStageProps {
  readonly before: Staged;
  readonly after: Staged;
  readonly backing: Backing;
  readonly onBacking: (backing: Backing) => void;
}

const step = 1.5;
const panStep = 0.2;
/** A wheel that has just scrolled the page goes on scrolling it when a picture comes under it. */
const scrollingMs = 350;

/**
 * Two pictures side by side under one zoom: wheel, buttons, or keys (`+`, `-`, `0`, `b`; the arrows where a picture has the focus);
 * dragging moves both.
 */
export function CompareStage({ before, after, backing, onBacking }: CompareStageProps): JSX.Element {
  const [view, setView] = useState<View>(wholeView);
  const nextBacking = () => onBacking(backings[(backings.indexOf(backing) + 1) % backings.length] ?? backing);
  const zoomIn = () => setView((was) => zoomBy(was, step));
  const zoomOut = () => setView((was) => zoomBy(was, 1 / step));
  const fit = () => setView(wholeView);
  const keys: readonly Shortcut[] = [
    { keys: '+', says: texts.zoomIn, run: zoomIn },
    { keys: '-', says: texts.zoomOut, run: zoomOut },
    { keys: '0', says: texts.fit, run: fit },
    { keys: 'b', says: texts.nextBacking, run: nextBacking },
  ];
  // `=` is the plus key without Shift on most keyboards.
  useShortcuts([...keys, { keys: '=', says: texts.zoomIn, run: zoomIn }]);
  return (
    <div class={styles.stage}>
      <div class={styles.tools}>
        <BackingChoice chosen={backing} onChoose={onBacking} shortcut="b" />
        <fieldset class={styles.zoom}>
          <legend class="visually-hidden">{say(texts.zoom)}</legend>
          <Button isSmall onClick={zoomOut} shortcut="-" label={say(texts.zoomOut)}>
            −
          </Button>
          <output class={styles.level}>{Math.round(view.zoom * 100)} %</output>
          <Button isSmall onClick={zoomIn} shortcut="+" label={say(texts.zoomIn)}>
            +
          </Button>
          <Button isSmall onClick={fit} shortcut="0">
            {say(texts.fit)}
          </Button>
        </fieldset>
      </div>
      <div class={styles.panes}>
        <Pane staged={before} backing={backing} view={view} onView={setView} />
        <Pane staged={after} backing={backing} view={view} onView={setView} />
      </div>
    </div>
  );
}

interface PaneProps {
  readonly staged: Staged;
  readonly backing: Backing;
  readonly view: View;
  readonly onView: (change: (was: View) => View) => void;
}

function Pane({ staged, backing, view, onView }: PaneProps): JSX.Element {
  const { file, title, kind = 'picture' } = staged;
  const { url, hasFailed, onError } = useMediaUrl(file);
  const box = useRef<HTMLElement>(null);
  const isPicture = kind === 'picture' && !hasFailed;
  useWheelZoom(box, onView);
  const drag = useDrag(box, onView);
  return (
    <figure class={styles.pane}>
      <figcaption>{title}</figcaption>
      <section
        ref={box}
        tabIndex={isPicture ? 0 : -1}
        aria-label={title}
        data-zoom={view.zoom}
        class={`${styles.box} ${pictureStyles[backing]} ${view.zoom > 1 ? styles.enlarged : ''}`}
        {...(isPicture ? drag : {})}
        onKeyDown={(event) => {
          const move = arrows[event.key];
          if (move === undefined || view.zoom === 1) return;
          event.preventDefault();
          onView((was) => pan(was, move[0] * panStep, move[1] * panStep));
        }}
      >
        {isPicture && url !== undefined && (
          <img
            src={url}
            alt={title}
            draggable={false}
            onError={onError}
            style={{ transform: transformOf(view) }}
            class={view.zoom > 4 ? styles.pixels : undefined}
          />
        )}
        {kind === 'film' && url !== undefined && !hasFailed && (
          <video src={url} controls loop muted onError={onError} />
        )}
        {(kind === 'page' || hasFailed) && (
          <p class={styles.note}>
            {say(hasFailed ? texts.notShown : texts.isPage)}{' '}
            {url !== undefined && (
              <a href={url} target="_blank" rel="noreferrer">
                {say(texts.openFile)}
              </a>
            )}
          </p>
        )}
      </section>
    </figure>
  );
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

function useWheelZoom(box: RefObject<HTMLElement | null>, onView: PaneProps['onView']): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let scrolledAt = -scrollingMs;
    const onScroll = (event: Event) => {
      scrolledAt = event.timeStamp;
    };
    const onWheel = (event: WheelEvent) => {
      if (event.timeStamp - scrolledAt < scrollingMs && !event.ctrlKey) return;
      const { left, top, width, height } = element.getBoundingClientRect();
      const at = { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
      onView((was) => {
        // Nothing left to make smaller: the page scrolls.
        if (was.zoom === 1 && event.deltaY > 0) return was;
        return zoomBy(was, 2 ** (-event.deltaY / 400), at);
      });
      const isWhole = element.dataset.zoom === '1';
      if (!(isWhole && event.deltaY > 0)) event.preventDefault();
    };
    // Preact listens passively to the wheel, which could not keep the page from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false });
    document.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('wheel', onWheel);
      document.removeEventListener('scroll', onScroll);
    };
  }, []);
}

/** Of pointer movement, in CSS pixels, that is still a click. */
const clickReach = 4;
const clickZoom = 3;

/** Dragging moves what is seen; a click enlarges what lies under it, and back. */
function useDrag(box: RefObject<HTMLElement | null>, onView: PaneProps['onView']) {
  const held = useRef<{ x: number; y: number; moved: number }>(undefined);
  const place = ({ clientX, clientY }: PointerEvent) => {
    const { left, top, width, height } = box.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: (clientX - left) / width, y: (clientY - top) / height, width };
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      held.current = { ...place(event), moved: 0 };
      box.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const was = held.current;
      if (was === undefined) return;
      const { x, y, width } = place(event);
      held.current = { x, y, moved: was.moved + Math.hypot(x - was.x, y - was.y) * width };
      onView((view) => pan(view, was.x - x, was.y - y));
    },
    onPointerUp: (event: PointerEvent) => {
      const wasClick = held.current !== undefined && held.current.moved < clickReach;
      held.current = undefined;
      const at = place(event);
      if (wasClick) onView((view) => (view.zoom > 1 ? wholeView : zoomBy(view, clickZoom, at)));
    },
    onPointerCancel: () => {
      held.current = undefined;
    },
  };
}
