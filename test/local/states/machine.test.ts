import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION, StatesStand } from './states-stand.ts';

const pass = { Type: 'Pass', End: true };

function named(name: string): Error {
  return Object.assign(new Error(`${name} happened`), { name });
}

describe('a machine', () => {
  let stand: StatesStand;
  beforeAll(async () => {
    stand = await StatesStand.open({
      work: (input) => {
        const { fail, size } = input as { fail?: string; size?: number };
        if (fail !== undefined) throw named(fail);
        return size === undefined ? input : 'x'.repeat(size);
      },
    });
  });
  afterAll(() => stand.remove());

  const output = async (expression: string, input: unknown = {}) => {
    const ended = await stand.run({ A: { ...pass, Output: `{% ${expression} %}` } }, input);
    return ended.status === 'SUCCEEDED' ? JSON.parse(ended.output) : ended.cause;
  };

  test.each([
    ['$parse(\'{"a":[1]}\')', { a: [1] }],
    ['$range(1, 9, 4)', [1, 5, 9]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ["$hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['$random(7) = $random(7)', true],
    ['$length($uuid())', 36],
  ])('knows %s', async (expression, expected) => {
    expect(await output(expression)).toEqual(expected);
  });

  test('has no $eval', async () => {
    expect(await output("$eval('1')")).toMatch(/threw an error during evaluation. T1006/);
  });

  test('assigns all variables of a state at once, from what they were', async () => {
    const ended = await stand.run({
      A: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: '{% [$a, $b] %}', Next: 'C' },
      C: { ...pass, Output: '{% [$states.input, [$a, $b]] %}' },
    });
    expect(JSON.parse(ended.output)).toEqual([1, 2, [2, 1]]);
  });

  test('shows outer variables to branches and iterations, and keeps theirs inside', async () => {
    const inner = (name: string) => ({
      StartAt: name,
      States: {
        [name]: { Type: 'Pass', Assign: { own: '{% $outer & $states.input %}' }, Next: `${name}2` },
        [`${name}2`]: { ...pass, Output: '{% $own %}' },
      },
    });
    const ended = await stand.run({
      A: { Type: 'Pass', Assign: { outer: 'o' }, Output: 'i', Next: 'P' },
      P: {
        Type: 'Parallel',
        Branches: [inner('X'), inner('Y')],
        Assign: { both: '{% $states.result %}' },
        Next: 'M',
      },
      M: { Type: 'Map', Items: ['1', '2'], ItemProcessor: inner('Z'), Next: 'End' },
      End: { ...pass, Output: '{% [$both, $states.input, $exists($own)] %}' },
    });
    expect(JSON.parse(ended.output)).toEqual(['oi', 'oi', 'o1', 'o2', false]);
  });

  const task = (payload: unknown, more: Record<string, unknown> = { End: true }) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: FUNCTION, Payload: payload },
    ...more,
  });

  test('names a function error by its errorType, with the whole payload as its cause', async () => {
    const ended = await stand.run({ A: task({ fail: 'InvalidInputError' }) });
    expect(ended.error).toBe('InvalidInputError');
    expect(JSON.parse(ended.cause)).toMatchObject({ errorType: 'InvalidInputError' });
  });

  test('gives the first catcher that matches the error, with its own Assign and Output', async () => {
    const ended = await stand.run({
      A: task(
        { fail: 'B' },
        {
          Catch: [
            { ErrorEquals: ['A'], Next: 'X' },
            {
              ErrorEquals: ['B', 'C'],
              Assign: { e: '{% $states.errorOutput.Error %}' },
              Output: { saw: 1 },
              Next: 'X',
            },
            { ErrorEquals: ['States.ALL'], Next: 'X' },
          ],
          End: true,
        },
      ),
      X: { ...pass, Output: '{% [$e, $states.input] %}' },
    });
    expect(JSON.parse(ended.output)).toEqual(['B', { saw: 1 }]);
  });

  test('ends a result over 256 KiB with States.DataLimitExceeded, past States.ALL', async () => {
    const caught = { ErrorEquals: ['States.ALL'], Next: 'X' };
    const ended = await stand.run({ A: task({ size: 262_144 }, { Catch: [caught], End: true }), X: pass });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    const named = await stand.run({
      A: task(
        { size: 262_144 },
        { Catch: [{ ...caught, ErrorEquals: ['States.DataLimitExceeded'] }], End: true },
      ),
      X: { ...pass, Output: 'caught' },
    });
    expect(named.output).toBe('"caught"');
  });

  test('calls a function by its ARN as the resource, with the bare payload as the result', async () => {
    const states = { A: { Type: 'Task', Resource: FUNCTION, Arguments: { a: 1 }, End: true } };
    const executionArn = await stand.start(await stand.machine('Direct', states));
    expect((await stand.ended(executionArn)).output).toBe('{"a":1}');
    expect(await stand.types(executionArn)).toContain('LambdaFunctionSucceeded');
  });

  test('fails with the evaluated Error and Cause of a Fail state', async () => {
    const ended = await stand.run(
      { A: { Type: 'Fail', Error: "{% 'E' & $states.input.n %}", Cause: '{% $string($states.input) %}' } },
      { n: 4 },
    );
    expect(ended).toMatchObject({ status: 'FAILED', error: 'E4', cause: '{"n":4}' });
  });

  test('fails where no choice matches', async () => {
    const ended = await stand.run({
      A: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'B' }] },
      B: pass,
    });
    expect(ended.error).toBe('States.NoChoiceMatched');
  });

  test('runs no more iterations at a time than MaxConcurrency, and leaves tolerated failures out', async () => {
    let running = 0;
    let most = 0;
    const work = async (input: unknown) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => setImmediate(resolve));
      running -= 1;
      if ((input as { n: number }).n % 5 === 0) throw named('Odd');
      return (input as { n: number }).n;
    };
    const own = await StatesStand.open({ work });
    const one = task({ n: '{% $states.input %}' }, { Output: '{% $states.result.Payload %}', End: true });
    const ended = await own.run({
      M: {
        Type: 'Map',
        Items: '{% $range(1, 20) %}',
        MaxConcurrency: 3,
        ToleratedFailurePercentage: 20,
        ItemProcessor: { StartAt: 'One', States: { One: one } },
        End: true,
      },
    });
    expect(most).toBe(3);
    expect(JSON.parse(ended.output)).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 16, 17, 18, 19]);
    await own.remove();
  });

  test('ends at 25,000 events', { timeout: 30_000 }, async () => {
    const executionArn = await stand.start(
      await stand.machine('Endless', {
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }] },
      }),
    );
    const ended = await stand.ended(executionArn);
    expect(ended.cause).toMatch(/maximum number of history events \(25000\)/);
    const [last] = (
      await stand.call('GetExecutionHistory', { executionArn, reverseOrder: true, maxResults: 1 })
    ).events;
    expect(last).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });
});
