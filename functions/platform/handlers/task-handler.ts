import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import * as z from 'zod';
import { awsPlatform } from '../adapters/aws/aws-platform.ts';
import { InvalidInputError, TransientError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { ConflictError } from '../ports/records.ts';
import type { StageRecord } from '../runs/run.ts';
import { type RunReference, recordStage } from '../runs/stages.ts';
import { logger, metrics } from './observability.ts';
import { validate } from './validate.ts';

/** What every task's payload begins with. */
export const runReferenceSchema = z.object({
  store: z.string().min(1),
  run: z.string().min(1),
  attempt: z.number().int().min(1),
});

/** What a stage says of itself on the run, beside its output for the machine. */
export type StageNote = Partial<
  Pick<StageRecord, 'outcome' | 'engine' | 'costMicroUsd' | 'note' | 'figures'>
>;

export interface Task<Input extends RunReference, Output> {
  /** The state's name as people see it on the run; left out: the task is not a stage and leaves no entry. */
  readonly stage?: string;
  readonly input: z.ZodType<Input>;
  /** At most a few KB: references, figures. */
  run(platform: Platform, input: Input): Promise<{ output: Output; stage?: StageNote }>;
}

/** Ties a task's schema to its function's types. */
export function defineTask<Input extends RunReference, Output>(
  task: Task<Input, Output>,
): Task<Input, Output> {
  return task;
}

/**
 * A Lambda handler for one state: validates the payload, runs, notes the stage on the run, measures the time. Its file
 * exports the task as well: tests call it through `runTask`.
 */
export function taskHandler<Input extends RunReference, Output>(task: Task<Input, Output>) {
  return middy()
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(logMetrics(metrics))
    .handler(async (event: unknown): Promise<Output> => {
      const input = validate(task.input, event, task.stage ?? { en: 'the task', zh: '任务' });
      logger.appendKeys({ store: input.store, run: input.run, attempt: input.attempt, stage: task.stage });
      return await runTask(awsPlatform(), task, input);
    });
}

/**
 * The handler without Lambda around it; tests call this with a platform of memory adapters.
 *
 * @throws one of the five error classes; what none of them fits is thrown as it is, and fails the run
 */
export async function runTask<Input extends RunReference, Output>(
  platform: Platform,
  task: Task<Input, Output>,
  input: Input,
): Promise<Output> {
  try {
    return await runAndNote(platform, task, input);
  } catch (thrown) {
    const error = passingOrAsIs(thrown);
    logger.warn('The task failed', { error: error as Error });
    throw error;
  }
}

async function runAndNote<Input extends RunReference, Output>(
  platform: Platform,
  task: Task<Input, Output>,
  input: Input,
): Promise<Output> {
  const startedAt = platform.clock.now();
  const entry = (end: StageNote): StageRecord => ({
    state: task.stage ?? '',
    startedAt,
    endedAt: platform.clock.now(),
    outcome: 'done',
    ...end,
  });
  try {
    const { output, stage } = await task.run(platform, input);
    if (task.stage !== undefined) {
      await recordStage(platform, input, entry(stage ?? {}));
      metrics.addDimension('stage', task.stage);
      metrics.addMetric(
        'StageMilliseconds',
        MetricUnit.Milliseconds,
        elapsed(startedAt, platform.clock.now()),
      );
    }
    return output;
  } catch (error) {
    // Told waits and retries are not the stage's end; a refused input is.
    if (task.stage !== undefined && error instanceof InvalidInputError) {
      await recordStage(platform, input, entry({ outcome: 'failed', note: error.text }));
    }
    throw error;
  }
}

/** A write that lost three times against other writers may win a little later. */
export function passingOrAsIs(error: unknown): unknown {
  if (!(error instanceof ConflictError)) return error;
  return new TransientError(
    'WriteConflict',
    {
      en: 'Another step changed the same record at the same time; tried again.',
      zh: '另一步骤同时修改了同一条记录，将自动重试。',
    },
    error,
  );
}

function elapsed(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
