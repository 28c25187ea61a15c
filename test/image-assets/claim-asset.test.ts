import { beforeEach, describe, expect, it } from 'vitest';
import { builtInMedia } from '../../functions/connectors/store/built-in-media.ts';
import { claimAsset } from '../../functions/image-assets/claim-asset.ts';
import { closeRun } from '../../functions/platform/runs/close-run.ts';
import type { Outcome } from '../../functions/platform/runs/run.ts';
import { crashEverywhere } from '../platform/memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { letters, start } from '../platform/runs/run-fixtures.ts';

const claim = (platform: MemoryPlatform, run: string, asset: string, position?: number) =>
  claimAsset(platform, builtInMedia(platform.records), 'shop', {
    sku: 'TEE-1',
    asset,
    sha256: asset.repeat(4),
    run,
    position,
  });

/** Puts a picture into the catalogue, or takes it away. */
async function show(platform: MemoryPlatform, position: number, asset: string | undefined): Promise<void> {
  const media = builtInMedia(platform.inspection.records);
  const present = await media.read('shop', 'TEE-1', position);
  if (asset !== undefined)
    await media.write('shop', 'TEE-1', position, { asset, files: [] }, present ?? 'nothing');
  else if (present !== undefined) await media.remove('shop', 'TEE-1', position, present);
}

const end = (platform: MemoryPlatform, run: string, outcome: Outcome) =>
  closeRun(platform, letters, { store: 'shop', run, attempt: 1 }, { outcome, by: 'machine' });

async function withRuns(): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  for (const runId of ['r1', 'r2', 'r3']) await start(platform, { runId });
  return platform;
}

describe('the claim on the bytes of a photo', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = await withRuns();
  });

  it('goes to the first run, and the same run may ask again', async () => {
    expect(await claim(platform, 'r1', 'aa')).toEqual({ position: 1 });
    expect(await claim(platform, 'r1', 'aa')).toEqual({ position: 1 });
    expect(await claim(platform, 'r2', 'aa')).toEqual({ position: 1, duplicateOf: 'r1' });
    expect(await claim(platform, 'r2', 'bb')).toEqual({ position: 2 });
  });

  it('goes to one of two who ask at the same moment, and the other is told which', async () => {
    const claims = await Promise.all([claim(platform, 'r1', 'aa'), claim(platform, 'r2', 'aa')]);
    expect(claims.filter((one) => one.duplicateOf === undefined)).toHaveLength(1);
    const loser = claims.findIndex((one) => one.duplicateOf !== undefined);
    expect(claims[loser]).toMatchObject({ duplicateOf: loser === 0 ? 'r2' : 'r1' });
  });

  it.each([
    ['rejected', false],
    ['expired', false],
    ['quarantined', false],
    ['failed', false],
    ['conflict', false],
    ['dry-run', false],
    ['published', true],
  ] as const)('of a run that ended as %s is kept: %s', async (outcome, kept) => {
    await claim(platform, 'r1', 'aa', 4);
    if (outcome === 'published') await show(platform, 4, 'aa');
    await end(platform, 'r1', outcome);
    const next = await claim(platform, 'r2', 'aa');
    expect(next).toEqual(kept ? { position: 4, duplicateOf: 'r1' } : { position: 4 });
    // Its own replay finds the new holder at work.
    if (!kept) expect(await claim(platform, 'r1', 'aa')).toMatchObject({ duplicateOf: 'r2' });
  });

  it.each([
    ['reverted or taken away', undefined, 4],
    // The picture that replaced it is not replaced in its turn, unless the photo's name says so.
    ['replaced', 'bb', 5],
  ] as const)(
    'is given up once its picture is %s: the photo may come back',
    async (_, standing, position) => {
      await claim(platform, 'r1', 'aa', 4);
      await show(platform, 4, 'aa');
      await end(platform, 'r1', 'published');
      await show(platform, 4, standing);
      expect(await claim(platform, 'r2', 'aa')).toEqual({ position });
      await end(platform, 'r2', 'rejected');
      expect(await claim(platform, 'r3', 'aa', 4)).toEqual({ position: 4 });
    },
  );

  it('of a picture that stands in the catalogue is a duplicate under any number', async () => {
    await claim(platform, 'r1', 'aa', 4);
    await show(platform, 4, 'aa');
    await end(platform, 'r1', 'published');
    expect(await claim(platform, 'r2', 'aa', 2)).toEqual({ position: 4, duplicateOf: 'r1' });
  });

  it('moves to the position that a later name asks for', async () => {
    await claim(platform, 'r1', 'aa', 4);
    await end(platform, 'r1', 'rejected');
    expect(await claim(platform, 'r2', 'aa', 2)).toEqual({ position: 2 });
  });

  it('is one claim with one position when the process dies at any call and it is repeated', async () => {
    await crashEverywhere(
      withRuns,
      (p) => claim(p, 'r1', 'aa'),
      async (p, crashed) => {
        expect(await claim(p, 'r1', 'aa'), crashed).toEqual({ position: 1 });
        expect(await claim(p, 'r2', 'bb'), crashed).toEqual({ position: 2 });
      },
    );
  });
});

describe('the position of a photo without a number', () => {
  it('comes after those that other names asked for: it never takes the main picture’s place', async () => {
    const platform = await withRuns();
    expect(await claim(platform, 'r1', 'aa', 1)).toEqual({ position: 1 });
    expect(await claim(platform, 'r2', 'bb')).toEqual({ position: 2 });
    expect(await claim(platform, 'r3', 'cc', 7)).toEqual({ position: 7 });
    expect(await claim(platform, 'r1', 'dd')).toEqual({ position: 8 });
  });

  it('is not the one that a name takes while it is being looked for', async () => {
    const platform = await withRuns();
    const media = builtInMedia(platform.records);
    let isTaken = false;
    const racing = {
      read: async (...given: Parameters<typeof media.read>) => {
        const found = await media.read(...given);
        if (!isTaken) {
          isTaken = true;
          expect(await claim(platform, 'r1', 'aa', 1)).toEqual({ position: 1 });
        }
        return found;
      },
    };
    const wanted = { sku: 'TEE-1', asset: 'bb', sha256: 'bb', run: 'r2' };
    expect(await claimAsset(platform, racing, 'shop', wanted)).toEqual({ position: 2 });
  });

  it('comes after pictures that others put into the catalogue', async () => {
    const platform = await withRuns();
    await show(platform, 1, 'theirs');
    expect(await claim(platform, 'r1', 'aa')).toEqual({ position: 2 });
  });

  it('is free again when the 99 before it were never published', async () => {
    const platform = await withRuns();
    for (let taken = 1; taken <= 99; taken++) await claim(platform, 'r1', `a${taken}`);
    await show(platform, 1, 'a1');
    await expect(claim(platform, 'r2', 'bb')).rejects.toMatchObject({ code: 'PositionsTaken' });
    await end(platform, 'r1', 'rejected');
    expect(await claim(platform, 'r2', 'bb')).toEqual({ position: 2 });
    expect(await claim(platform, 'r2', 'cc')).toEqual({ position: 3 });
  });

  it('is its own also when several race', async () => {
    const platform = await withRuns();
    const claims = await Promise.all(
      ['aa', 'bb', 'cc'].map((asset, at) => claim(platform, `r${at + 1}`, asset)),
    );
    expect(claims.map((one) => one.position).sort()).toEqual([1, 2, 3]);
  });

  it('is the first free one when 99 is taken, and none when all are', async () => {
    const platform = await withRuns();
    await claim(platform, 'r1', 'zz', 99);
    for (let taken = 1; taken < 99; taken++) {
      expect(await claim(platform, 'r1', `a${taken}`)).toEqual({ position: taken });
    }
    await expect(claim(platform, 'r1', 'last')).rejects.toMatchObject({
      name: 'InvalidInputError',
      code: 'PositionsTaken',
      text: { en: expect.stringContaining('TEE-1_3.jpg') },
    });
  });
});
