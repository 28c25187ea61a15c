import { ConfigurationError } from '../../platform/errors.ts';
import { type Counted, countedBy, failuresNoted } from '../../platform/outbound/outward-calls.ts';
import type { OutsideAnswer, OutsideRequest } from '../../platform/outbound/request-outside.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Objects } from '../../platform/ports/objects.ts';
import type { DamRights } from '../../platform/settings/connector-settings.ts';
import { readSetting } from '../../platform/settings/read-setting.ts';
import type { SettingValue } from '../../platform/settings/setting-catalogue.ts';
import type { FilePlace, RemovablePlace } from './dam.ts';
import { folderPlace } from './folder-place.ts';
import { type WebdavAddress, webdavAddressSchema, webdavPlace } from './webdav-place.ts';

/** How a picture library is reached. */
export interface DamOutside {
  /** The text of a secret below `storehand/<stage>/dam/`. @throws ConfigurationError when there is none */
  readonly readSecret: (name: string) => Promise<string>;
  readonly send: (url: string, request: OutsideRequest) => Promise<OutsideAnswer>;
  /** The folder that a run on one machine was started with. */
  readonly folder?: string | undefined;
}

/** A store's picture library, and what its setting says of who may use the files. */
export interface ConnectedPlace<Place> {
  readonly place: Place;
  readonly rights: DamRights;
  /** Around what is done with a file, for the shop's record of calls. */
  readonly counted: Counted;
}

/**
 * @param inBucket what a prefix of the media bucket is opened with: `s3Place` to put files there, `s3Removal` to take some away
 * @returns undefined where the store's setting `dam` names none
 * @throws ConfigurationError for one that cannot be reached at all
 */
export async function connectedPlace<Place>(
  platform: Platform,
  store: string,
  outside: DamOutside,
  inBucket: (objects: Objects, store: string, prefix: string) => Place,
): Promise<ConnectedPlace<Place | (FilePlace & RemovablePlace)> | undefined> {
  const { value } = await readSetting(platform, store, 'dam');
  if (value.kind === 'none') return undefined;
  const called = { store, connector: `dam-${value.kind}` };
  const open = () => openPlace(platform, store, outside, value, inBucket);
  const place = await failuresNoted(platform, called, open);
  return { place, rights: value.rights, counted: countedBy(platform, called) };
}

type ConnectedSetting = Exclude<SettingValue<'dam'>, { kind: 'none' }>;

async function openPlace<Place>(
  { objects }: Platform,
  store: string,
  { readSecret, send, folder }: DamOutside,
  setting: ConnectedSetting,
  inBucket: (objects: Objects, store: string, prefix: string) => Place,
): Promise<Place | (FilePlace & RemovablePlace)> {
  switch (setting.kind) {
    case 's3-prefix':
      return inBucket(objects, store, setting.prefix);
    case 'folder':
      if (folder === undefined) throw noFolder();
      return folderPlace(`${folder}/${store}`);
    case 'webdav': {
      const { secretName, allowPrivateNetwork } = setting;
      // Below the store's own id: no shop may name another one's secret.
      const address = readAddress(secretName, await readSecret(`${store}/${secretName}`));
      return webdavPlace({ send, address, allowPrivateNetwork });
    }
  }
}

function readAddress(secretName: string, text: string): WebdavAddress {
  try {
    return webdavAddressSchema.parse(JSON.parse(text));
  } catch {
    // Without the cause: it would carry the secret into a log.
    throw new ConfigurationError('DamSecretInvalid', {
      en: `The secret ${secretName} must be JSON with "url" and either "username" and "password" or "token". Save it again.`,
      zh: `密钥 ${secretName} 须为 JSON，包含 "url"，以及 "username" 和 "password" 或 "token"。请重新保存。`,
    });
  }
}

function noFolder(): ConfigurationError {
  return new ConfigurationError('DamFolderMissing', {
    en: 'The picture library is set to a folder, which only a run on one machine has, started with STOREHAND_DAM_FOLDER. Set it to an S3 prefix or WebDAV.',
    zh: '图片库设置为文件夹，仅限单机运行且启动时须指定 STOREHAND_DAM_FOLDER。请改用 S3 前缀或 WebDAV。',
  });
}
