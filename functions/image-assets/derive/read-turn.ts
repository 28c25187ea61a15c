import * as z from 'zod';
import { InvalidInputError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { isOpen } from '../../platform/runs/run.ts';
import { findRun } from '../../platform/runs/stages.ts';
import { assetFile, assetFileNames } from '../asset-files.ts';
import type { Raster } from '../raster.ts';
import type { Asset } from '../schemas.ts';
import { type Place, readPlaces } from '../take-position.ts';
import { decodeWithin } from './decode-within.ts';

/** A view is shown at 720 px; 36 cut-outs of this size are 150 MB. */
const MOST_PIXELS_A_SIDE = 1000;
/** Ten degrees apart. More photos of a product than that are not all of one turn. */
const MOST_PHOTOS = 36;

const evidenceSchema = z.object({ made: z.boolean(), accepted: z.boolean() });

/**
 * The accepted cut-outs of a product's photos in the order of their positions, where there are enough of them for a turn and
 * no further one is on its way: so of photos that come together, the last one makes the turn.
 *
 * @param least photos
 * @returns undefined where there is no turn to make (yet)
 */
export async function readTurn(
  platform: Platform,
  store: string,
  asset: Asset,
  least: number,
): Promise<readonly Raster[] | undefined> {
  const places = await readPlaces(platform, store, asset.sku);
  if (places.length < least) return undefined;
  const states = await Promise.all(places.map((place) => stateOf(platform, store, asset.sku, place)));
  const accepted = places.filter((_, index) => states[index] === 'accepted').slice(0, MOST_PHOTOS);
  if (states.includes('coming') || accepted.length < least) return undefined;
  const cutouts: Raster[] = [];
  // One after the other: decoding holds the whole picture for a moment.
  for (const place of accepted) {
    const file = assetFile(store, { sku: asset.sku, asset: place.asset }, assetFileNames.cutout);
    cutouts.push(await decodeWithin(await platform.objects.get(file), MOST_PIXELS_A_SIDE));
  }
  return cutouts;
}

async function stateOf(
  platform: Platform,
  store: string,
  sku: string,
  { asset, run }: Place,
): Promise<'accepted' | 'not-usable' | 'coming'> {
  const file = assetFile(store, { sku, asset }, assetFileNames.evidence);
  try {
    const bytes = await platform.objects.get(file);
    const evidence = evidenceSchema.safeParse(JSON.parse(bytes.toString('utf8')));
    return evidence.success && evidence.data.made && evidence.data.accepted ? 'accepted' : 'not-usable';
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
  }
  const record = await findRun(platform, { store, run });
  return record !== undefined && isOpen(record) ? 'coming' : 'not-usable';
}
