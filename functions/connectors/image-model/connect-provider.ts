import { ConfigurationError } from '../../platform/errors.ts';
import { failuresNoted } from '../../platform/outbound/outward-calls.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ImageModel } from '../../platform/ports/image-model.ts';
import type { ImageProvider } from './connect-image-models.ts';

/** @returns why it cannot be asked at all, where that is for people to put right: the photo goes on without it */
export async function connectProvider(
  platform: Platform,
  store: string,
  provider: ImageProvider,
): Promise<ImageModel | ConfigurationError> {
  const called = { store, connector: `image-model-${provider.name}` };
  try {
    return await failuresNoted(platform, called, () => provider.connect());
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}
