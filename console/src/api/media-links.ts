import type { MediaLinksAnswer } from '../../../functions/platform/uploads/uploads-answers.ts';
import type { Api } from './client.ts';

/** A file in one of the shop's buckets. */
export interface MediaFile {
  /** `media` where it is left out. */
  readonly bucket?: 'media' | 'inbox';
  readonly key: string;
  readonly version?: string | undefined;
}

/** The API takes so many at once. */
const mostAtOnce = 100;
/** What a list renders at a stretch asks within this time, and becomes one request. */
const gatherMs = 15;
/** A link is asked anew when so much of its life has passed. */
const usableShare = 0.8;

interface Wanted {
  readonly file: MediaFile;
  readonly resolve: (url: string) => void;
  readonly reject: (reason: unknown) => void;
}

/** Short-lived links to a shop's files: what is asked for at about the same time goes in one request, what is known is not asked again. */
export class MediaLinks {
  readonly #api: Pick<Api, 'post'>;
  readonly #nowMs: () => number;
  readonly #known = new Map<string, { readonly url: Promise<string>; untilMs: number }>();
  #wanted: Wanted[] = [];
  #validMs = 0;

  constructor(api: Pick<Api, 'post'>, nowMs: () => number = () => Date.now()) {
    this.#api = api;
    this.#nowMs = nowMs;
  }

  /** @throws Problem */
  link(file: MediaFile): Promise<string> {
    const id = idOf(file);
    const known = this.#known.get(id);
    if (known !== undefined && known.untilMs > this.#nowMs()) return known.url;
    if (this.#wanted.length === 0) setTimeout(() => this.#ask(), gatherMs);
    const url = new Promise<string>((resolve, reject) => {
      this.#wanted.push({ file, resolve, reject });
    });
    const entry = { url, untilMs: Number.POSITIVE_INFINITY };
    this.#known.set(id, entry);
    url.then(
      () => {
        entry.untilMs = this.#nowMs() + this.#validMs * usableShare;
      },
      () => this.#known.delete(id),
    );
    return url;
  }

  /** Of a link that turned out not to work: the next one is asked for anew. */
  forget(file: MediaFile): void {
    this.#known.delete(idOf(file));
  }

  #ask(): void {
    const wanted = this.#wanted;
    this.#wanted = [];
    for (let at = 0; at < wanted.length; at += mostAtOnce)
      void this.#askFor(wanted.slice(at, at + mostAtOnce));
  }

  async #askFor(wanted: readonly Wanted[]): Promise<void> {
    try {
      const files = wanted.map(({ file }) => file);
      const { links, validForSeconds } = await this.#api.post<MediaLinksAnswer>('media/links', { files });
      this.#validMs = validForSeconds * 1000;
      for (const [index, { resolve, reject }] of wanted.entries()) {
        const link = links[index];
        if (link === undefined) reject(new Error('fewer links than files'));
        else resolve(link.url);
      }
    } catch (error) {
      for (const { reject } of wanted) reject(error);
    }
  }
}

function idOf({ bucket = 'media', key, version = '' }: MediaFile): string {
  return JSON.stringify([bucket, key, version]);
}
