import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { MediaFile } from '../api/media-links.ts';
import { fileAddress } from '../session/file-address.ts';
import { useShop } from '../shell/shop.ts';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import { Icon } from './icon.tsx';
import styles from './picture.module.css';
import { type Backing, PictureViewer } from './picture-viewer.tsx';

export interface PictureProps {
  /** Undefined: a box that says that there is none. */
  readonly file: MediaFile | undefined;
  /** What is to be seen; empty only where the words beside it say so already. */
  readonly alt: string;
  /** `thumb` 3 rem, `tile` 9 rem, `full` as wide as there is room; always square boxes except `full`. */
  readonly size?: 'thumb' | 'tile' | 'full';
  /** Under what is see-through. */
  readonly backing?: Backing;
  /** A click opens it large, with zoom and backings. */
  readonly isZoomable?: boolean;
}

/** A file of the shop's buckets as a picture, by a short-lived link; links of pictures that are shown together are asked for together. */
export function Picture(props: PictureProps): JSX.Element {
  const { file, alt, size = 'tile', backing = 'checkerboard', isZoomable = false } = props;
  const { url, hasFailed, onError } = useMediaUrl(file);
  const [isOpen, setOpen] = useState(false);
  const frame = `${styles.frame} ${styles[size]} ${styles[backing]}`;
  if (file === undefined || hasFailed) {
    return (
      <span class={`${styles.frame} ${styles[size]} ${styles.none}`} {...named(alt)}>
        <Icon name="products" />
      </span>
    );
  }
  const image =
    url === undefined ? undefined : (
      <img src={url} alt={alt} loading="lazy" decoding="async" onError={onError} />
    );
  if (!isZoomable || url === undefined) return <span class={frame}>{image}</span>;
  return (
    <>
      <button type="button" class={frame} aria-label={say(texts.enlarge(alt))} onClick={() => setOpen(true)}>
        {image}
      </button>
      {isOpen && <PictureViewer url={url} alt={alt} backing={backing} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Where the words beside it say what it is, it is passed over. */
function named(alt: string) {
  return alt === '' ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': alt };
}

interface KnownLink {
  /** Of the file that it is about. */
  readonly id: string;
  readonly url?: string | undefined;
  readonly failures: number;
}

/** The address of a file on this origin; a link that has run out is asked for once more. */
export function useMediaUrl(file: MediaFile | undefined): {
  readonly url: string | undefined;
  readonly hasFailed: boolean;
  readonly onError: () => void;
} {
  const { media, config } = useShop();
  const id = file === undefined ? '' : JSON.stringify([file.bucket, file.key, file.version]);
  const [known, setKnown] = useState<KnownLink>({ id, failures: 0 });
  // What is known of the file before is nothing about this one: a film would be given the address of a picture.
  const { url, failures }: KnownLink = known.id === id ? known : { id, failures: 0 };
  // `id` stands for the file; a failure asks again.
  useEffect(() => {
    let isLeft = false;
    if (file === undefined || failures > 1) return undefined;
    media
      .link(file)
      .then((link) => {
        if (isLeft) return;
        const address = fileAddress(config, link);
        // The browser does not try the same address again.
        setKnown({ id, url: address, failures: failures > 0 && address === url ? 2 : failures });
      })
      .catch(() => {
        if (!isLeft) setKnown({ id, failures: 2 });
      });
    return () => {
      isLeft = true;
    };
  }, [id, failures]);
  const onError = () => {
    if (file !== undefined) media.forget(file);
    setKnown({ id, url, failures: failures + 1 });
  };
  return { url, hasFailed: failures > 1, onError };
}
