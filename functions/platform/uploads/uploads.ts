import type { Platform } from '../platform.ts';
import type { RecordKey } from '../ports/records.ts';

/** Who was given a form to upload to a key is remembered this long; the form itself lives one hour. */
const rememberedDays = 7;

function uploadKey(store: string, key: string): RecordKey {
  return { pk: `${store}#UPLOAD#${key}`, sk: 'UPLOAD' };
}

/** Remembers which member uploads to an inbox key, so that four-eyes knows who started the run. */
export async function rememberUploader(
  platform: Platform,
  store: string,
  key: string,
  member: string,
): Promise<void> {
  const expiresAtSeconds = Math.floor(Date.parse(platform.clock.now()) / 1000) + rememberedDays * 86_400;
  await platform.records.put({
    key: uploadKey(store, key),
    data: { member },
    expected: 'any',
    expiresAtSeconds,
  });
}

/** The member who uploaded to the key; undefined where it came another way. */
export async function readUploader(
  platform: Platform,
  store: string,
  key: string,
): Promise<string | undefined> {
  const record = await platform.records.get<{ member: string }>(uploadKey(store, key));
  return record?.data.member;
}
