import { beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../../bin/openapi/all-routes.ts';
import type { Routes } from '../../functions/platform/handlers/api-handler.ts';
import { addMembers, call } from './handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from './memory/memory-platform.ts';
import { largeShop, seedRecords } from './seed-records.ts';

const routes: Routes = Object.assign({}, ...(await allRoutes()).map((one) => one.routes));

describe('a shop with 10,000 products, 5,000 runs and 500 approvals', () => {
  let platform: MemoryPlatform;
  beforeAll(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
    await seedRecords(platform.inspection.records, 'shop', platform.clock.now(), largeShop);
  });

  it.each([
    // The member, the page, a request each for what is on it.
    ['GET /api/{store}/products', {}, 28],
    ['GET /api/{store}/products', { q: 'SKU-0999' }, 40],
    // A query for each status.
    ['GET /api/{store}/runs', {}, 15],
    ['GET /api/{store}/runs', { status: 'published' }, 4],
    ['GET /api/{store}/runs', { subject: 'SKU-00001' }, 120],
    ['GET /api/{store}/approvals', {}, 55],
    ['GET /api/{store}/approvals/counts', {}, 2],
    ['GET /api/{store}/today', {}, 110],
    ['GET /api/{store}/quarantine', {}, 3],
    ['GET /api/{store}/changes', {}, 4],
    ['GET /api/{store}/connectors', {}, 40],
  ] as const)('answers %s %j with a bounded number of requests', async (key, query, most) => {
    const before = platform.inspection.calls();
    const { status } = await call(platform, routes, key, { query });
    expect(status).toBe(200);
    expect(platform.inspection.calls() - before).toBeLessThanOrEqual(most);
  });
});
