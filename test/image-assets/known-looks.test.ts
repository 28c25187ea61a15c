import { beforeEach, describe, expect, it } from 'vitest';
import { builtInMedia } from '../../functions/connectors/store/built-in-media.ts';
import { findAlike, rememberLook } from '../../functions/image-assets/known-looks.ts';
import { closeRun } from '../../functions/platform/runs/close-run.ts';
import { crashEverywhere } from '../platform/memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { letters, start } from '../platform/runs/run-fixtures.ts';

const shirt = `${'a5'.repeat(8)}${'80'.repeat(32)}`;
/** Two bits further on. */
const shirtAgain = `a6${'a5'.repeat(7)}${'82'.repeat(32)}`;
const shoe = `${'5a'.repeat(8)}${'80'.repeat(32)}`;

const remember = (platform: MemoryPlatform, position: number, asset: string, run: string, look: string) =>
  rememberLook(platform, 'shop', 'TEE-1', position, { asset, run, look });
const alike = (platform: MemoryPlatform, asset: string) =>
  findAlike(platform, builtInMedia(platform.records), 'shop', 'TEE-1', asset);
const show = (platform: MemoryPlatform, position: number, asset: string) =>
  builtInMedia(platform.records).write('shop', 'TEE-1', position, { asset, files: [] }, 'nothing');
const end = (platform: MemoryPlatform, run: string) =>
  closeRun(platform, letters, { store: 'shop', run, attempt: 1 }, { outcome: 'rejected', by: 'machine' });

describe('photos of a product that look alike', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    for (const runId of ['r1', 'r2', 'r3']) await start(platform, { runId });
    await remember(platform, 1, 'aa', 'r1', shirt);
  });

  it('are told by their positions, both of them', async () => {
    await remember(platform, 2, 'bb', 'r2', shoe);
    await remember(platform, 3, 'cc', 'r3', shirtAgain);
    expect(await alike(platform, 'cc')).toEqual([1]);
    expect(await alike(platform, 'aa')).toEqual([3]);
    expect(await alike(platform, 'bb')).toEqual([]);
  });

  it('are forgotten when another photo takes their place', async () => {
    await remember(platform, 1, 'bb', 'r2', shoe);
    await remember(platform, 2, 'cc', 'r3', shirtAgain);
    expect(await alike(platform, 'cc')).toEqual([]);
  });

  it('are not a photo and itself, moved to another position', async () => {
    await remember(platform, 4, 'aa', 'r2', shirt);
    expect(await alike(platform, 'aa')).toEqual([]);
    await remember(platform, 2, 'cc', 'r3', shirtAgain);
    expect(await alike(platform, 'cc')).toEqual([4]);
  });

  it('count while their run is open or the catalogue shows them, no longer', async () => {
    await remember(platform, 2, 'cc', 'r3', shirtAgain);
    await end(platform, 'r1');
    expect(await alike(platform, 'cc')).toEqual([]);
    await show(platform, 1, 'aa');
    expect(await alike(platform, 'cc')).toEqual([1]);
  });

  it('are all noted when they come at one moment', async () => {
    await Promise.all([
      remember(platform, 2, 'bb', 'r2', shirtAgain),
      remember(platform, 3, 'cc', 'r3', shirtAgain),
    ]);
    expect(await alike(platform, 'aa')).toEqual([2, 3]);
  });

  it('of a product without notes are none', async () => {
    expect(await findAlike(platform, builtInMedia(platform.records), 'shop', 'MUG-1', 'aa')).toEqual([]);
  });

  it('are noted the same after a crash at any point', async () => {
    await crashEverywhere(
      async () => createMemoryPlatform(),
      async (crashing) => await remember(crashing, 1, 'aa', 'r1', shirt),
      async (after) => {
        await remember(after, 1, 'aa', 'r1', shirt);
        const record = await after.inspection.records.get({ pk: 'shop#SKU#TEE-1', sk: 'LOOKS' });
        expect(record?.data).toEqual({ 1: { asset: 'aa', run: 'r1', look: shirt } });
      },
    );
  });
});
