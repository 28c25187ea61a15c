import * as z from 'zod';
import { findChannel } from '../../commerce/channels/channel-rules.ts';
import { type Says, saysSchema } from '../../commerce/says.ts';
import { readBuiltIn } from '../../connectors/store/built-in-media.ts';
import { type Publication, publicationKey } from '../../connectors/store/publication.ts';
import { type Approval, approvalKey } from '../../platform/approvals/approval.ts';
import { InvalidInputError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Run } from '../../platform/runs/run.ts';
import { findRun } from '../../platform/runs/stages.ts';
import { assetFile, assetFileNames } from '../asset-files.ts';
import { attemptSchema } from '../cutout/attempt.ts';
import { type DerivedList, readDerivedList } from '../derive/derived-list.ts';
import { readPictureList } from '../picture-list.ts';
import { type Asset, objectReferenceSchema } from '../schemas.ts';
import { readPlaces } from '../take-position.ts';
import { readValidation } from '../validation-file.ts';
import { listChannelFiles, listDerivedFiles } from './list-files.ts';
import type { SheetPhoto, SheetSource } from './sheet.ts';
import { publishedAt, sheetTexts, statusTexts, takenBack } from './sheet-texts.ts';

const inspectionSchema = z.object({
  original: objectReferenceSchema,
  fileName: z.string(),
  run: z.string(),
  warnings: z.array(z.object({ says: saysSchema })).default([]),
});
type Inspection = z.infer<typeof inspectionSchema>;

const cutoutEvidenceSchema = z.object({
  confidence: z.number().optional(),
  accepted: z.boolean().optional(),
  engine: z.string().optional(),
  reasons: z.array(z.object({ says: saysSchema })).default([]),
  attempts: z.array(attemptSchema).default([]),
});

interface FoundPhoto {
  readonly asset: string;
  readonly inspection: Inspection;
  readonly run: Run | undefined;
  /** Names of its files, below its folder. */
  readonly names: ReadonlySet<string>;
}

export interface ReadPhotos {
  readonly photos: readonly SheetPhoto[];
  readonly leftOut: number;
}

/** Everything that is known about the newest photos of a product, without their pixels. @param most photos to read in full */
export async function readPhotos(
  platform: Platform,
  store: string,
  sku: string,
  most: number,
): Promise<ReadPhotos> {
  const found = await findPhotos(platform, store, sku);
  const newest = found.toSorted((one, other) =>
    (other.run?.startedAt ?? '').localeCompare(one.run?.startedAt ?? ''),
  );
  const places = new Map(
    (await readPlaces(platform, store, sku)).map(({ asset, position }) => [asset, position]),
  );
  const shown = newest.slice(0, most);
  const photos = await Promise.all(
    shown.map((photo) => readPhoto(platform, store, sku, photo, places.get(photo.asset))),
  );
  return { photos, leftOut: newest.length - photos.length };
}

/** An asset without a readable inspection is one whose first stage has not ended. */
async function findPhotos(platform: Platform, store: string, sku: string): Promise<FoundPhoto[]> {
  const prefix = `${store}/${sku}/`;
  const names = new Map<string, Set<string>>();
  for (const { key } of await platform.objects.list('media', prefix)) {
    const [, asset, name] = /^([0-9a-f]{16})\/(.+)$/.exec(key.slice(prefix.length)) ?? [];
    if (asset === undefined || name === undefined) continue;
    names.set(asset, (names.get(asset) ?? new Set()).add(name));
  }
  const found = await Promise.all(
    [...names].map(async ([asset, own]) => {
      const inspection = await readJson(platform, store, { sku, asset }, 'inspection', inspectionSchema);
      if (inspection === undefined) return [];
      return [
        { asset, inspection, names: own, run: await findRun(platform, { store, run: inspection.run }) },
      ];
    }),
  );
  return found.flat();
}

async function readPhoto(
  platform: Platform,
  store: string,
  sku: string,
  { asset: id, inspection, run, names }: FoundPhoto,
  position: number | undefined,
): Promise<SheetPhoto> {
  // Its lists are read as they stand; a run that asked for nothing derived has no such stage.
  const derive = run === undefined || run.stages.some(({ state }) => state === 'Derive');
  const asset: Asset = { sku, asset: id, position: position ?? 1, derive };
  const [evidence, pictures, validation, derived, status, refused] = await Promise.all([
    readJson(platform, store, asset, 'evidence', cutoutEvidenceSchema),
    unlessMissing(readPictureList(platform, store, asset)),
    unlessMissing(readValidation(platform, store, asset)),
    unlessMissing(readDerivedList(platform, store, asset)),
    readStatus(platform, store, asset, position, run),
    readRefused(platform, store, run),
  ]);
  const locate = (name: string) => assetFile(store, asset, name);
  const engines = [evidence?.engine, ...(run?.stages ?? []).map(({ engine }) => engine)];
  return {
    asset: id,
    fileName: inspection.fileName,
    position,
    status,
    run: inspection.run,
    at: run?.endedAt ?? run?.startedAt ?? '',
    engines: [...new Set(engines)].flatMap((engine) => (engine === undefined ? [] : [engine])),
    confidence: evidence?.confidence,
    accepted: evidence?.accepted,
    costMicroUsd: costOf(run, evidence?.attempts),
    remarks: unique([
      ...inspection.warnings.map(({ says }) => says),
      ...(evidence?.reasons ?? []).map(({ says }) => says),
      ...(validation?.reasons ?? []),
      ...(run?.stages ?? []).flatMap(({ note }) => note ?? []),
      ...(run?.why === undefined ? [] : [run.why]),
    ]),
    sources: sourcesOf(inspection, run, names, locate),
    channels: listChannelFiles(pictures, validation, refused, locate),
    derived: listDerivedFiles(derived, validation, refused, locate),
    notMade: notMade(pictures, derived),
  };
}

async function readStatus(
  platform: Platform,
  store: string,
  { sku, asset }: Asset,
  position: number | undefined,
  run: Run | undefined,
): Promise<Says> {
  if (position !== undefined) {
    const standing = await readBuiltIn(platform.records, store, sku, position);
    if (standing?.entry.asset === asset) return publishedAt(position);
  }
  if (run === undefined) return sheetTexts.runGone;
  const publication = run.status === 'published' ? run.result?.publication : undefined;
  if (typeof publication !== 'string') return statusTexts[run.status];
  const found = await platform.records.get<Publication>(publicationKey(store, publication));
  return found?.data.status === 'reverted' ? takenBack : statusTexts[run.status];
}

/** What was kept back one by one when the rest of a photo was approved. */
async function readRefused(
  platform: Platform,
  store: string,
  run: Run | undefined,
): Promise<ReadonlySet<string>> {
  const approval = run?.result?.approval;
  if (run === undefined || typeof approval !== 'string') return new Set();
  const asked = await platform.records.get<Approval>(approvalKey(store, approval));
  return new Set(asked?.data.decision?.rejectedChoices[run.id]);
}

/** The stages' sum: it has what described scenes cost too. Of a run that is gone, what its cut-out cost. */
function costOf(run: Run | undefined, attempts: readonly { costMicroUsd: number }[] = []): number {
  const parts = run?.stages ?? attempts;
  return parts.reduce((sum, { costMicroUsd = 0 }) => sum + costMicroUsd, 0);
}

function sourcesOf(
  { original }: Inspection,
  run: Run | undefined,
  names: ReadonlySet<string>,
  locate: (name: string) => ReturnType<typeof assetFile>,
): SheetSource[] {
  // Uploads and fetched pictures all lie there.
  const upload = { bucket: 'inbox', key: original.key, version: original.version } as const;
  const sources: SheetSource[] = [
    { title: sheetTexts.original, source: { at: upload, under: 'checkerboard' } },
  ];
  // A file of an earlier attempt stays where it was when the shop turns the retouch off.
  const retouch = run?.stages.findLast(({ state }) => state === 'Retouch');
  const isRetouched = run === undefined || (retouch?.figures?.steps ?? 0) > 0;
  if (isRetouched && names.has(assetFileNames.retouched)) {
    const at = locate(assetFileNames.retouched);
    sources.push({ title: sheetTexts.retouched, source: { at, under: 'checkerboard' } });
  }
  if (names.has(assetFileNames.cutout)) {
    const at = locate(assetFileNames.cutout);
    sources.push(
      { title: sheetTexts.onCheckerboard, source: { at, under: 'checkerboard' } },
      { title: sheetTexts.onSaturated, source: { at, under: 'saturated' } },
    );
  }
  return sources;
}

function notMade(
  pictures: Awaited<ReturnType<typeof readPictureList>> | undefined,
  derived: DerivedList | undefined,
): SheetPhoto['notMade'] {
  const channels = (pictures?.notMade ?? []).map(({ channel, withheld }) => ({
    title: findChannel(channel)?.title ?? { en: channel, zh: channel },
    says: withheld.says,
  }));
  const others = (derived?.notMade ?? []).map(({ what, says }) => ({ title: { en: what, zh: what }, says }));
  return [...channels, ...others];
}

function unique(remarks: readonly Says[]): Says[] {
  return [...new Map(remarks.map((says) => [says.en, says])).values()];
}

async function readJson<Value>(
  platform: Platform,
  store: string,
  asset: Pick<Asset, 'sku' | 'asset'>,
  file: 'inspection' | 'evidence',
  schema: z.ZodType<Value>,
): Promise<Value | undefined> {
  const bytes = await unlessMissing(platform.objects.get(assetFile(store, asset, assetFileNames[file])));
  return bytes === undefined ? undefined : schema.safeParse(JSON.parse(bytes.toString('utf8'))).data;
}

/** A photo that is being worked on has some of its records, and one of an older version may have others. */
async function unlessMissing<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof z.ZodError) return undefined;
    if (error instanceof InvalidInputError && error.code === 'ObjectMissing') return undefined;
    throw error;
  }
}
