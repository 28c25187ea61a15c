import { continueJoin, startMap, startParallel } from './join.ts';
import type { StateDefinition } from './language/definition.ts';
import { evaluateTyped } from './language/expressions.ts';
import { EvaluationProblem, StateFailure } from './language/failure.ts';
import { parseTimestamp } from './language/timestamp.ts';
import { leaveState } from './leave-state.ts';
import type { Frame } from './records.ts';
import { endingOf, recover } from './recover.ts';
import { asFailure, bindingsFor } from './scope.ts';
import { scheduleTask, timeOutTask } from './task-steps.ts';
import type { Turn } from './turn.ts';

/** AWS's longest wait, in seconds. */
const LONGEST_WAIT_SECONDS = 99_999_999;

/**
 * Moves a frame on by one state at most.
 *
 * @returns the frame that can go on at once: the same, its parent, or none (it waits, or ended)
 */
export async function step(turn: Turn, frame: Frame): Promise<Frame | undefined> {
  let current = frame;
  try {
    if (current.phase === 'enter') current = enterState(turn, current);
    const state = turn.stateOf(current);
    if (current.phase === 'joining') return await continueJoin(turn, current, state);
    if (current.phase === 'execute') return await executeState(turn, current, state);
    return undefined;
  } catch (error) {
    return failStep(turn, current, error);
  }
}

/** Something that the frame waited for by the clock is due. */
export async function stepDue(turn: Turn, frame: Frame): Promise<Frame | undefined> {
  switch (frame.phase) {
    case 'waiting': {
      const state = turn.stateOf(frame);
      return leaveState(turn, frame, plainExit(frame, state, state.Next));
    }
    case 'backoff':
      return turn.save({ ...frame, phase: 'execute', due: undefined });
    case 'started':
    case 'token':
      return timeOutTask(turn, frame);
    default:
      return undefined;
  }
}

/**
 * Runs a piece of work on a frame; whatever goes wrong in it becomes the failure of the frame's state.
 */
export async function guarded(
  turn: Turn,
  frame: Frame,
  work: () => Frame | undefined | Promise<Frame | undefined>,
): Promise<Frame | undefined> {
  try {
    return await work();
  } catch (error) {
    return failStep(turn, frame, error);
  }
}

async function failStep(turn: Turn, frame: Frame, error: unknown): Promise<Frame | undefined> {
  const failure = asFailure(frame, error);
  try {
    return await recover(turn, frame, failure);
  } catch (second) {
    // The history is full, or this interpreter is at fault: nothing can be caught any more.
    turn.end('FAILED', endingOf(asFailure(frame, second)), turn.execution.lastEvent);
    return undefined;
  }
}

function enterState(turn: Turn, frame: Frame): Frame {
  const { Type } = turn.stateOf(frame);
  const entered = turn.emit(frame, `${Type}StateEntered`, {
    name: frame.state,
    input: frame.input,
    inputDetails: { truncated: false },
  });
  const { lastEvent } = entered.detail;
  return {
    ...entered,
    phase: 'execute',
    detail: { ...entered.detail, enteredEvent: lastEvent, enteredAt: turn.now },
  };
}

function plainExit(frame: Frame, state: StateDefinition, next: string | undefined) {
  return { type: state.Type, next, output: frame.input, template: state };
}

function executeState(turn: Turn, frame: Frame, state: StateDefinition): Promise<Frame | undefined> {
  switch (state.Type) {
    case 'Pass':
      return leaveState(turn, frame, plainExit(frame, state, state.Next));
    case 'Succeed':
      return leaveState(turn, frame, plainExit(frame, state, undefined));
    case 'Choice':
      return choose(turn, frame, state);
    case 'Wait':
      return startWait(turn, frame, state);
    case 'Fail':
      return fail(turn, frame, state);
    case 'Task':
      return scheduleTask(turn, frame, state);
    case 'Parallel':
      return startParallel(turn, frame, state);
    case 'Map':
      return startMap(turn, frame, state);
  }
}

async function choose(turn: Turn, frame: Frame, state: StateDefinition): Promise<Frame | undefined> {
  const bindings = bindingsFor(turn, frame);
  for (const [index, rule] of (state.Choices ?? []).entries()) {
    const location = `Choices[${index}]`;
    if (await evaluateTyped<boolean>(rule.Condition, `${location}/Condition`, 'boolean', bindings)) {
      return leaveState(turn, frame, {
        ...plainExit(frame, state, rule.Next),
        template: rule,
        location: `${location}/`,
      });
    }
  }
  if (state.Default === undefined) {
    throw new StateFailure(
      'States.NoChoiceMatched',
      asFailure(
        frame,
        new Error('Failed to transition out of the state. The state does not point to a next state.'),
      ).cause,
    );
  }
  return leaveState(turn, frame, plainExit(frame, state, state.Default));
}

async function startWait(turn: Turn, frame: Frame, state: StateDefinition): Promise<Frame | undefined> {
  const due = await waitUntil(turn, frame, state);
  if (due <= turn.now) return leaveState(turn, frame, plainExit(frame, state, state.Next));
  turn.save({ ...frame, phase: 'waiting', due });
  return undefined;
}

async function waitUntil(turn: Turn, frame: Frame, state: StateDefinition): Promise<number> {
  const bindings = bindingsFor(turn, frame);
  if (state.Timestamp !== undefined) {
    const text = await evaluateTyped<string>(state.Timestamp, 'Timestamp', 'string', bindings);
    const instant = parseTimestamp(text);
    if (instant === undefined) {
      throw new EvaluationProblem(
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
        'Timestamp',
      );
    }
    return instant;
  }
  const seconds = await evaluateTyped<number>(state.Seconds, 'Seconds', 'number', bindings);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_WAIT_SECONDS) {
    throw new EvaluationProblem(
      `The Seconds field must be a non-negative integer up to ${LONGEST_WAIT_SECONDS} but was: ${seconds}`,
      'Seconds',
    );
  }
  return frame.detail.enteredAt + seconds * 1000;
}

async function fail(turn: Turn, frame: Frame, state: StateDefinition): Promise<never> {
  const bindings = bindingsFor(turn, frame);
  const text = async (field: string | undefined, location: string) =>
    field === undefined ? undefined : evaluateTyped<string>(field, location, 'string', bindings);
  const error = await text(state.Error, 'Error');
  const cause = await text(state.Cause, 'Cause');
  throw new StateFailure(error ?? '', cause);
}
