import * as z from 'zod';
import { type ConnectorsOutside, connectorsOutside } from '../../connectors/connectors-outside.ts';
import { connectedPlace } from '../../connectors/dam/connected-dam.ts';
import { objectAt } from '../../connectors/dam/s3-place.ts';
import { connectionOf } from '../../connectors/store/connected-media.ts';
import { askShopify } from '../../connectors/store/shopify/admin-client.ts';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  RejectedError,
  TransientError,
} from '../errors.ts';
import { apiHandler, param, type Routes, route } from '../handlers/api-handler.ts';
import type { Platform } from '../platform.ts';
import type { Objects } from '../ports/objects.ts';
import { readSetting } from '../settings/read-setting.ts';
import { connectorTestAnswer } from './connectors-answers.ts';

/** Asking for it is answered with none, by whoever may ask at all. */
const nobodysFile = 'storehand-connection-test/none.jpg';

/** A prefix of the media bucket, only to look at: this function may not write. */
const looking = (objects: Objects, store: string, prefix: string) => ({
  size: async (path: string) => (await objects.head(objectAt(store, prefix, path)))?.bytes,
});

/** A function of its own: it reads the secrets of what is connected. A test counts as a call. @param outside tests have an outside of their own */
export const routesWith = (outside: ConnectorsOutside): Routes => ({
  'POST /api/{store}/connectors/{name}/test': route({
    summary: 'Asks a connected system for something that it does not have; nothing is written there',
    answers: { 200: connectorTestAnswer },
    roles: ['admin'],
    run: async (platform, request) => {
      const name = param(request, 'name');
      const startedAt = Date.parse(platform.clock.now());
      const trouble = await askConnector(platform, outside, request.store, name);
      const milliseconds = Math.max(0, Date.parse(platform.clock.now()) - startedAt);
      const says = trouble ?? { en: 'It answered.', zh: '连接正常。' };
      return { status: 200, body: { name, isReachable: trouble === undefined, milliseconds, says } };
    },
  }),
});

export const routes: Routes = routesWith(connectorsOutside());

export const handler = apiHandler(routes);

/** @returns why it could not be asked. @throws InvalidInputError `ConnectorUnknown`, also for one that nothing outside stands behind */
async function askConnector(platform: Platform, outside: ConnectorsOutside, store: string, name: string) {
  const ask = await askOf(platform, outside, store, name);
  try {
    await ask();
    return undefined;
  } catch (error) {
    const isKnown =
      error instanceof ConfigurationError ||
      error instanceof TransientError ||
      error instanceof RateLimitedError ||
      error instanceof RejectedError ||
      error instanceof InvalidInputError;
    if (!isKnown) throw error;
    return error.text;
  }
}

async function askOf(
  platform: Platform,
  outside: ConnectorsOutside,
  store: string,
  name: string,
): Promise<() => Promise<unknown>> {
  if (name === 'store') {
    const { value } = await readSetting(platform, store, 'store-connector');
    if (value.kind !== 'built-in') {
      return async () =>
        await askShopify(
          await connectionOf(platform, outside.store, store, value),
          '{ shop { name } }',
          {},
          z.unknown(),
        );
    }
  }
  if (name === 'dam') {
    const { value } = await readSetting(platform, store, 'dam');
    if (value.kind !== 'none')
      return async () => {
        const library = await connectedPlace(platform, store, outside.dam, looking);
        await library?.counted(() => library.place.size(nobodysFile));
      };
  }
  throw new InvalidInputError('ConnectorUnknown', {
    en: `Nothing outside is connected under the name ${name}. Choose it in the settings first.`,
    zh: `名称 ${name} 下没有连接外部系统，请先在设置中选择。`,
  });
}
