import type { Platform } from '../platform/platform.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { INSPECTION_LIMITS } from './inspect-photo.ts';
import type { Asset, StoredPhoto } from './schemas.ts';

/** The photo that everything is made of: retouched where Retouch changed it, else the original. */
export async function readWorkingPhoto(
  platform: Platform,
  store: string,
  photo: StoredPhoto,
  asset: Asset,
): Promise<Buffer> {
  if (asset.retouched === true) {
    return await platform.objects.get(assetFile(store, asset, assetFileNames.retouched));
  }
  return await platform.objects.get(photo.original, { maxBytes: INSPECTION_LIMITS.maxBytes });
}
