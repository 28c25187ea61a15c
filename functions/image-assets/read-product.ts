import { readBuiltIn } from '../connectors/store/built-in-media.ts';
import type { MediaEntry } from '../connectors/store/media-store.ts';
import {
  type PositionState,
  type Publication,
  positionKey,
  publicationKey,
} from '../connectors/store/publication.ts';
import { thumbnailOf } from '../connectors/store/thumbnail.ts';
import type { Platform } from '../platform/platform.ts';
import { findRun } from '../platform/runs/stages.ts';
import { assetFile } from './asset-files.ts';
import { readPhotos } from './contact-sheet/read-photos.ts';
import type { SheetFile, SheetPhoto } from './contact-sheet/sheet.ts';
import type { ProductAnswer } from './product-answers.ts';
import { readPlaces } from './take-position.ts';

/** A product has a handful; beyond it the newest tell what is going on. */
const MOST_PHOTOS = 20;

/** Of one run: a picture is seldom tried more often, and each is one more read. */
const MOST_ATTEMPTS = 5;

/** Everything about a product, without a pixel. Undefined where nothing of it is known. */
export async function readProduct(
  platform: Platform,
  store: string,
  sku: string,
): Promise<ProductAnswer | undefined> {
  const [{ photos, leftOut }, places] = await Promise.all([
    readPhotos(platform, store, sku, MOST_PHOTOS),
    readPlaces(platform, store, sku),
  ]);
  if (photos.length === 0 && places.length === 0) return undefined;
  const [standing, publications] = await Promise.all([
    Promise.all(places.map(({ position }) => readStanding(platform, store, sku, position))),
    readPublications(platform, store, sku, photos),
  ]);
  return {
    sku,
    positions: standing.flatMap((one) => one ?? []),
    photos: photos.map((photo) => describePhoto(store, sku, photo)),
    leftOut,
    publications,
  };
}

async function readStanding(platform: Platform, store: string, sku: string, position: number) {
  const stored = await readBuiltIn(platform.records, store, sku, position);
  if (stored === undefined) return undefined;
  return { position, asset: stored.entry.asset, ...thumbnail(stored.entry) };
}

function thumbnail(entry: MediaEntry): { thumbnail?: string } {
  const key = thumbnailOf(entry);
  return key === undefined ? {} : { thumbnail: key };
}

/** A publication is named by run and attempt: those of the photos' runs, newest first. */
async function readPublications(
  platform: Platform,
  store: string,
  sku: string,
  photos: readonly SheetPhoto[],
): Promise<ProductAnswer['publications']> {
  const found = await Promise.all(
    photos.map(async ({ run }) => {
      const attempts = (await findRun(platform, { store, run }))?.attempt ?? 1;
      const ids = Array.from(
        { length: Math.min(MOST_ATTEMPTS, attempts) },
        (_, back) => `${run}-${attempts - back}`,
      );
      return await Promise.all(ids.map((id) => platform.records.get<Publication>(publicationKey(store, id))));
    }),
  );
  const publications = found
    .flat()
    .flatMap((record) => (record === undefined || record.data.sku !== sku ? [] : [record.data]))
    .sort((one, other) => other.at.localeCompare(one.at));
  const positions = [...new Set(publications.map(({ position }) => position))];
  const standing = new Map(
    await Promise.all(
      positions.map(async (position) => {
        const state = await platform.records.get<PositionState>(positionKey(store, sku, position));
        return [position, standingOf(publications, position, state?.data.written?.publication)] as const;
      }),
    ),
  );
  return publications.map((publication) =>
    describePublication(publication, standing.get(publication.position)),
  );
}

/**
 * Which publication's picture a position shows: the one that was written last, or, where that was reverted, the one whose
 * picture it had replaced.
 *
 * @param publications newest first
 */
function standingOf(
  publications: readonly Publication[],
  position: number,
  written: string | undefined,
): string | undefined {
  const last = publications.find(({ id }) => id === written);
  if (last?.status !== 'reverted') return written;
  const { replaced } = last;
  if (replaced === 'nothing') return undefined;
  const isBack = (one: Publication) =>
    one.position === position && one.status === 'published' && one.entry.asset === replaced.asset;
  return publications.find(isBack)?.id;
}

function describePublication(
  { id, run, position, entry, status, at, revertedAt, replaced }: Publication,
  standing: string | undefined,
): ProductAnswer['publications'][number] {
  return {
    id,
    run,
    position,
    asset: entry.asset,
    status,
    at,
    ...(revertedAt === undefined ? {} : { revertedAt }),
    replaced: replaced === 'nothing' ? null : { asset: replaced.asset, ...thumbnail(replaced) },
    ...thumbnail(entry),
    isRevertible: status === 'published' && standing === id,
  };
}

function describePhoto(store: string, sku: string, photo: SheetPhoto): ProductAnswer['photos'][number] {
  const { asset, fileName, position, status, run, at, engines, confidence, accepted, costMicroUsd } = photo;
  const key = (name: string) => assetFile(store, { sku, asset }, name).key;
  const file = ({ title, name, width, height, bytes, seconds, verdict, isRefused, evidence }: SheetFile) => ({
    title,
    name,
    key: key(name),
    width,
    height,
    bytes,
    ...(seconds === undefined ? {} : { seconds }),
    verdict,
    isRefused,
    evidence: [...evidence],
  });
  return {
    asset,
    fileName,
    ...(position === undefined ? {} : { position }),
    status,
    run,
    ...(at === '' ? {} : { at }),
    engines: [...engines],
    ...(confidence === undefined ? {} : { confidence }),
    ...(accepted === undefined ? {} : { isAccepted: accepted }),
    costMicroUsd,
    remarks: [...photo.remarks],
    sources: photo.sources.map(describeSource),
    // `<channel>-<width>x<height>.<ext>`
    channels: photo.channels.map((one) => ({
      ...file(one),
      channel: one.name.replace(/-\d+x\d+\.\w+$/, ''),
    })),
    derived: photo.derived.map(file),
    notMade: [...photo.notMade],
  };
}

function describeSource({ title, source: { at, under } }: SheetPhoto['sources'][number]) {
  return {
    title,
    // The original lies in the inbox, everything that was made in the media bucket.
    bucket: at.bucket === 'inbox' ? ('inbox' as const) : ('media' as const),
    key: at.key,
    ...(at.version === undefined ? {} : { version: at.version }),
    under,
  };
}
