/**
 * The one retry policy. `test/conformance` holds every ASL file to it: a Task's `Retry` and `Catch` must be one of
 * these, to the letter.
 */

/** Errors that may pass: ours, and those that the Lambda service itself answers when it is busy. */
export const transientErrors = [
  'TransientError',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
] as const;

/** A stage: waits before the retries are at most 2 + 4 + 8 + 16 = 30 s in all; jitter spreads a burst. */
export const stageRetry = [
  {
    ErrorEquals: [...transientErrors],
    IntervalSeconds: 2,
    MaxAttempts: 4,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
] as const;

/**
 * The closing state must not fail for a passing reason: 2 + 4 + 8 + 16 + 32 + 64 = 126 s in all. If it does all the
 * same, the 15-minute sweep closes the run.
 */
export const recordRetry = [
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

const setFailure = (outcome: string) => ({ outcome, failure: '{% $states.errorOutput %}' });

const closings = [
  { ErrorEquals: ['InvalidInputError'], Assign: setFailure('quarantined'), Next: 'Record' },
  { ErrorEquals: ['RejectedError'], Assign: setFailure('rejected'), Next: 'Record' },
  { ErrorEquals: ['States.ALL'], Assign: setFailure('failed'), Next: 'Record' },
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
  { ErrorEquals: ['States.ALL'], Assign: setFailure('failed'), Next: 'Record' },
] as const;
