import { ConflictError, type RecordKey, type Records } from '../../platform/ports/records.ts';
import { MediaChangedError, type MediaEntry, type MediaStore, type StoredMedia } from './media-store.ts';

/** The shop's own catalogue in table `State`: what works with nothing connected. The etag is the record's version. */
export function builtInMedia(records: Records): MediaStore {
  const orChanged = async <T>(sku: string, position: number, write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } catch (error) {
      throw error instanceof ConflictError ? new MediaChangedError(sku, position) : error;
    }
  };
  return {
    name: 'built-in',
    read: (store, sku, position) => readBuiltIn(records, store, sku, position),
    async write(store, sku, position, entry, replaces) {
      const key = keyOf(store, sku, position);
      return await orChanged(sku, position, async () => {
        const expected =
          replaces === 'nothing' ? await emptyVersion(records, key) : { version: Number(replaces.etag) };
        return String((await records.put({ key, data: entry, expected })).version);
      });
    },
    async remove(store, sku, position, replaces) {
      const key = keyOf(store, sku, position);
      await orChanged(sku, position, async () => {
        await records.put({ key, data: { removed: true }, expected: { version: Number(replaces.etag) } });
      });
    },
  };
}

function keyOf(store: string, sku: string, position: number): RecordKey {
  return { pk: `${store}#SKU#${sku}`, sk: `MEDIA#${String(position).padStart(2, '0')}` };
}

/** `MediaStore.read` of the built-in catalogue, for what may read records and not write them. */
export async function readBuiltIn(
  records: Pick<Records, 'get'>,
  store: string,
  sku: string,
  position: number,
): Promise<StoredMedia | undefined> {
  const record = await records.get<MediaEntry | { removed: true }>(keyOf(store, sku, position));
  // A removed entry stays as a mark, so that its next version's etag is not one that was used before.
  if (record === undefined || 'removed' in record.data) return undefined;
  return { entry: record.data, etag: String(record.version) };
}

/** What an empty position looks like: no record, or the mark of a removed one. @throws ConflictError when it is not empty */
async function emptyVersion(records: Records, key: RecordKey): Promise<'absent' | { version: number }> {
  const record = await records.get<object>(key);
  if (record === undefined) return 'absent';
  if ('removed' in record.data) return { version: record.version };
  throw new ConflictError(key.sk);
}
