import { beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../functions/catalog-import/send-row.handler.ts';
import { listQuarantine } from '../../functions/platform/quarantine/quarantine.ts';
import { addMembers, call } from '../platform/handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { importFile, productOf, simpleTable, startFile } from './catalog-file.ts';

describe('a refused row', () => {
  let platform: MemoryPlatform;
  let id: string;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
    const table = simpleTable(3, (n) => (n === 2 ? { price: 'ask us' } : {}));
    await importFile(platform, await startFile(platform, table));
    id = (await listQuarantine(platform, 'shop')).items[0]?.id ?? '';
  });
  const send = (cells: Record<string, string>, of = id) =>
    call(platform, routes, 'POST /api/{store}/quarantine/{id}/row', {
      params: { id: of },
      body: { rows: [{ line: 3, cells }] },
      sub: 'otto',
    });
  const open = async () => (await listQuarantine(platform, 'shop')).items.length;

  it('is shown cell by cell', async () => {
    const shown = await call(platform, routes, 'GET /api/{store}/quarantine/{id}/row', {
      params: { id },
      sub: 'otto',
    });
    expect(shown.body).toMatchObject({
      source: 'catalog',
      field: 'Price',
      rows: [{ line: 3, cells: { SKU: 'MUG-2', Title: 'Mug number 2', Price: 'ask us', Currency: 'CNY' } }],
    });
  });

  it('is refused again while it is wrong, and nothing changes', async () => {
    expect(await send({ Price: 'soon' })).toMatchObject({
      status: 422,
      body: { code: 'NotAPrice', field: 'Price', line: 3 },
    });
    expect([await productOf(platform, 'MUG-2'), await open()]).toEqual([undefined, 1]);
  });

  it('becomes its product once it is mended, and leaves quarantine', async () => {
    const first = await send({ Price: '2.50' });
    expect(first).toMatchObject({ status: 200, body: { sku: 'MUG-2', outcome: 'created' } });
    // Pressed twice.
    expect(await send({ Price: '2.50' })).toEqual(first);
    expect((await productOf(platform, 'MUG-2'))?.version).toBe(1);
    expect(await open()).toBe(0);
  });

  it('does not exist for another entry', async () => {
    expect(await send({}, 'nothing')).toMatchObject({ status: 404, body: { code: 'QuarantineUnknown' } });
  });
});
