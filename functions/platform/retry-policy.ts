/**
 * The one retry policy. `test/conformance` holds every ASL file to it: a Task's `Retry` and `Catch` must be one of
 * these, to the letter.
 */

/** Errors that may pass: ours, and those that the Lambda service itself answers when it is unwell. */
export const transientErrors = [
  'TransientError',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
] as const;

/** The account's concurrency is used up: not a fault, but a queue. */
export const throttlingError = 'Lambda.TooManyRequestsException';

/**
 * A thousand photos dropped at once meet an account that runs ten functions at a time: whoever is turned away comes back
 * until it is their turn. Waits are at most 5 + 10 + 20 + 40 + 80 + 160 + 14 × 300 = 4,515 s, 75 minutes in all; jitter
 * keeps those who were turned away together from coming back together.
 */
export const throttlingRetry = {
  ErrorEquals: [throttlingError],
  IntervalSeconds: 5,
  MaxAttempts: 20,
  BackoffRate: 2,
  MaxDelaySeconds: 300,
  JitterStrategy: 'FULL',
} as const;

/** A stage: waits before the retries are at most 2 + 4 + 8 + 16 = 30 s in all, besides throttling; jitter spreads a burst. */
export const stageRetry = [
  {
    ErrorEquals: [...transientErrors],
    IntervalSeconds: 2,
    MaxAttempts: 4,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
  throttlingRetry,
] as const;

/**
 * The closing state must not fail for a passing reason: 2 + 4 + 8 + 16 + 32 + 64 = 126 s in all, besides throttling. If it
 * does all the same, the 15-minute sweep closes the run.
 */
export const recordRetry = [
  // First: `States.ALL` must stand alone and last, and would take a throttled call too.
  throttlingRetry,
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: 'FULL',
  },
] as const;

/** A told wait below 1 s would spin, one over 900 s hides a quota that a person should see. */
export const toldWaitSeconds = { least: 1, most: 900 } as const;

/** How often one run may be told to wait before it fails: 20 × 900 s = 5 hours at the most. */
export const mostToldWaits = 20;

/** Only our own faults fail the execution: `RecordFailure` closes the run and goes on to `Failed`, `Record` ends there. */
const setFailure = (outcome: string) => ({ outcome, failure: '{% $states.errorOutput %}' });

const closings = [
  { ErrorEquals: ['InvalidInputError'], Assign: setFailure('quarantined'), Next: 'Record' },
  { ErrorEquals: ['RejectedError'], Assign: setFailure('rejected'), Next: 'Record' },
  { ErrorEquals: ['States.ALL'], Assign: setFailure('failed'), Next: 'RecordFailure' },
] as const;

/** `Catch` of a stage that calls nothing outside. */
export const stageCatch = closings;

/** `Catch` of a stage that calls a service which may tell it to wait. @param state the stage's own name, where it goes on */
export function rateLimitedCatch(state: string) {
  return [
    {
      ErrorEquals: ['RateLimitedError'],
      Assign: {
        waitSeconds: `{% $min([${toldWaitSeconds.most}, $max([${toldWaitSeconds.least}, $parse($parse($states.errorOutput.Cause).errorMessage).retryAfterSeconds])]) %}`,
        toldWaits: '{% $toldWaits + 1 %}',
        resumeAt: state,
        failure: '{% $states.errorOutput %}',
      },
      Next: 'MayWait',
    },
    ...closings,
  ];
}

/** `Catch` of the state that waits for a person. */
export const reviewCatch = [
  { ErrorEquals: ['States.Timeout'], Assign: { outcome: 'expired' }, Next: 'Record' },
  { ErrorEquals: ['States.ALL'], Assign: setFailure('failed'), Next: 'RecordFailure' },
] as const;
