import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  RejectedError,
  TransientError,
} from '../../../functions/platform/errors.ts';
import { logger, metrics } from '../../../functions/platform/handlers/observability.ts';
import { runReferenceSchema, runTask, type Task } from '../../../functions/platform/handlers/task-handler.ts';
import { ConflictError } from '../../../functions/platform/ports/records.ts';
import type { RunReference } from '../../../functions/platform/runs/stages.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { close, reference, runNow, start } from '../runs/run-fixtures.ts';

logger.setLogLevel('SILENT');
// Lambda's middleware clears the metrics after each invocation; here one process runs many tasks.
vi.spyOn(metrics, 'addDimension').mockReturnValue(metrics);

const says = { en: 'No.', zh: '不行。' };

const write = (
  run: Task<RunReference, unknown>['run'],
  over: Partial<Task<RunReference, unknown>> = {},
): Task<RunReference, unknown> => ({ stage: 'Write', input: runReferenceSchema, run, ...over });

const failing = (error: unknown) =>
  write(async () => {
    throw error;
  });

describe('a task', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await start(platform);
  });

  it('answers its output and notes its stage with the time that it took', async () => {
    const task = write(async () => {
      platform.inspection.advance(1500);
      return { output: { sent: 1 }, stage: { engine: 'rules/pen@1', figures: { pages: 2 } } };
    });
    expect(await runTask(platform, task, reference())).toEqual({ sent: 1 });
    expect((await runNow(platform)).stages).toEqual([
      {
        state: 'Write',
        startedAt: '2026-03-02T09:00:00.000Z',
        endedAt: '2026-03-02T09:00:01.500Z',
        outcome: 'done',
        engine: 'rules/pen@1',
        figures: { pages: 2 },
      },
    ]);
  });

  it('may warn, and may be no stage at all', async () => {
    const warning = write(async () => ({ output: 1, stage: { outcome: 'warned', note: says } }));
    await runTask(platform, warning, reference());
    const { stage: _none, ...silent } = write(async () => ({ output: 2 }));
    expect(await runTask(platform, silent, reference())).toBe(2);
    expect((await runNow(platform)).stages).toMatchObject([{ outcome: 'warned', note: says }]);
  });

  it('that runs twice leaves one entry, and one that comes late none', async () => {
    const task = write(async () => ({ output: 1 }));
    await runTask(platform, task, reference());
    await runTask(platform, task, reference());
    await runTask(platform, task, reference(2));
    await close(platform, 'published');
    const closed = await runNow(platform);
    expect(closed.stages).toHaveLength(1);
    expect(await runTask(platform, task, reference())).toBe(1);
    expect(await runNow(platform)).toEqual(closed);
  });

  it.each([
    new TransientError('ServiceBusy', says),
    new RateLimitedError('Busy', says, 7),
    new RejectedError('PolicySaidNo', says),
    new ConfigurationError('KeyWrong', says),
    new TypeError('a bug'),
  ])('lets %s out as it is, and its stage has not ended by it', async (error) => {
    await expect(runTask(platform, failing(error), reference())).rejects.toBe(error);
    expect((await runNow(platform)).stages).toEqual([]);
  });

  it('that refuses its input ends its stage with the reason', async () => {
    const error = new InvalidInputError('NotALetter', says);
    await expect(runTask(platform, failing(error), reference())).rejects.toBe(error);
    expect((await runNow(platform)).stages).toMatchObject([{ outcome: 'failed', note: says }]);
  });

  it('that lost its write to others is to be tried again', async () => {
    const lost = runTask(platform, failing(new ConflictError('x')), reference());
    await expect(lost).rejects.toMatchObject({ name: 'TransientError', code: 'WriteConflict' });
  });

  it.each([
    ['after it worked', write(async () => ({ output: 1 }))],
    ['after it refused its input', failing(new InvalidInputError('NotALetter', says))],
  ])('whose note is lost to other writers is to be tried again: %s', async (_, task) => {
    platform.inspection.onCall(({ name, moment }) => {
      if (name === 'records.put' && moment === 'before') throw new ConflictError('run');
    });
    await expect(runTask(platform, task, reference())).rejects.toMatchObject({
      name: 'TransientError',
      code: 'WriteConflict',
    });
  });

  it('puts into its errors what a machine and a person need, and nothing else', () => {
    const error = new RateLimitedError('Busy', says, 2.2);
    expect(JSON.parse(error.message)).toEqual({ code: 'Busy', text: says, retryAfterSeconds: 3 });
    expect(new RateLimitedError('Busy', says, -1).retryAfterSeconds).toBe(1);
    expect(error.name).toBe('RateLimitedError');
  });
});
