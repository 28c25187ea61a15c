import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesError, StateFailure } from '../../../local/states/language/failure.ts';
import { decideRetry, retryDelaySeconds } from '../../../local/states/language/retry.ts';
import { parseTimestamp } from '../../../local/states/language/timestamp.ts';
import { validateDefinition } from '../../../local/states/language/validate.ts';
import { FUNCTION } from './states-stand.ts';

const pass = { Type: 'Pass', End: true };

describe('error names', () => {
  const failure = (error: string, alsoKnownAs: string[] = []) =>
    new StateFailure(error, undefined, { alsoKnownAs });
  test.each([
    ['Mine', ['States.ALL'], true],
    ['Mine', ['States.TaskFailed'], true],
    ['Mine', ['mine'], false],
    ['States.Timeout', ['States.TaskFailed'], false],
    ['States.Timeout', ['States.ALL'], true],
    ['States.DataLimitExceeded', ['States.ALL', 'States.TaskFailed'], false],
    ['States.DataLimitExceeded', ['States.DataLimitExceeded'], true],
    ['States.Runtime', ['States.ALL'], false],
    ['States.QueryEvaluationError', ['States.ALL'], true],
  ])('%s against %j: %s', (error, equals, expected) => {
    expect(matchesError(equals, failure(error))).toBe(expected);
  });
  test('a missing heartbeat is matched by its own name and as a time-out', () => {
    const missed = failure('States.Timeout', ['States.HeartbeatTimeout']);
    expect(matchesError(['States.HeartbeatTimeout'], missed)).toBe(true);
    expect(matchesError(['States.Timeout'], missed)).toBe(true);
  });
});

describe('retries', () => {
  const retriers = [
    { ErrorEquals: ['A', 'B'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
    { ErrorEquals: ['C'], IntervalSeconds: 5 },
  ];
  test('each retrier counts its own attempts, and one that is used up ends the retrying', () => {
    let used: readonly number[] = [];
    const delays: (number | undefined)[] = [];
    for (const name of ['A', 'B', 'C', 'B']) {
      const decision = decideRetry(retriers, used, new StateFailure(name), () => 0);
      delays.push(decision?.delaySeconds);
      used = decision?.used ?? used;
    }
    expect(delays).toEqual([1, 2, 5, undefined]);
  });
  test('the delay grows by the rate up to the cap, and full jitter takes a share of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 1, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (interval, retry, rate, random) => {
          const plain = { ErrorEquals: [], IntervalSeconds: interval, BackoffRate: rate };
          const full = retryDelaySeconds(plain, retry, () => random);
          expect(full).toBeCloseTo(interval * rate ** (retry - 1), 5);
          const capped = retryDelaySeconds({ ...plain, MaxDelaySeconds: 30 }, retry, () => random);
          expect(capped).toBe(Math.min(full, 30));
          const jittered = retryDelaySeconds({ ...plain, JitterStrategy: 'FULL' }, retry, () => random);
          expect(jittered).toBeLessThanOrEqual(full);
        },
      ),
    );
  });
});

describe('timestamps', () => {
  test('every instant with any offset is read back exactly', () => {
    const range = {
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9998-12-31T00:00:00Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(range), fc.integer({ min: -840, max: 840 }), (date, offset) => {
        const shifted = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(offset);
        const zone = `${offset < 0 ? '-' : '+'}${String(Math.trunc(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
        fc.pre(/^\d{4}-/.test(shifted));
        expect(parseTimestamp(`${shifted}${zone}`)).toBe(date.getTime());
      }),
    );
  });
  test.each(['2016-02-30T00:00:00Z', '2016-12-05T24:00:01Z', '2016-12-05', '2016-12-05t01:00:00z', ''])(
    '%j is none',
    (text) => {
      expect(parseTimestamp(text)).toBeUndefined();
    },
  );
});

describe('a definition is refused', () => {
  const problemsOf = (
    states: Record<string, unknown>,
    more: Record<string, unknown> = {},
    type: 'STANDARD' | 'EXPRESS' = 'STANDARD',
  ) =>
    validateDefinition(
      JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more }),
      type,
    )
      .problems.map(({ message, location }) => `${message} at ${location}`)
      .join('\n');
  test.each([
    [
      'JSONPath states',
      { A: { ...pass, Parameters: {} } },
      { QueryLanguage: 'JSONPath' },
      /runs JSONata states only.* at \/States\/A/,
    ],
    [
      'a field of JSONPath',
      { A: { ...pass, ResultPath: '$.x' } },
      {},
      /not supported in a JSONata Pass state at \/States\/A\/ResultPath/,
    ],
    ['an unknown target', { A: { Type: 'Pass', Next: 'B' } }, {}, /no state is named 'B'/],
    ['an unreachable state', { A: pass, B: pass }, {}, /"B" is not reachable/],
    ['no end', { A: { Type: 'Pass' } }, {}, /exactly one of "Next" and "End"/],
    [
      'an expression that does not parse',
      { A: { ...pass, Output: '{% $x( %}' } },
      {},
      /INVALID_JSONATA.* at \/States\/A\/Output/,
    ],
    [
      'a distributed map',
      {
        A: {
          Type: 'Map',
          End: true,
          ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'B', States: { B: pass } },
        },
      },
      {},
      /INLINE maps only/,
    ],
    [
      'another integration',
      { A: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', End: true } },
      {},
      /cannot call 'arn:aws:states:::dynamodb:putItem'/,
    ],
    [
      '.sync',
      { A: { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync', End: true } },
      {},
      /cannot call/,
    ],
    [
      'a heartbeat as long as the time-out',
      { A: { Type: 'Task', Resource: FUNCTION, TimeoutSeconds: 5, HeartbeatSeconds: 5, End: true } },
      {},
      /must be smaller than TimeoutSeconds/,
    ],
    ['a variable named states', { A: { ...pass, Assign: { states: 1 } } }, {}, /reserved/],
  ])('for %s', (_name, states, more, expected) => {
    expect(problemsOf(states, more)).toMatch(expected);
  });
  test('for a task token in an Express machine', () => {
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'f' },
      End: true,
    };
    expect(problemsOf({ A: task }, {}, 'EXPRESS')).toMatch(/cannot wait for a task token/);
  });
  test('for text that is not JSON', () => {
    expect(validateDefinition('{', 'STANDARD').problems[0]?.message).toMatch(/INVALID_JSON/);
  });
});
