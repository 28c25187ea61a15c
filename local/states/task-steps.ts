import type { StateDefinition } from './language/definition.ts';
import { evaluateTemplate, evaluateTyped } from './language/expressions.ts';
import { checkPayloadSize, EvaluationProblem, StateFailure } from './language/failure.ts';
import { type Integration, parseResource } from './language/integrations.ts';
import { leaveState } from './leave-state.ts';
import type { Frame, ScheduledTask } from './records.ts';
import { recover } from './recover.ts';
import { asFailure, bindingsFor } from './scope.ts';
import type { Turn } from './turn.ts';

/** AWS's longest time-out, in seconds (about three years); also what stands for "none". */
const LONGEST_TIMEOUT_SECONDS = 99_999_999;

export function integrationOf(state: StateDefinition): Integration {
  const integration = parseResource(state.Resource ?? '');
  if (integration === undefined) throw new Error(`'${state.Resource}' passed validation`);
  return integration;
}

/** The history has its own names for a function's ARN as resource. */
function emitTask(
  turn: Turn,
  frame: Frame,
  integration: Integration,
  what: string,
  details: Record<string, unknown>,
): Frame {
  if (integration.kind === 'direct') return turn.emit(frame, `LambdaFunction${what}`, details);
  const { action, resourceType } = integration;
  return turn.emit(frame, `Task${what}`, { ...details, resource: action, resourceType });
}

/** Evaluates a task's fields and puts it in the queue of tasks to be called. */
export async function scheduleTask(turn: Turn, frame: Frame, state: StateDefinition): Promise<undefined> {
  const integration = integrationOf(state);
  const attempt = frame.detail.attempt + 1;
  const reference = { executionId: frame.executionId, frameId: frame.id, attempt };
  const token = integration.waitsForToken ? turn.context.tokens.issue(reference) : undefined;
  const bindings = bindingsFor(turn, frame, token === undefined ? {} : { taskToken: token });
  const value =
    state.Arguments === undefined
      ? JSON.parse(frame.input)
      : await evaluateTemplate(state.Arguments, 'Arguments', bindings);
  const input = JSON.stringify(value);
  checkPayloadSize(input, frame.state);
  const timeoutSeconds = await secondsOf(state.TimeoutSeconds, 'TimeoutSeconds', bindings);
  const heartbeatSeconds = await secondsOf(state.HeartbeatSeconds, 'HeartbeatSeconds', bindings);
  const limits = {
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  };
  const scheduled =
    integration.kind === 'direct'
      ? emitTask(turn, frame, integration, 'Scheduled', { resource: integration.action, input, ...limits })
      : emitTask(turn, frame, integration, 'Scheduled', {
          region: turn.execution.arn.split(':')[3],
          parameters: input,
          ...limits,
        });
  const task: ScheduledTask = {
    arguments: input,
    ...(token === undefined ? {} : { token }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
  };
  turn.save({
    ...scheduled,
    phase: 'scheduled',
    due: undefined,
    detail: { ...scheduled.detail, attempt, task },
  });
  turn.callable.push(frame.id);
  return undefined;
}

async function secondsOf(
  field: number | string | undefined,
  location: string,
  bindings: Readonly<Record<string, unknown>>,
): Promise<number | undefined> {
  if (field === undefined) return undefined;
  const value = await evaluateTyped<number>(field, location, 'number', bindings);
  if (!Number.isInteger(value) || value < 1 || value > LONGEST_TIMEOUT_SECONDS) {
    throw new EvaluationProblem(
      `The ${location} field must be a positive integer up to ${LONGEST_TIMEOUT_SECONDS} but was: ${value}`,
      location,
    );
  }
  return value;
}

/** When the earlier of time-out and missing heartbeat is due. */
function dueOf(task: ScheduledTask): number | undefined {
  const due = Math.min(
    task.timeoutAt ?? Number.POSITIVE_INFINITY,
    task.heartbeatAt ?? Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(due) ? due : undefined;
}

/** The task gets its free place: from here on it may run, and its time-out counts. */
export function startTask(turn: Turn, frame: Frame): Frame {
  const { task } = frame.detail;
  if (task === undefined) throw new Error(`State '${frame.state}' has no scheduled task`);
  const integration = integrationOf(turn.stateOf(frame));
  const started = emitTask(turn, frame, integration, 'Started', {});
  return turn.save(withTimesFrom(turn.now, { ...started, phase: 'started' }, task));
}

/**
 * A task whose call was cut off when the process ended is called anew, and one that waited for room begins late: its time-out and
 * its heartbeat begin with it. The time in which nothing ran here is not the task's.
 */
export function restartTask(frame: Frame, now: number): Frame {
  const { task } = frame.detail;
  return task === undefined ? frame : withTimesFrom(now, frame, task);
}

/** The call has to wait for room on this machine, which Lambda has: neither time-out nor heartbeat counts meanwhile. */
export function suspendTask(frame: Frame): Frame {
  const { task } = frame.detail;
  if (task === undefined) return frame;
  const { timeoutAt: _timeout, heartbeatAt: _heartbeat, ...suspended } = task;
  return { ...frame, due: undefined, detail: { ...frame.detail, task: suspended } };
}

function withTimesFrom(now: number, frame: Frame, task: ScheduledTask): Frame {
  const running: ScheduledTask = {
    ...task,
    ...(task.timeoutSeconds === undefined ? {} : { timeoutAt: now + task.timeoutSeconds * 1000 }),
    ...(task.heartbeatSeconds === undefined ? {} : { heartbeatAt: now + task.heartbeatSeconds * 1000 }),
  };
  return { ...frame, due: dueOf(running), detail: { ...frame.detail, task: running } };
}

/** A heartbeat came: the next one is due later. */
export function recordHeartbeat(turn: Turn, frame: Frame): void {
  const { task } = frame.detail;
  if (task?.heartbeatSeconds === undefined) return;
  const beaten = { ...task, heartbeatAt: turn.now + task.heartbeatSeconds * 1000 };
  turn.save({ ...frame, due: dueOf(beaten), detail: { ...frame.detail, task: beaten } });
}

/** The call of a task with a token returned: now it waits for the token alone. */
export function recordSubmitted(turn: Turn, frame: Frame, result: string): void {
  const integration = integrationOf(turn.stateOf(frame));
  const submitted = emitTask(turn, frame, integration, 'Submitted', {
    output: result,
    outputDetails: { truncated: false },
  });
  turn.save({ ...submitted, phase: 'token' });
}

/** A task gave its result. @returns the frame that goes on */
export async function succeedTask(turn: Turn, frame: Frame, result: string): Promise<Frame | undefined> {
  const state = turn.stateOf(frame);
  const integration = integrationOf(state);
  try {
    checkPayloadSize(result, integration.kind === 'direct' ? frame.state : integration.resourceType);
  } catch (error) {
    return failTask(turn, frame, asFailure(frame, error));
  }
  const succeeded = emitTask(turn, frame, integration, 'Succeeded', {
    output: result,
    outputDetails: { truncated: false },
  });
  try {
    return await leaveState(turn, succeeded, {
      type: 'Task',
      next: state.Next,
      output: result,
      template: state,
      values: { result: JSON.parse(result) },
    });
  } catch (error) {
    return recover(turn, succeeded, asFailure(succeeded, error));
  }
}

/** A task failed. @returns the frame that goes on */
export async function failTask(turn: Turn, frame: Frame, failure: StateFailure): Promise<Frame | undefined> {
  const integration = integrationOf(turn.stateOf(frame));
  const { error, cause } = failure;
  const what = error === 'States.Timeout' ? 'TimedOut' : 'Failed';
  const failed = emitTask(turn, frame, integration, what, {
    error,
    ...(cause === undefined ? {} : { cause }),
  });
  return recover(turn, failed, failure);
}

/**
 * A time-out, or a heartbeat that did not come. Both are `States.Timeout`; Retry and Catch may tell the second one
 * apart by the name `States.HeartbeatTimeout`.
 */
export function timeOutTask(turn: Turn, frame: Frame): Promise<Frame | undefined> {
  const { task } = frame.detail;
  const heartbeat = task?.heartbeatAt !== undefined && task.heartbeatAt === frame.due;
  const alsoKnownAs = heartbeat && task.timeoutAt !== frame.due ? ['States.HeartbeatTimeout'] : [];
  return failTask(turn, frame, new StateFailure('States.Timeout', undefined, { alsoKnownAs }));
}
