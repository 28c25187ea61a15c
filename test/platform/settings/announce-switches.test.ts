import { describe, expect, it } from 'vitest';
import { announceRecentSwitches } from '../../../functions/platform/settings/announce-switches.ts';
import { saveSetting } from '../../../functions/platform/settings/save-setting.ts';
import { Crash, createMemoryPlatform } from '../memory/memory-platform.ts';

const save = (platform: ReturnType<typeof createMemoryPlatform>, value: Record<string, boolean | string>) =>
  saveSetting(platform, {
    store: 's',
    name: 'kill-switches',
    value,
    actor: { kind: 'system', id: 'test' },
    reason: 'test',
  });

describe('a kill switch', () => {
  it('is told when it goes on and when it goes off, for each workflow that changed', async () => {
    const platform = createMemoryPlatform();
    await save(platform, { 'image-assets': true, order: false });
    await save(platform, { 'image-assets': true, order: true });
    await save(platform, {});
    const told = platform.inspection.events.map(({ workflow, on }) => [workflow, on]);
    expect(told).toEqual([
      ['image-assets', true],
      ['order', true],
      ['image-assets', false],
      ['order', false],
    ]);
    expect(new Set(platform.inspection.events.map((event) => event.eventId)).size).toBe(4);
  });

  it('is told of by the sweep when the process died between saving it and telling of it', async () => {
    const platform = createMemoryPlatform();
    await save(platform, { order: true });
    platform.inspection.onCall(({ name, moment }) => {
      if (name === 'events.publish' && moment === 'before') throw new Crash('dead');
    });
    await expect(save(platform, { order: true, 'image-assets': true })).rejects.toBeInstanceOf(Crash);
    platform.inspection.onCall(undefined);
    await save(platform, { 'image-assets': true });
    expect(platform.inspection.events.map(({ eventId }) => eventId)).not.toContain(
      'kill-switch/image-assets/2',
    );

    platform.inspection.advance(6 * 3_600_000);
    await announceRecentSwitches(platform, 's');
    const told = platform.inspection.events.map(({ eventId, on }) => `${eventId} ${on}`);
    expect([...new Set(told)].sort()).toEqual([
      'kill-switch/image-assets/2 true',
      'kill-switch/order/1 true',
      'kill-switch/order/3 false',
    ]);
  });

  it('is told with the time at which it ends by itself', async () => {
    const platform = createMemoryPlatform();
    await save(platform, { order: '2099-01-01T09:00:00.000Z' });
    // Longer, or without end: it is off all the same.
    await save(platform, { order: true });
    expect(platform.inspection.events).toMatchObject([{ on: true, until: '2099-01-01T09:00:00.000Z' }]);
  });

  it('is not told of again days later', async () => {
    const platform = createMemoryPlatform();
    await save(platform, { order: true });
    platform.inspection.advance(25 * 3_600_000);
    await announceRecentSwitches(platform, 's');
    expect(platform.inspection.events).toHaveLength(1);
  });
});
