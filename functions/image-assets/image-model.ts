import type { Raster } from './raster.ts';
import { type Matte, matteFromAlpha, removeBackground } from './remove-background.ts';

/**
 * Whoever can cut a product out. A matte comes back with a measured confidence, never an exception for a hard photo;
 * exceptions are faults of the provider (`TransientError`, `RateLimitedError`, `ConfigurationError`).
 */
export interface ImageModel {
  readonly name: string;
  cutOut(photo: Raster): Promise<Matte>;
}

/** Classical vision, no key, no cost. A photo that came transparent keeps its alpha. */
export const rulesImageModel: ImageModel = {
  name: 'rules',
  cutOut: async (photo) => (photo.channels === 4 ? matteFromAlpha(photo) : await removeBackground(photo)),
};
