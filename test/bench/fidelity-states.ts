import { isDeepStrictEqual } from 'node:util';
import type { FunctionInvoker } from '../../local/service.ts';
import { StatesStand } from '../local/states/states-stand.ts';
import {
  CASES_FILE,
  filledDefinition,
  filledInput,
  NOT_APPLICABLE,
  type RecordedAnswer,
  type RecordedCase,
  type RecordedEvent,
  recordedAnswers,
  recordedCases,
} from './recorded-states.ts';

export interface StatesFidelity {
  readonly total: number;
  readonly passed: number;
  readonly notApplicable: readonly { id: string; reason: string }[];
  readonly failed: readonly { id: string; difference: string }[];
}

/** Details that the recording leaves out, or that are of one account and moment. */
const NOT_COMPARED = new Set([
  'inputDetails',
  'outputDetails',
  'assignedVariablesDetails',
  'SdkHttpMetadata',
  'SdkResponseMetadata',
  'roleArn',
  'region',
  'timeoutInSeconds',
  'heartbeatInSeconds',
  'timestamp',
  'id',
  'previousEventId',
]);

/** JSON text becomes its value, everywhere: the recording has both forms. */
function comparable(value: unknown): unknown {
  if (typeof value === 'string') {
    try {
      const parsed: unknown = JSON.parse(value);
      return typeof parsed === 'string' ? parsed : comparable(parsed);
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !NOT_COMPARED.has(key));
  return Object.fromEntries(entries.map(([key, item]) => [key, comparable(item)]));
}

/** The recording sorts what happened inside a Parallel: its order is a matter of chance. */
function inComparableOrder(events: readonly RecordedEvent[]): unknown[] {
  const sorted: RecordedEvent[] = [];
  let inside: RecordedEvent[] | undefined;
  for (const event of events) {
    if (event.type === 'ParallelStateExited') {
      sorted.push(...(inside ?? []).sort((a, b) => a.type.localeCompare(b.type)));
      inside = undefined;
    }
    (inside ?? sorted).push(event);
    if (event.type === 'ParallelStateStarted') inside = [];
  }
  return [...sorted, ...(inside ?? [])].map(comparable);
}

class RecordedInvoker implements FunctionInvoker {
  answers: RecordedAnswer[] = [];

  async invoke(): ReturnType<FunctionInvoker['invoke']> {
    const answer = this.answers.shift();
    if (answer === undefined) throw new Error('The recording has no further call');
    return {
      payload: answer.payload,
      executedVersion: '$LATEST',
      ...(answer.failed ? { functionError: 'Unhandled' as const } : {}),
    };
  }
}

async function differenceOf(
  recorded: RecordedCase,
  stand: StatesStand,
  invoker: RecordedInvoker,
  number: number,
): Promise<string | undefined> {
  const { input, placeholder } = filledInput(recorded);
  invoker.answers = recordedAnswers(recorded);
  const { stateMachineArn } = await stand.call('CreateStateMachine', {
    name: `Case${number}`,
    definition: JSON.stringify(filledDefinition(recorded)),
    roleArn: 'snf_role_arn',
  });
  const executionArn = await stand.start(stateMachineArn, input);
  await stand.ended(executionArn);
  const history = JSON.stringify(await stand.history(executionArn));
  const shown = placeholder === undefined ? history : hidePlaceholder(history, placeholder);
  const ours = inComparableOrder(JSON.parse(shown));
  const theirs = inComparableOrder(recorded.events);
  if (ours.length !== theirs.length) {
    return `events: ${theirs.map(typeOf).join(' ')}; here: ${ours.map(typeOf).join(' ')}`;
  }
  const at = theirs.findIndex((event, index) => !isDeepStrictEqual(event, ours[index]));
  return at < 0
    ? undefined
    : `event ${at + 1}: ${JSON.stringify(theirs[at])}; here: ${JSON.stringify(ours[at])}`;
}

/** Puts the recording's word back where the input is shown, not into causes, which the recording left whole. */
function hidePlaceholder(history: string, [value, word]: readonly [string, string]): string {
  return history.replaceAll(`\\"TimestampValue\\":\\"${value}\\"`, `\\"TimestampValue\\":\\"${word}\\"`);
}

function typeOf(event: unknown): string {
  return (event as RecordedEvent).type;
}

/**
 * Runs every recorded state machine here: the same events in the same order, with the same states, inputs, outputs,
 * variables, error names and causes. @returns `undefined` where the recordings are absent
 */
export async function statesFidelity(): Promise<StatesFidelity | undefined> {
  const cases = recordedCases();
  if (cases === undefined) return undefined;
  const invoker = new RecordedInvoker();
  const stand = await StatesStand.open({ invoker });
  const notApplicable: { id: string; reason: string }[] = [];
  const failed: { id: string; difference: string }[] = [];
  for (const [number, recorded] of cases.entries()) {
    const excluded = NOT_APPLICABLE.find(({ id }) => id.test(recorded.id));
    if (excluded !== undefined) {
      notApplicable.push({ id: recorded.id, reason: excluded.reason });
      continue;
    }
    const difference = await differenceOf(recorded, stand, invoker, number).catch(String);
    if (difference !== undefined) failed.push({ id: recorded.id, difference });
  }
  await stand.remove();
  const passed = cases.length - notApplicable.length - failed.length;
  return { total: cases.length, passed, notApplicable, failed };
}

if (import.meta.main) {
  const result = await statesFidelity();
  if (result === undefined) {
    console.log(`Step Functions: skipped, ${CASES_FILE} is absent`);
  } else {
    console.table([
      {
        group: 'Step Functions, recorded on AWS',
        total: result.total,
        passed: result.passed,
        'not applicable': result.notApplicable.length,
        failed: result.failed.length,
      },
    ]);
    for (const { id, reason } of result.notApplicable) console.log(`not applicable: ${id}: ${reason}`);
    for (const { id, difference } of result.failed)
      console.log(`FAILED: ${id}\n  ${difference.slice(0, 2000)}`);
    if (result.failed.length > 0) process.exitCode = 1;
  }
}
