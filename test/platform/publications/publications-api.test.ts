import { describe, expect, it } from 'vitest';
import { builtInMedia } from '../../../functions/connectors/store/built-in-media.ts';
import { publishMedia } from '../../../functions/connectors/store/publish-media.ts';
import { routes as auditRoutes } from '../../../functions/platform/audit/audit-api.handler.ts';
import { routes } from '../../../functions/platform/publications/publications-api.handler.ts';
import { takenBackOf } from '../../../functions/platform/runs/taken-back.ts';
import { mediaEntry } from '../../connectors/store/media-store-contract.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { auditOf } from '../runs/run-fixtures.ts';

async function published(...marks: string[]): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  await addMembers(platform);
  for (const mark of marks) {
    await publishMedia(platform, builtInMedia(platform.records), {
      id: `${mark}-1`,
      store: 'shop',
      run: mark,
      sku: 'SKU-1',
      position: 1,
      entry: mediaEntry(mark),
      actor: { kind: 'system', id: 'image-assets' },
    });
  }
  return platform;
}

const revert = (platform: MemoryPlatform, id: string, sub = 'anna', store = 'shop') =>
  call(platform, routes, 'POST /api/{store}/publications/{id}/revert', { params: { id }, sub, store });

describe('the API of publications', () => {
  it('reverts in the name of who asks, and again without harm', async () => {
    const platform = await published('a', 'b');
    for (let click = 0; click < 2; click++) {
      expect(await revert(platform, 'b-1')).toMatchObject({ status: 200, body: { status: 'reverted' } });
    }
    expect(auditOf(platform, 'run/b').at(-1)).toMatchObject({ actor: { kind: 'person', id: 'anna' } });
    const verify = (sub: string) =>
      call(platform, auditRoutes, 'GET /api/{store}/audit/verification', { sub });
    expect(await verify('max')).toMatchObject({ status: 200, body: { ok: true } });
    expect(await verify('otto'), 'an operator').toMatchObject({ status: 403 });
  });

  it('says of the run when its publication was taken back, and nothing while it stands', async () => {
    const platform = await published('a', 'b');
    const result = { publication: 'b-1' };
    expect(await takenBackOf(platform, { store: 'shop', result })).toBeUndefined();
    expect(await takenBackOf(platform, { store: 'shop', result: {} })).toBeUndefined();
    const { body } = await revert(platform, 'b-1');
    expect(await takenBackOf(platform, { store: 'shop', result })).toEqual({ at: body.revertedAt });
    expect(body.revertedAt).toBe(platform.clock.now());
  });

  it('keeps the reason that was given, and takes no empty one', async () => {
    const platform = await published('a');
    const because = (reason: string) =>
      call(platform, routes, 'POST /api/{store}/publications/{id}/revert', {
        params: { id: 'a-1' },
        sub: 'anna',
        body: { reason },
      });
    expect(await because('  ')).toMatchObject({ status: 400 });
    expect(await because('The wrong colour')).toMatchObject({ status: 200 });
    expect(auditOf(platform, 'run/a').at(-1)).toMatchObject({
      action: 'media.reverted',
      reason: 'The wrong colour',
    });
  });

  it('answers 409 with the picture that stands there now', async () => {
    const platform = await published('a', 'b');
    expect(await revert(platform, 'a-1')).toMatchObject({
      status: 409,
      body: { code: 'MediaChanged', theirs: mediaEntry('b') },
    });
  });

  it('answers 404 for an unknown one and for one of another shop, 403 to an operator', async () => {
    const platform = await published('a');
    expect(await revert(platform, 'x-1')).toMatchObject({
      status: 404,
      body: { code: 'PublicationUnknown' },
    });
    expect((await revert(platform, 'a-1', 'eve', 'other')).status).toBe(404);
    expect((await revert(platform, 'a-1', 'otto')).status).toBe(403);
  });
});
