import { beforeEach, describe, expect, it } from 'vitest';
import { claimAsset } from '../../functions/image-assets/claim-asset.ts';
import { closeRun } from '../../functions/platform/runs/close-run.ts';
import type { Outcome } from '../../functions/platform/runs/run.ts';
import { crashEverywhere } from '../platform/memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { letters, start } from '../platform/runs/run-fixtures.ts';

const claim = (platform: MemoryPlatform, run: string, asset: string, position?: number) =>
  claimAsset(platform, 'shop', { sku: 'TEE-1', asset, sha256: asset.repeat(4), run, position });

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
    await end(platform, 'r1', outcome);
    const next = await claim(platform, 'r2', 'aa');
    expect(next).toEqual(kept ? { position: 4, duplicateOf: 'r1' } : { position: 4 });
    // Its own replay finds the new holder at work.
    if (!kept) expect(await claim(platform, 'r1', 'aa')).toMatchObject({ duplicateOf: 'r2' });
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
