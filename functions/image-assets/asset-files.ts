import type { ObjectReference } from '../platform/ports/objects.ts';
import type { Asset } from './schemas.ts';

/** Where everything of one asset stands in the media bucket: `<store>/<sku>/<asset>/…`. */
export function assetFile(store: string, asset: Pick<Asset, 'sku' | 'asset'>, name: string): ObjectReference {
  return { bucket: 'media', key: `${store}/${asset.sku}/${asset.asset}/${name}` };
}

/** Names beside the channels' own files, which are `<channel>-<width>x<height>.<ext>`. */
export const assetFileNames = {
  /** The photo after its retouch, RGB at the source's resolution; only where something was changed. */
  retouched: 'retouched.png',
  /** What the retouch found, decided and changed. */
  retouch: 'retouch.json',
  /** RGBA at the source's resolution. */
  cutout: 'cutout.png',
  /** How the cut-out came about: engine, confidence, accepted, measures. */
  evidence: 'evidence.json',
  /** What Inspect found out. */
  inspection: 'inspection.json',
  /** The list of channel files with how each was composed. */
  pictures: 'pictures.json',
  /** The list of derived files, which lie below `derived/`. */
  derived: 'derived.json',
  /** What became of the try-on version. */
  tryOn: 'tryon.json',
  /** Measured evidence per channel. */
  validation: 'validation.json',
} as const;
