import { beforeEach, describe, expect, it } from 'vitest';
import { allRoutes } from '../../bin/openapi/all-routes.ts';
import { openApiDocument } from '../../bin/openapi/openapi-document.ts';
import type { Routes } from '../../functions/platform/handlers/api-handler.ts';
import { registerStore } from '../../functions/platform/stores/list-stores.ts';
import { addMembers, call } from '../platform/handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';

/** Every combination of route, role and shop, from the OpenAPI document: what it says is what is answered. */
const routes: Routes = Object.assign({}, ...(await allRoutes()).map((one) => one.routes));
const { paths } = openApiDocument(routes) as {
  paths: Record<string, Record<string, { 'x-roles': 'signed-in' | string[] }>>;
};
const matrix = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, one]) => [`${method.toUpperCase()} ${path}`, one['x-roles']] as const,
  ),
);
const ofShops = matrix.flatMap(([key, roles]) => (roles === 'signed-in' ? [] : [[key, roles] as const]));

const params = {
  channel: 'amazon',
  id: 'x',
  locale: 'en',
  name: 'shop',
  sku: 'SKU-1',
  slug: 'image-assets',
  sub: 'somebody',
};
const members = { otto: 'operator', anna: 'approver', max: 'admin' } as const;

let platform: MemoryPlatform;
beforeEach(async () => {
  platform = createMemoryPlatform();
  await addMembers(platform);
  for (const store of ['shop', 'other']) await registerStore(platform, store);
});

describe.each(ofShops)('%s', (key, roles) => {
  it('does not exist for strangers and for the admin of another shop', async () => {
    for (const sub of ['nobody', 'eve']) {
      const { status, body } = await call(platform, routes, key, { sub, params, body: {} });
      expect([sub, status, body.code]).toEqual([sub, 404, 'NotFound']);
    }
  });

  it(`is open to ${roles.join(', ')} and to nobody else of the shop`, async () => {
    for (const [sub, role] of Object.entries(members)) {
      const { status, body } = await call(platform, routes, key, { sub, params, body: {} });
      if (roles.includes(role)) {
        // Who may is a matter of the thing itself in some: their refusals say which role it is.
        expect([status, body.code], sub).not.toEqual([404, 'NotFound']);
        expect(status, sub).toBeLessThan(500);
      } else expect([status, body.code], sub).toEqual([403, 'Forbidden']);
    }
  });
});

describe('what another shop has', () => {
  const mark = 'of-the-other-shop';

  it.each(ofShops)('is not answered by %s, whatever is asked for', async (key) => {
    await platform.records.transact(
      ['RUN', 'APPROVAL', 'PUBLICATION', 'QUARANTINE', 'NOTICE'].map((entity) => ({
        key: { pk: `shop#${entity}#x`, sk: entity },
        data: { id: 'x', store: 'shop', mark, status: 'open', items: [] },
        index: { pk: `shop#${entity}#open#2026-03-02`, sk: `2026-03-02#x` },
        expected: 'absent' as const,
      })),
    );
    const asked = { sub: 'eve', store: 'other', query: { key: 'shop/SKU-1/x.jpg' } };
    for (const id of ['x', 'shop#RUN#x', '../shop/x']) {
      const answered = await call(platform, routes, key, {
        ...asked,
        params: { ...params, id, name: 'shop', sku: 'SKU-1' },
        body: { files: [{ key: 'shop/SKU-1/x.jpg' }] },
      });
      expect(answered.status).toBeLessThan(500);
      expect(JSON.stringify(answered.body)).not.toContain(mark);
      expect(JSON.stringify(answered.body)).not.toContain('shop/SKU-1/x.jpg?');
    }
  });

  it('is told of by no route without a shop either', async () => {
    for (const [key, roles] of matrix.filter(([, one]) => one === 'signed-in')) {
      expect(roles).toBe('signed-in');
      const { status, body } = await call(platform, routes, key, { sub: 'eve' });
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain('"shop"');
    }
  });
});
