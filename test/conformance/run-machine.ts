import { pascalCase } from '../../functions/platform/manifest.ts';
import { AwsError } from '../../local/protocol/aws-error.ts';
import type { FunctionInvoker, InvokeResult } from '../../local/service.ts';
import { SetClock } from '../local/states/clocks.ts';
import { IDENTITY, StatesStand } from '../local/states/states-stand.ts';
import { type AslState, readMachineText } from './asl.ts';

/** A call that no answer ever comes to: the state's time-out has to end it. */
export const silence = Symbol('silence');

/**
 * What a function answers to its nth call (from 0). An `Error` that it throws arrives as Lambda would report it, by its
 * `name` and `message`; a `ServiceFault` as Lambda's own refusal.
 *
 * @returns the answer, or `silence`
 */
export type ScriptedFunction = (payload: Readonly<Record<string, unknown>>, call: number) => unknown;

/** Lambda itself refuses the call, e.g. `TooManyRequestsException`; the machine sees `Lambda.TooManyRequestsException`. */
export class ServiceFault extends Error {
  readonly service: AwsError;

  constructor(code: string) {
    super(code);
    this.service = new AwsError(code, 'busy', 500);
  }
}

export interface ScriptedRun {
  /** By substitution, e.g. `InspectPhoto`. */
  readonly functions: Readonly<Record<string, ScriptedFunction>>;
  readonly input: unknown;
  /** What a task token is answered with; `silence` leaves the task waiting until its time-out. */
  readonly tokenAnswer?: unknown;
}

export interface MachineRun {
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** States in the order in which they were entered. */
  readonly states: readonly string[];
  readonly calls: readonly { readonly name: string; readonly payload: Readonly<Record<string, unknown>> }[];
  /** Seconds on the machine's clock from start to end. */
  readonly seconds: number;
}

interface HistoryEvent {
  readonly type: string;
  readonly stateEnteredEventDetails?: { readonly name: string };
}

class ScriptedInvoker implements FunctionInvoker {
  readonly calls: { name: string; payload: Record<string, unknown> }[] = [];
  /** The last call is one that never gets an answer. */
  isHanging = false;
  readonly #functions: ScriptedRun['functions'];

  constructor(functions: ScriptedRun['functions']) {
    this.#functions = functions;
  }

  async invoke(arn: string, body: string): Promise<InvokeResult> {
    const name = /:function:(\w+):1$/.exec(arn)?.[1] ?? arn;
    const payload = JSON.parse(body) as Record<string, unknown>;
    const script = this.#functions[name];
    if (script === undefined) throw new Error(`the script has no function ${name}`);
    const before = this.calls.filter((call) => call.name === name).length;
    this.calls.push({ name, payload });
    this.isHanging = false;
    try {
      const answer = await script(payload, before);
      if (answer === silence) {
        this.isHanging = true;
        return await new Promise<never>(() => undefined);
      }
      return { payload: JSON.stringify(answer ?? null), executedVersion: '1' };
    } catch (error) {
      if (error instanceof ServiceFault) throw error.service;
      const { name: errorType, message: errorMessage } = error as Error;
      const failure = JSON.stringify({ errorType, errorMessage, trace: [] });
      return { payload: failure, functionError: 'Unhandled', executedVersion: '1' };
    }
  }
}

/**
 * Runs a workflow's machine from `statemachines/` to its end, on the local interpreter, with scripted functions and a clock
 * that moves only when the machine waits for it: days take milliseconds.
 */
export async function runMachine(slug: string, run: ScriptedRun): Promise<MachineRun> {
  const definition = readMachineText(slug).replaceAll(
    /\$\{(\w+)\}/g,
    (_, name: string) => `arn:aws:lambda:us-east-1:${IDENTITY.accountId}:function:${pascalCase(name)}:1`,
  );
  const { States, ...rest } = JSON.parse(definition) as { States: Record<string, AslState> };
  const clock = new SetClock();
  const start = clock.now();
  const invoker = new ScriptedInvoker(run.functions);
  const stand = await StatesStand.open({ clock, invoker });
  try {
    const arn = await stand.start(await stand.machine(slug, States, rest), run.input);
    const end = await stand.until(() => step(stand, arn, { clock, invoker, run }));
    const events = (await stand.history(arn)) as HistoryEvent[];
    return {
      status: end.status,
      error: end.error,
      cause: end.cause,
      states: events.flatMap(({ stateEnteredEventDetails: details }) =>
        details === undefined ? [] : [details.name],
      ),
      calls: invoker.calls,
      seconds: (clock.now() - start) / 1000,
    };
  } finally {
    await stand.remove();
  }
}

interface Description {
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
}

/** @returns the description of an execution that has ended */
async function step(
  stand: StatesStand,
  executionArn: string,
  { clock, invoker, run }: { clock: SetClock; invoker: ScriptedInvoker; run: ScriptedRun },
): Promise<Description | undefined> {
  const described = (await stand.call('DescribeExecution', { executionArn })) as Description;
  if (described.status !== 'RUNNING') return described;
  const last = ((await stand.history(executionArn)) as HistoryEvent[]).at(-1)?.type;
  if (last === 'TaskSubmitted' && run.tokenAnswer !== silence) {
    const taskToken = invoker.calls.at(-1)?.payload.token;
    await stand.call('SendTaskSuccess', { taskToken, output: JSON.stringify(run.tokenAnswer ?? {}) });
    return undefined;
  }
  // Only in these places nothing but the clock moves the execution on: a wait, a retry to come, a task without an answer.
  const waits = ['WaitStateEntered', 'TaskFailed', 'TaskTimedOut', 'TaskSubmitted'];
  const isHanging = last === 'TaskStarted' && invoker.isHanging;
  if (waits.includes(last ?? '') || isHanging) clock.advance((clock.pending[0] ?? clock.now()) - clock.now());
  return undefined;
}
