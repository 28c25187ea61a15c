import type { Says } from '../../commerce/says.ts';
import { logger } from '../../platform/handlers/observability.ts';
import type { ConnectedPlace } from './connected-dam.ts';
import { type DamSidecar, damPath, type RemovablePlace, removeFromDam } from './dam.ts';
import { saysOf } from './fault-text.ts';

/**
 * Takes files out of the library whose publication was reverted: nobody shall find them any more. Never throws: the revert is
 * done, whatever becomes of this.
 *
 * @returns why some may still be there; undefined when none is
 */
export async function takeFromDam(
  open: () => Promise<ConnectedPlace<RemovablePlace> | undefined>,
  files: readonly Pick<DamSidecar, 'sku' | 'position' | 'name' | 'sha256' | 'format'>[],
): Promise<Says | undefined> {
  try {
    const library = await open();
    if (library === undefined) return undefined;
    // All at once: the person who reverts waits for it.
    const { place, counted } = library;
    await Promise.all(files.map((file) => counted(() => removeFromDam(place, damPath(file)))));
    return undefined;
  } catch (error) {
    logger.warn('Reverted files may still be in the picture library', { error: error as Error });
    return saysOf(error);
  }
}
