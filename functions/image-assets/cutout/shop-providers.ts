import { type ImageProvider, imageProviders } from '../../connectors/image-model/connect-image-models.ts';
import type { Platform } from '../../platform/platform.ts';
import { readSetting } from '../../platform/settings/read-setting.ts';

/** The text of a secret by its name. @throws ConfigurationError when there is none */
export type ReadSecret = (name: string) => Promise<string>;

/** An ONNX model of the operator; the largest in use are near 1 GB, what a function can hold is less. */
const LARGEST_MODEL_BYTES = 400_000_000;

/** The image models that a shop set up, in its order, and the version of the setting that says so. */
export async function readProviders(
  platform: Platform,
  store: string,
  readSecret: ReadSecret,
): Promise<{ providers: readonly ImageProvider[]; settingVersion: number }> {
  const { value, version } = await readSetting(platform, store, 'ai');
  const providers = imageProviders(value, {
    // One deployment serves several shops: none names another's key.
    readSecret: (name) => readSecret(`${store}/${name}`),
    readModel: (file) =>
      platform.objects.get(
        { bucket: 'media', key: `${store}/models/${file}` },
        { maxBytes: LARGEST_MODEL_BYTES },
      ),
  });
  return { providers, settingVersion: version };
}
