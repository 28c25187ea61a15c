import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  RejectedError,
  TransientError,
} from '../../functions/platform/errors.ts';
import { mostToldWaits, throttlingError, transientErrors } from '../../functions/platform/retry-policy.ts';
import { closingStates, readMachine, substitutionOf } from '../conformance/asl.ts';
import {
  type MachineRun,
  runMachine,
  type ScriptedFunction,
  ServiceFault,
  silence,
} from '../conformance/run-machine.ts';

const says = { en: 'Because of the test.', zh: '测试原因。' };

/** What each function answers when all is well, for a photo that is fetched and that a person looks at. */
const happy: Readonly<Record<string, ScriptedFunction>> = {
  FetchPicture: () => ({ original: { bucket: 'inbox', key: 'shop/images/mug/1.jpg' }, fileName: '1.jpg' }),
  InspectPhoto: () => ({ sku: 'mug', asset: 'a1', position: 1, retouch: true, derive: true, apparel: true }),
  RetouchPhoto: () => ({ retouched: true }),
  RemoveBackground: () => ({ accepted: true }),
  DerivePictures: () => ({ made: 2 }),
  MakeTryOn: () => ({ made: false }),
  FormatPictures: () => ({ files: 3 }),
  ValidatePictures: () => ({ needsReview: true, reviewSeconds: 3600, channels: {} }),
  AskReview: () => ({}),
  PublishAssets: () => ({ outcome: 'published', publication: 'p1', files: 3 }),
  RecordRun: () => ({}),
};

interface Case {
  readonly functions?: Readonly<Record<string, ScriptedFunction>>;
  readonly mode?: string;
  readonly tokenAnswer?: unknown;
  /** A photo that lies in the inbox already. */
  readonly uploaded?: boolean;
}

function run({
  functions = {},
  mode = 'live',
  tokenAnswer,
  uploaded = false,
}: Case = {}): Promise<MachineRun> {
  const photo = {
    original: { bucket: 'inbox', key: 'shop/images/mug/1.jpg' },
    fileName: '1.jpg',
    sku: 'mug',
  };
  return runMachine('image-assets', {
    functions: { ...happy, ...functions },
    input: {
      store: 'shop',
      run: 'r1',
      attempt: 1,
      mode,
      input: uploaded ? photo : { sku: 'mug', url: 'https://pictures.example/1.jpg' },
    },
    tokenAnswer: tokenAnswer ?? { decision: 'approve', decidedBy: 'ada' },
  });
}

/** Throws in the first `times` calls, then answers as always. */
const failing = (name: string, error: () => Error, times = Number.POSITIVE_INFINITY): Case => ({
  functions: {
    [name]: (payload, call) => {
      if (call < times) throw error();
      return happy[name]?.(payload, call);
    },
  },
});

const recorded = ({ calls }: MachineRun) => calls.findLast(({ name }) => name === 'RecordRun')?.payload;
const callsOf = ({ calls }: MachineRun, name: string) => calls.filter((call) => call.name === name).length;

const transient = () => new TransientError('Busy', says);
const rateLimited = (seconds: number) => () => new RateLimitedError('SlowDown', says, seconds);

describe('a photo that goes through', () => {
  it('passes every stage and tells each what the ones before found', async () => {
    const done = await run();
    expect(done.status).toBe('SUCCEEDED');
    expect(done.states.join(' ')).toBe(
      'NeedsFetch FetchPicture Inspect IsDuplicate Retouch RemoveBackground NeedsDerive Derive IsApparel ' +
        'TryOnVersion Format Validate NeedsReview Review IsApproved Publish Record',
    );
    for (const { name, payload } of done.calls) {
      expect(payload, name).toMatchObject({ store: 'shop', run: 'r1', attempt: 1, mode: 'live' });
    }
    expect(done.calls.find(({ name }) => name === 'PublishAssets')?.payload).toMatchObject({
      photo: { sku: 'mug', fileName: '1.jpg' },
      asset: { asset: 'a1' },
      decision: { decision: 'approve', decidedBy: 'ada' },
    });
    expect(recorded(done)).toMatchObject({
      outcome: 'published',
      failure: {},
      published: { publication: 'p1' },
    });
  });

  it('is not fetched when it lies in the inbox, and asks nobody when nothing is in doubt', async () => {
    const done = await run({
      uploaded: true,
      functions: {
        InspectPhoto: () => ({ sku: 'mug', asset: 'a1', position: 1, derive: false, apparel: false }),
        ValidatePictures: () => ({ needsReview: false }),
      },
    });
    expect(done.states.join(' ')).toBe(
      'NeedsFetch Inspect IsDuplicate RemoveBackground NeedsDerive Format Validate NeedsReview Publish Record',
    );
    expect(recorded(done)).toMatchObject({ outcome: 'published', decision: { decision: 'approve' } });
  });
});

describe('what is made of a photo beyond its channels', () => {
  const between = async (found: object) => {
    const asset = { sku: 'mug', asset: 'a1', position: 1, ...found };
    const { states } = await run({ uploaded: true, functions: { InspectPhoto: () => asset } });
    return states.slice(states.indexOf('RemoveBackground') + 1, states.indexOf('Format')).join(' ');
  };

  it.each([
    [{ derive: true, apparel: true }, 'NeedsDerive Derive IsApparel TryOnVersion'],
    [{ derive: true, apparel: false }, 'NeedsDerive Derive IsApparel'],
    // One transition for a photo of which nothing is wanted, and for a shop that has switched it off.
    [{ derive: false, apparel: true }, 'NeedsDerive TryOnVersion'],
    [{ derive: false, apparel: false }, 'NeedsDerive'],
    // A run that began under an earlier version of Inspect.
    [{}, 'NeedsDerive'],
  ])('of %j: %s', async (found, states) => {
    expect(await between(found)).toBe(states);
  });
});

describe('the retouch', () => {
  it('tells what follows that its photo stands for the original, and forgets nothing that Inspect found', async () => {
    const { calls } = await run();
    const asset = { sku: 'mug', asset: 'a1', position: 1, retouched: true };
    for (const name of ['RemoveBackground', 'FormatPictures', 'ValidatePictures', 'RecordRun']) {
      expect(calls.find((call) => call.name === name)?.payload, name).toMatchObject({ asset });
    }
  });

  it.each([{ retouch: false }, {}])('costs no transition where Inspect says %j', async (found) => {
    const asset = { sku: 'mug', asset: 'a1', position: 1, ...found };
    const { states } = await run({ uploaded: true, functions: { InspectPhoto: () => asset } });
    expect(states.slice(1, 4)).toEqual(['Inspect', 'IsDuplicate', 'RemoveBackground']);
  });
});

describe('a photo that ends early', () => {
  it('as a duplicate does nothing more', async () => {
    const done = await run({
      functions: { InspectPhoto: () => ({ sku: 'mug', asset: 'a1', duplicateOf: 'r0' }) },
    });
    expect(done.states.slice(-2)).toEqual(['IsDuplicate', 'Record']);
    expect(recorded(done)).toMatchObject({ outcome: 'duplicate' });
  });

  it('as a dry run is made and checked, but neither asked about nor published', async () => {
    const done = await run({ mode: 'dry-run' });
    expect(done.states.slice(-3)).toEqual(['Validate', 'NeedsReview', 'Record']);
    expect(recorded(done)).toMatchObject({ outcome: 'dry-run', mode: 'dry-run' });
  });

  it.each([
    ['rejected', { decision: 'reject', comment: 'blurred' }],
    ['expired', { decision: 'expired' }],
    // Only an approval lets an outward action through, whatever else may come.
    ['rejected', { decision: 'something new' }],
  ])('%s by %j is not published', async (outcome, tokenAnswer) => {
    const done = await run({ tokenAnswer });
    expect(done.status).toBe('SUCCEEDED');
    expect(done.states).not.toContain('Publish');
    expect(recorded(done)).toMatchObject({ outcome, decision: tokenAnswer });
  });

  it('expired by the state’s own time-out, if nobody and no sweep decides, is not published', async () => {
    const done = await run({ tokenAnswer: silence });
    expect(done.states.slice(-2)).toEqual(['Review', 'Record']);
    expect(done.seconds).toBe(3600);
    expect(recorded(done)).toMatchObject({ outcome: 'expired' });
  });

  it.each(['conflict', 'rejected'])('as a %s that publishing found ends normally', async (outcome) => {
    const done = await run({ functions: { PublishAssets: () => ({ outcome, why: says }) } });
    expect(done.status).toBe('SUCCEEDED');
    expect(recorded(done)).toMatchObject({ outcome, published: { why: says } });
  });
});

/** Every pair of a state and an error name that the machine matches there. */
const machine = readMachine('image-assets');
const tasks = Object.entries(machine.States).filter(([, state]) => state.Type === 'Task');
const matched = tasks.flatMap(([state, { Retry = [], Catch = [] }]) =>
  [...new Set([...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals))].map(
    (name) => [state, name] as const,
  ),
);
const tested = new Set<string>();
const isTested = (state: string, name: string) => tested.add(`${state} ${name}`);

const functionOf = (state: string): string => {
  const found = machine.States[state];
  return (found === undefined ? undefined : substitutionOf(found)) ?? '';
};

/** The error as the function, or Lambda in its place, throws it. */
function errorNamed(name: string): Error {
  if (name.startsWith('Lambda.')) return new ServiceFault(name.slice('Lambda.'.length));
  switch (name) {
    case 'TransientError':
      return transient();
    case 'RateLimitedError':
      return rateLimited(30)();
    case 'InvalidInputError':
      return new InvalidInputError('NotAnImage', says);
    case 'RejectedError':
      return new RejectedError('NotAllowed', says);
    default:
      return new TypeError('undefined is not a function');
  }
}

const stages = tasks
  .map(([name]) => name)
  .filter((name) => !closingStates.includes(name) && name !== 'Review');
const stagesMatching = (error: string) =>
  matched.filter(([state, name]) => name === error && !closingStates.includes(state)).map(([state]) => state);

describe('an error that may pass', () => {
  const pairs = matched.filter(([, name]) => (transientErrors as readonly string[]).includes(name));

  it.each(pairs)('in %s, %s, is tried again', async (state, name) => {
    isTested(state, name);
    const done = await run(failing(functionOf(state), () => errorNamed(name), 2));
    expect(callsOf(done, functionOf(state))).toBe(3);
    expect(done.seconds).toBeLessThanOrEqual(2 + 4);
    expect(recorded(done)).toMatchObject({ outcome: 'published', failure: {} });
  });

  it.each([...stages, 'Review'])('in %s fails the run when it stays, after at most 30 s', async (state) => {
    const done = await run(failing(functionOf(state), transient));
    expect(callsOf(done, functionOf(state))).toBe(5);
    expect(done.seconds).toBeLessThanOrEqual(2 + 4 + 8 + 16);
    expect(done).toMatchObject({ status: 'FAILED', error: 'TransientError' });
    expect(JSON.parse(done.cause ?? '')).toMatchObject({ errorType: 'TransientError' });
    expect(recorded(done)).toMatchObject({ outcome: 'failed', failure: { Error: 'TransientError' } });
  });
});

describe('a call that the account has no room for', () => {
  const throttled = stagesMatching(throttlingError);

  it.each(throttled)('of %s comes back until it is its turn, for 75 minutes', async (state) => {
    isTested(state, throttlingError);
    const done = await run(failing(functionOf(state), () => errorNamed(throttlingError), 20));
    expect(callsOf(done, functionOf(state))).toBe(21);
    expect(done.seconds).toBeLessThanOrEqual(5 + 10 + 20 + 40 + 80 + 160 + 14 * 300);
    expect(recorded(done)).toMatchObject({ outcome: 'published', failure: {} });
  });

  it('uses up none of the retries for faults', async () => {
    const mixed = [...Array<string>(10).fill(throttlingError), ...Array<string>(4).fill('TransientError')];
    const done = await run({
      functions: {
        FormatPictures: (payload, call) => {
          const name = mixed[call];
          if (name !== undefined) throw errorNamed(name);
          return happy.FormatPictures?.(payload, call);
        },
      },
    });
    expect(callsOf(done, 'FormatPictures')).toBe(15);
    expect(recorded(done)).toMatchObject({ outcome: 'published' });
  });
});

describe('an error that cannot pass', () => {
  it.each(stagesMatching('InvalidInputError'))('of the input, in %s, goes to quarantine', async (state) => {
    isTested(state, 'InvalidInputError');
    const done = await run(failing(functionOf(state), () => errorNamed('InvalidInputError')));
    expect(done.status).toBe('SUCCEEDED');
    expect(callsOf(done, functionOf(state))).toBe(1);
    expect(recorded(done)).toMatchObject({ outcome: 'quarantined', failure: { Error: 'InvalidInputError' } });
  });

  it.each(stagesMatching('RejectedError'))(
    'of the policy, in %s, ends normally as rejected',
    async (state) => {
      isTested(state, 'RejectedError');
      const done = await run(failing(functionOf(state), () => errorNamed('RejectedError')));
      expect(done.status).toBe('SUCCEEDED');
      expect(recorded(done)).toMatchObject({ outcome: 'rejected', failure: { Error: 'RejectedError' } });
    },
  );

  it.each(stagesMatching('States.ALL'))('of ours, in %s, fails the run and is recorded', async (state) => {
    isTested(state, 'States.ALL');
    const done = await run(failing(functionOf(state), () => new ConfigurationError('NoKey', says)));
    expect(done).toMatchObject({ status: 'FAILED', error: 'ConfigurationError' });
    expect(done.states.slice(-2)).toEqual(['RecordFailure', 'Failed']);
    expect(recorded(done)).toMatchObject({ outcome: 'failed', failure: { Error: 'ConfigurationError' } });
  });

  it('that nobody thought of fails the run and is recorded', async () => {
    const done = await run(failing('FormatPictures', () => errorNamed('TypeError')));
    expect(done).toMatchObject({ status: 'FAILED', error: 'TypeError' });
    expect(recorded(done)).toMatchObject({ outcome: 'failed', failure: { Error: 'TypeError' } });
  });

  it.each(stages)('is that %s never answers: the state gives up and the run fails', async (state) => {
    const done = await run({ functions: { [functionOf(state)]: () => silence } });
    expect(done).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(done.seconds).toBe(machine.States[state]?.TimeoutSeconds);
    expect(recorded(done)).toMatchObject({ outcome: 'failed', failure: { Error: 'States.Timeout' } });
  });
});

describe('a told wait', () => {
  const waiting = stagesMatching('RateLimitedError');

  it.each(waiting)('in %s is kept, and the run goes on at that stage', async (state) => {
    isTested(state, 'RateLimitedError');
    const done = await run(failing(functionOf(state), rateLimited(120), 2));
    expect(done.seconds).toBe(240);
    const at = done.states.indexOf(state);
    const told = [state, 'MayWait', 'WaitForLimit', 'ResumeAfterWait'];
    expect(done.states.slice(at, at + 9)).toEqual([...told, ...told, state]);
    expect(recorded(done)).toMatchObject({ outcome: 'published' });
  });

  it('is bounded to 1 to 900 s, whatever the service says', async () => {
    const long = await run(failing('PublishAssets', rateLimited(86_400), 1));
    expect(long.seconds).toBe(900);
    const plain = { errorMessage: JSON.stringify({ code: 'SlowDown', text: says, retryAfterSeconds: -5 }) };
    const negative = () => Object.assign(new Error(plain.errorMessage), { name: 'RateLimitedError' });
    expect((await run(failing('PublishAssets', negative, 1))).seconds).toBe(1);
  });

  it(`comes ${mostToldWaits} times in a run, over all its stages; then the run fails`, async () => {
    const enough = await run({
      functions: {
        ...failing('FetchPicture', rateLimited(900), 10).functions,
        ...failing('PublishAssets', rateLimited(900), mostToldWaits - 10).functions,
      },
    });
    expect(recorded(enough)).toMatchObject({ outcome: 'published' });
    expect(enough.seconds).toBe(mostToldWaits * 900);
    const tooMany = await run(failing('RemoveBackground', rateLimited(1), mostToldWaits + 1));
    expect(tooMany.status).toBe('FAILED');
    expect(callsOf(tooMany, 'RemoveBackground')).toBe(mostToldWaits + 1);
    expect(recorded(tooMany)).toMatchObject({ outcome: 'failed', failure: { Error: 'RateLimitedError' } });
  });
});

/** `Record` after a photo that went through, `RecordFailure` after a fault of ours; with what the record itself answers. */
const closing = (state: string, record: ScriptedFunction): Case => ({
  functions: {
    RecordRun: record,
    ...(state === 'Record' ? {} : failing('FormatPictures', () => errorNamed('TypeError')).functions),
  },
});

describe.each(closingStates)('the state %s', (state) => {
  const outcome = state === 'Record' ? 'published' : 'failed';
  const status = state === 'Record' ? 'SUCCEEDED' : 'FAILED';
  const failingRecord = (name: string, times?: number) =>
    closing(state, (payload, call) =>
      failing('RecordRun', () => errorNamed(name), times).functions?.RecordRun?.(payload, call),
    );

  it('is tried six times more, within 126 s, whatever the error', async () => {
    isTested(state, 'States.ALL');
    const done = await run(failingRecord('TypeError', 6));
    expect(done.states).toContain(state);
    expect(done.status).toBe(status);
    expect(callsOf(done, 'RecordRun')).toBe(7);
    expect(done.seconds).toBeLessThanOrEqual(2 + 4 + 8 + 16 + 32 + 64);
    expect(recorded(done)).toMatchObject({ outcome });
  });

  it('comes back when it is throttled', async () => {
    isTested(state, throttlingError);
    const done = await run(failingRecord(throttlingError, 20));
    expect(callsOf(done, 'RecordRun')).toBe(21);
    expect(done.status).toBe(status);
  });

  it('fails the execution when it fails all the same, so that the sweep closes the run', async () => {
    const done = await run(failingRecord('TypeError'));
    expect(done).toMatchObject({ status: 'FAILED', error: 'TypeError' });
    expect(done.states.at(-1)).toBe(state);
    expect(callsOf(done, 'RecordRun')).toBe(7);
  });
});

describe('the end of a failed run', () => {
  const evaluate = async (field: 'Error' | 'Cause', failure: object): Promise<unknown> => {
    const [, expression = ''] = /^\{%(.*)%\}$/.exec(machine.States.Failed?.[field] ?? '') ?? [];
    return jsonata(expression).evaluate({}, { failure });
  };

  it.each([
    [{ Error: 'TypeError', Cause: 'why' }, 'TypeError', 'why'],
    // Step Functions tells no cause of a time-out; an expression without a value would fail the state with another error.
    [{ Error: 'States.Timeout' }, 'States.Timeout', ''],
    [{}, 'Unexpected', ''],
  ])('says what %j left', async (failure, error, cause) => {
    expect(await evaluate('Error', failure)).toBe(error);
    expect(await evaluate('Cause', failure)).toBe(cause);
  });
});

it('every error that a state matches was thrown in it', () => {
  isTested('Review', 'States.Timeout');
  expect(matched.length).toBeGreaterThan(50);
  expect(matched.map(([state, name]) => `${state} ${name}`).filter((pair) => !tested.has(pair))).toEqual([]);
});
