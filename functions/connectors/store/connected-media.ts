import * as z from 'zod';
import type { Says } from '../../commerce/says.ts';
import { ConfigurationError } from '../../platform/errors.ts';
import { countedBy, failuresNoted } from '../../platform/outbound/outward-calls.ts';
import type { Platform } from '../../platform/platform.ts';
import type { StoreConnector } from '../../platform/settings/connector-settings.ts';
import { readSetting } from '../../platform/settings/read-setting.ts';
import { builtInMedia } from './built-in-media.ts';
import type { MediaStore } from './media-store.ts';
import type { Send, ShopifyConnection } from './shopify/admin-client.ts';
import { shopifyMedia } from './shopify/shopify-media.ts';

/** How a connector reaches what is outside. */
export interface StoreOutside {
  /** The text of a secret below `storehand/<stage>/store/`. @throws ConfigurationError when there is none */
  readonly readSecret: (name: string) => Promise<string>;
  readonly send: Send;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * The pictures of each store where its setting `store-connector` says. One for one call of a function: it keeps what it read.
 *
 * @param tell is told what a person has to know of a write that went well otherwise, such as a video that was refused
 */
export function connectedMedia(
  platform: Platform,
  outside: StoreOutside,
  tell: (says: Says) => void = () => undefined,
): MediaStore {
  const builtIn = builtInMedia(platform.records);
  const connectors = once((store) =>
    readSetting(platform, store, 'store-connector').then(({ value }) => value),
  );
  const connections = once(async (store) => connectionOf(platform, outside, store, await connectors(store)));
  const motion = async (store: string) => {
    const connector = await connectors(store);
    return connector.kind === 'shopify' ? connector.motion : 'none';
  };
  const { pause } = outside;
  const shopify = shopifyMedia({ platform, builtIn, connect: connections, pause, motion, tell });
  const mediaOf = async (store: string) => ((await connectors(store)).kind === 'shopify' ? shopify : builtIn);
  return {
    name: 'connected',
    read: async (store, ...given) => (await mediaOf(store)).read(store, ...given),
    write: async (store, ...given) => (await mediaOf(store)).write(store, ...given),
    remove: async (store, ...given) => (await mediaOf(store)).remove(store, ...given),
  };
}

const secretSchema = z.object({ accessToken: z.string().min(1).max(500) });

/** How a store's Shopify is reached, with its secret. @throws ConfigurationError for a secret that is missing or wrong */
export async function connectionOf(
  platform: Platform,
  outside: StoreOutside,
  store: string,
  connector: StoreConnector,
): Promise<ShopifyConnection> {
  if (connector.kind !== 'shopify') throw new Error('the store is not connected to Shopify');
  const called = { store, connector: `store-${connector.kind}` };
  const address = await failuresNoted(platform, called, () => readAddress(outside, store, connector));
  return { ...address, counted: countedBy(platform, called) };
}

async function readAddress(
  { readSecret, send }: StoreOutside,
  store: string,
  { shop, apiVersion, secretName }: Extract<StoreConnector, { kind: 'shopify' }>,
): Promise<Omit<ShopifyConnection, 'counted'>> {
  // Below the store's own id: no shop may name another one's secret.
  const text = await readSecret(`${store}/${secretName}`);
  try {
    return { shop, apiVersion, send, ...secretSchema.parse(JSON.parse(text)) };
  } catch {
    // Without the cause: it would carry the secret into a log.
    throw new ConfigurationError('StoreSecretInvalid', {
      en: `The secret ${secretName} must be JSON with "accessToken". Save it again.`,
      zh: `密钥 ${secretName} 须为 JSON，并包含 "accessToken"。请重新保存。`,
    });
  }
}

function once<T>(read: (store: string) => Promise<T>): (store: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (store) => {
    const value = known.get(store) ?? read(store);
    known.set(store, value);
    return value;
  };
}
