import { describe, expect, it } from 'vitest';
import { endSwitches } from '../../../functions/platform/settings/end-switches.ts';
import { readSetting } from '../../../functions/platform/settings/read-setting.ts';
import { Crash, createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { letters, set, start } from '../runs/run-fixtures.ts';

const hourMs = 3_600_000;

const hoursFrom = (platform: MemoryPlatform, hours: number) =>
  new Date(Date.parse(platform.clock.now()) + hours * hourMs).toISOString();

/** Two letters that an hour's switch held, one that an earlier switch held, and one of another workflow. */
async function heldForAnHour(): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  await set(platform, 'kill-switches', { letters: true });
  await start(platform, { runId: 'earlier' });
  await set(platform, 'kill-switches', {});
  platform.inspection.advance(hourMs);
  await set(platform, 'kill-switches', { letters: hoursFrom(platform, 1), order: true });
  await start(platform, { runId: 'first' });
  platform.inspection.advance(60_000);
  await start(platform, { runId: 'second' });
  return platform;
}

const replayed = (platform: MemoryPlatform) =>
  platform.inspection.messages.map(({ queue, message }) => [queue, (message as { runId: string }).runId]);

describe('a workflow that is switched off for a time', () => {
  it('holds starts until then, and not a moment longer', async () => {
    const platform = createMemoryPlatform();
    await set(platform, 'kill-switches', { letters: hoursFrom(platform, 1) });
    expect((await start(platform, { runId: 'before' })).status).toBe('held');
    platform.inspection.advance(hourMs);
    expect((await start(platform, { runId: 'after' })).status).toBe('running');
  });

  it('is left alone before its time', async () => {
    const platform = await heldForAnHour();
    await endSwitches(platform, 'shop');
    expect(replayed(platform)).toEqual([]);
    expect((await readSetting(platform, 'shop', 'kill-switches')).version).toBe(3);
  });

  it('goes on by itself: what it held starts, oldest first, and the switch is taken out as any change is', async () => {
    const platform = await heldForAnHour();
    platform.inspection.advance(hourMs);
    await endSwitches(platform, 'shop');
    expect(replayed(platform)).toEqual([
      [letters.slug, 'first'],
      [letters.slug, 'second'],
    ]);
    const { value, version } = await readSetting(platform, 'shop', 'kill-switches');
    expect([value, version]).toEqual([{ order: true }, 4]);
    expect(platform.inspection.events.at(-1)).toMatchObject({
      alert: 'kill-switch',
      workflow: 'letters',
      on: false,
      byItself: true,
    });
    await endSwitches(platform, 'shop');
    expect((await readSetting(platform, 'shop', 'kill-switches')).version).toBe(4);
  });

  it('ends all the same when the process died half-way', async () => {
    const platform = await heldForAnHour();
    platform.inspection.advance(hourMs);
    platform.inspection.onCall(({ name, moment }) => {
      if (name === 'records.transact' && moment === 'before') throw new Crash('dead');
    });
    await expect(endSwitches(platform, 'shop')).rejects.toBeInstanceOf(Crash);
    platform.inspection.onCall(undefined);
    await endSwitches(platform, 'shop');
    // Asked twice, and one attempt: the message names it.
    expect(new Set(replayed(platform).map(([, run]) => run))).toEqual(new Set(['first', 'second']));
    expect((await readSetting(platform, 'shop', 'kill-switches')).value).toEqual({ order: true });
  });
});
