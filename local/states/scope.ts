import type { Bindings } from './language/expressions.ts';
import { EvaluationProblem, StateFailure } from './language/failure.ts';
import type { Frame } from './records.ts';
import type { Turn } from './turn.ts';

/** Largest JSON of all variables of one Assign, in bytes; AWS's limit. */
const LARGEST_ASSIGN_BYTES = 256 * 1024;

/** What `$states` holds besides input and context, by the field that is evaluated. */
export interface StateValues {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly taskToken?: string;
}

/** The variables that a frame sees: its own and those of the scopes around it, which stand still while it runs. */
function variablesOf(turn: Turn, frame: Frame): Record<string, unknown> {
  const own = JSON.parse(frame.variables) as Record<string, unknown>;
  if (frame.parentId === undefined) return own;
  return { ...variablesOf(turn, turn.frame(frame.parentId)), ...own };
}

/** The nearest item: a Map's iteration, or the one around it. */
function itemOf(turn: Turn, frame: Frame): { Index: number; Value: unknown } | undefined {
  const { item } = frame.detail;
  if (item !== undefined) return { Index: item.index, Value: JSON.parse(item.value) };
  return frame.parentId === undefined ? undefined : itemOf(turn, turn.frame(frame.parentId));
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The context object, as AWS documents it. */
function contextObject(turn: Turn, frame: Frame, taskToken: string | undefined): Record<string, unknown> {
  const { execution } = turn;
  const { body } = execution;
  const item = itemOf(turn, frame);
  const canRetry = ['Task', 'Parallel', 'Map'].includes(turn.stateOf(frame).Type);
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input),
      StartTime: instant(execution.startedAt),
      Name: execution.name,
      RoleArn: body.roleArn,
      RedriveCount: body.redriveCount,
      ...(body.redrivenAt === undefined ? {} : { RedriveTime: instant(body.redrivenAt) }),
    },
    StateMachine: { Id: execution.machineArn, Name: body.machineName },
    State: {
      Name: frame.state,
      EnteredTime: instant(frame.detail.enteredAt),
      ...(canRetry ? { RetryCount: frame.detail.retryCount } : {}),
    },
    ...(taskToken === undefined ? {} : { Task: { Token: taskToken } }),
    ...(item === undefined ? {} : { Map: { Item: item } }),
  };
}

/** What an expression in a field of the frame's state sees. Input and context are read only if it asks for them. */
export function bindingsFor(turn: Turn, frame: Frame, values: StateValues = {}): Bindings {
  let context: Record<string, unknown> | undefined;
  let input: { value: unknown } | undefined;
  const states = {
    get input() {
      input ??= { value: JSON.parse(frame.input) };
      return input.value;
    },
    get context() {
      context ??= contextObject(turn, frame, values.taskToken);
      return context;
    },
    ...('result' in values ? { result: values.result } : {}),
    ...('errorOutput' in values ? { errorOutput: values.errorOutput } : {}),
  };
  return { ...turn.context.functions, ...variablesOf(turn, frame), states };
}

/** The variables after an Assign, and how the event shows them: each as JSON text. */
export function assignVariables(
  frame: Frame,
  assigned: Readonly<Record<string, unknown>>,
): { variables: string; shown: Record<string, string> } {
  const shown = Object.fromEntries(
    Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  if (Buffer.byteLength(JSON.stringify(assigned)) > LARGEST_ASSIGN_BYTES) {
    throw new StateFailure(
      'States.DataLimitExceeded',
      `The variables assigned by the state '${frame.state}' exceed the maximum number of bytes service limit.`,
    );
  }
  return { variables: JSON.stringify({ ...JSON.parse(frame.variables), ...assigned }), shown };
}

/** Which state, for a message. */
export interface FramePlace {
  readonly state: string;
  readonly detail: { readonly enteredEvent: number };
}

/** Puts the state's name and event before the text of a problem, and gives it its error name. */
export function asFailure(frame: FramePlace, error: unknown): StateFailure {
  if (error instanceof StateFailure) return error;
  const place = `An error occurred while executing the state '${frame.state}' (entered at the event id #${frame.detail.enteredEvent}).`;
  if (error instanceof EvaluationProblem) {
    return new StateFailure('States.QueryEvaluationError', `${place} ${error.message}`, {
      evaluation: error.location === undefined ? {} : { location: error.location },
    });
  }
  return new StateFailure('States.Runtime', `${place} ${(error as Error)?.message ?? error}`);
}
