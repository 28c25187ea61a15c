import { ConfigurationError } from '../../platform/errors.ts';
import { failuresNoted } from '../../platform/outbound/outward-calls.ts';
import type { Platform } from '../../platform/platform.ts';
import type { TextModel } from '../../platform/ports/text-model.ts';
import { readSetting } from '../../platform/settings/read-setting.ts';
import { createOpenAiTextModel } from './openai-text.ts';
import { pricesOf } from './openai-text-prices.ts';

/** A model that the shop's setting names, ready to be asked. */
export interface ConnectedTextModel {
  readonly model: TextModel;
  readonly timeoutMs: number;
  /** Of the setting `ai`, for `askTextModel`. */
  readonly settingVersion: number;
}

/**
 * The shop's model for texts.
 *
 * @param readSecret of the prefix `text-model`, see `secretReader`
 * @returns undefined where the setting `ai` names none: rules write. A ConfigurationError where it cannot be asked at all, which
 *   is for people to put right: rules write meanwhile
 */
export async function connectTextModel(
  platform: Platform,
  store: string,
  readSecret: (name: string) => Promise<string>,
): Promise<ConnectedTextModel | ConfigurationError | undefined> {
  const { value, version } = await readSetting(platform, store, 'ai');
  if (!value.providers.includes('openai-text')) return undefined;
  const { secretName, timeoutSeconds, ...address } = value['openai-text'];
  const called = { store, connector: 'text-model-openai-text' };
  try {
    const key = await failuresNoted(platform, called, async () =>
      // One deployment serves several shops: none names another's key.
      secretName === '' ? undefined : (await readSecret(`${store}/${secretName}`)).trim(),
    );
    const model = createOpenAiTextModel({
      service: new URL(address.baseUrl).host,
      key,
      prices: pricesOf(value['openai-text']),
      ...address,
    });
    return { model, timeoutMs: timeoutSeconds * 1000, settingVersion: version };
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}
