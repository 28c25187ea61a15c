import { expect, it, vi } from 'vitest';
import { OccurrenceClock } from '../../../local/scheduler/occurrence-clock.ts';
import { openDatabase } from '../../../local/sqlite.ts';
import { ManualTime } from './manual-time.ts';

const MINUTE_MS = 60_000;

it('runs the other schedules when one fails, and tries that one again', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const time = new ManualTime('2026-01-01T00:00:00Z');
  const database = openDatabase(':memory:');
  const run: string[] = [];
  let broken = true;
  const clock = new OccurrenceClock({
    database,
    clock: time,
    setTimer: time.setTimer,
    onDue(key) {
      if (key === 'broken' && broken) throw new Error('cannot run');
      run.push(key);
      return undefined;
    },
  });
  clock.set('broken', time.now());
  clock.set('whole', time.now() + 1);
  clock.start();
  await time.advance(1_000);
  expect(run).toEqual(['whole']);
  broken = false;
  await time.advance(MINUTE_MS);
  expect(run).toEqual(['whole', 'broken']);
  expect(warned).toHaveBeenCalledTimes(1);
  clock.stop();
  database.close();
  warned.mockRestore();
});
