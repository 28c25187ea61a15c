import type { Says } from '../../commerce/says.ts';
import { RateLimitedError, TransientError } from '../../platform/errors.ts';
import { logger } from '../../platform/handlers/observability.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ConnectedPlace } from './connected-dam.ts';
import { type Dam, type DamSidecar, damIn, type FilePlace } from './dam.ts';
import { saysOf } from './fault-text.ts';

/** A file that was just published, by its place in the media bucket. */
export interface FileToKeep {
  readonly key: string;
  readonly sidecar: Omit<DamSidecar, 'rights' | 'bytes'>;
}

export interface Kept {
  /** Of the files, those that are in the library now. */
  readonly files: number;
  /** Why the others are not. */
  readonly why?: Says;
}

/** Waits between tries of one file; only for what may pass. */
const WAITS_MS = [1_000, 3_000];
/** For all files together: the function that publishes has 60 s, and the shop system comes first. */
const BUDGET_MS = 20_000;

/**
 * Puts published files into the library. Never throws: they are published, whatever becomes of this, and a run must not fail for
 * it. Replaying the run does what is left.
 *
 * @param open the store's library, or undefined where it has none
 */
export async function keepInDam(
  platform: Platform,
  open: () => Promise<ConnectedPlace<FilePlace> | undefined>,
  files: readonly FileToKeep[],
  pause: (milliseconds: number) => Promise<void>,
): Promise<Kept | undefined> {
  const until = Date.parse(platform.clock.now()) + BUDGET_MS;
  let kept = 0;
  try {
    const library = await open();
    if (library === undefined) return undefined;
    const dam = damIn(library.place);
    for (const file of files) {
      if (Date.parse(platform.clock.now()) > until) return { files: kept, why: noTime };
      await keep(platform, dam, library, file, pause);
      kept += 1;
    }
    return { files: kept };
  } catch (error) {
    logger.warn('Not all files are in the picture library', { error: error as Error });
    return { files: kept, why: saysOf(error) };
  }
}

async function keep(
  platform: Platform,
  dam: Dam,
  { rights, counted }: Pick<ConnectedPlace<FilePlace>, 'rights' | 'counted'>,
  { key, sidecar }: FileToKeep,
  pause: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const body = await platform.objects.get({ bucket: 'media', key });
  for (const wait of [...WAITS_MS, undefined]) {
    try {
      await counted(() => dam.put({ body, sidecar: { ...sidecar, bytes: body.length, rights } }));
      return;
    } catch (error) {
      const told = error instanceof RateLimitedError ? error.retryAfterSeconds * 1000 : wait;
      const mayPass = error instanceof TransientError || error instanceof RateLimitedError;
      if (!mayPass || wait === undefined || told === undefined || told > BUDGET_MS / 2) throw error;
      await pause(told);
    }
  }
}

const noTime: Says = {
  en: 'The picture library is slow; the time for it was used up.',
  zh: '图片库响应缓慢，已用完分配的时间。',
};
