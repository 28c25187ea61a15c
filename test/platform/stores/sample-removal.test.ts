import { beforeEach, describe, expect, it } from 'vitest';
import { handleSampleRemoval } from '../../../functions/platform/stores/ask-sample-removal.ts';
import { isRegistered, registerStore } from '../../../functions/platform/stores/list-stores.ts';
import { routes } from '../../../functions/platform/stores/sample-api.handler.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { set } from '../runs/run-fixtures.ts';

const shop = { name: 'Tea', zone: 'UTC', currency: 'EUR', languages: ['en'], sample: true };
const wanted = 'DELETE /api/{store}/sample';

describe('removing the sample shop from the console', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    for (const store of ['sample', 'shop']) {
      await registerStore(platform, store);
      await addMembers(platform, store);
      await set(platform, 'shop', shop, store);
    }
  });
  const ask = (store: string, sub = 'ada') => call(platform, routes, wanted, { store, sub });
  /** As the bus hands it to the queue. */
  const messages = () =>
    platform.inspection.events
      .filter(({ name }) => name === 'SampleRemovalAsked')
      .map((event) => ({ 'detail-type': event.name, detail: event }));
  const records = () => platform.inspection.records.all().map(({ key }) => key);
  const left = () => records().filter(({ pk, table }) => table !== 'audit' && /^sample#(?!AUDIT)/.test(pk));

  it('asks for it, and removes it in the name of the admin who asked; again it does nothing', async () => {
    expect(await ask('sample')).toEqual({ status: 202, body: { removing: 'sample' } });
    expect(left()).not.toEqual([]);
    for (const message of [...messages(), ...messages()]) await handleSampleRemoval(platform, message);
    expect(left()).toEqual([]);
    expect(await isRegistered(platform, 'sample')).toBe(false);
    expect(await isRegistered(platform, 'shop')).toBe(true);
    const entries = platform.inspection.records
      .all()
      .filter(({ key }) => key.pk === 'sample#AUDIT#store')
      .map(({ data }) => data);
    expect(entries).toMatchObject([{ action: 'store.removed', actor: { kind: 'person', id: 'ada' } }]);
  });

  it('refuses every other shop, even one that somebody has labelled as a sample', async () => {
    expect(await ask('shop')).toMatchObject({ status: 403, body: { code: 'NoSample' } });
    expect(messages()).toEqual([]);
    const forged = { 'detail-type': 'SampleRemovalAsked', detail: { store: 'shop', by: 'ada' } };
    await expect(handleSampleRemoval(platform, forged)).rejects.toMatchObject({ code: 'RemovalInvalid' });
    expect(await isRegistered(platform, 'shop')).toBe(true);
  });

  it('refuses a sample that has lost its label, also between asking and removing', async () => {
    await ask('sample');
    await set(platform, 'shop', { ...shop, sample: false }, 'sample');
    expect(await ask('sample')).toMatchObject({ status: 403, body: { code: 'NoSample' } });
    const [message] = messages();
    await expect(handleSampleRemoval(platform, message)).rejects.toMatchObject({ code: 'NoSample' });
    expect(left()).not.toEqual([]);
  });

  it.each(['otto', 'anna'])('is refused to %s, who is no admin', async (sub) => {
    expect(await ask('sample', sub)).toMatchObject({ status: 403 });
    expect(messages()).toEqual([]);
  });
});
