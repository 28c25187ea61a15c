import { type Publication, publicationKey } from '../../connectors/store/publication.ts';
import type { Platform } from '../platform.ts';
import type { Run } from './run.ts';

/** Whether, and when, what a run published was taken back: the run itself stays published. Undefined where it stands. */
export async function takenBackOf(
  platform: Platform,
  { store, result }: Pick<Run, 'store' | 'result'>,
): Promise<{ readonly at?: string } | undefined> {
  const id = result?.publication;
  if (typeof id !== 'string') return undefined;
  const publication = (await platform.records.get<Publication>(publicationKey(store, id)))?.data;
  if (publication?.status !== 'reverted') return undefined;
  return publication.revertedAt === undefined ? {} : { at: publication.revertedAt };
}
