import type { TroubleFacts } from '../platform/ai/provider-health.ts';
import { InvalidInputError, RateLimitedError } from '../platform/errors.ts';
import type { Platform } from '../platform/platform.ts';
import { toldWaitSeconds } from '../platform/retry-policy.ts';
import { type Job, readRunFile, writeRunFile } from './run-files.ts';

/** After that many waits the rules write: a text by rules today is worth more than a model's tomorrow. */
const WAITS_OF_AN_ATTEMPT = 3;

/**
 * Lets the machine wait where a service asked us to come back, unless the wait is longer than the machine waits at once (a
 * quota of hours) or it was waited for often enough. What was answered meanwhile is kept, so nothing is paid twice.
 *
 * @throws RateLimitedError where it is worth waiting: the step is done again afterwards
 */
export async function waitIfWorthwhile(
  platform: Platform,
  job: Job,
  { code, says, retryAfterSeconds }: TroubleFacts,
): Promise<void> {
  if (retryAfterSeconds === undefined || retryAfterSeconds > toldWaitSeconds.most) return;
  const times = await readTimes(platform, job);
  if (times >= WAITS_OF_AN_ATTEMPT) return;
  await writeRunFile(platform, job, 'waits', { times: times + 1 });
  throw new RateLimitedError(code, says, retryAfterSeconds);
}

async function readTimes(platform: Platform, job: Job): Promise<number> {
  try {
    return (await readRunFile(platform, job, 'waits')).times;
  } catch (error) {
    if (error instanceof InvalidInputError && error.code === 'ObjectMissing') return 0;
    throw error;
  }
}
