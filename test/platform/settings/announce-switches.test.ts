import { describe, expect, it } from 'vitest';
import { saveSetting } from '../../../functions/platform/settings/save-setting.ts';
import { createMemoryPlatform } from '../memory/memory-platform.ts';

const save = (platform: ReturnType<typeof createMemoryPlatform>, value: Record<string, boolean>) =>
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
});
