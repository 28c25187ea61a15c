import type { StateFailure } from './language/failure.ts';
import { decideRetry, findCatcher } from './language/retry.ts';
import { childEnded, leaveState } from './leave-state.ts';
import type { Frame } from './records.ts';
import { asFailure } from './scope.ts';
import type { Ending, Turn } from './turn.ts';

/** Phases in which a frame is inside its state. */
const INSIDE = new Set([
  'execute',
  'scheduled',
  'started',
  'token',
  'waiting',
  'backoff',
  'joining',
  'failed',
]);

/**
 * A state failed: retry it, catch it, or let the failure go up to the Parallel or Map around it, and at the top to the
 * execution.
 *
 * @returns the frame that goes on, if one can at once
 */
export async function recover(turn: Turn, frame: Frame, failure: StateFailure): Promise<Frame | undefined> {
  const state = turn.stateOf(frame);
  const told = tellEvaluationFailure(turn, frame, failure);
  const retry = decideRetry(state.Retry ?? [], told.detail.retriesUsed, failure, Math.random);
  if (retry !== undefined) {
    turn.context.store.frames.deleteDescendants(frame.id);
    const { task: _task, join: _join, ...detail } = told.detail;
    turn.save({
      ...told,
      phase: 'backoff',
      due: Math.ceil(turn.now + retry.delaySeconds * 1000),
      detail: { ...detail, retriesUsed: retry.used, retryCount: detail.retryCount + 1 },
    });
    return undefined;
  }
  const caught = findCatcher(state.Catch ?? [], failure);
  if (caught === undefined) return giveUp(turn, told, failure);
  let open = told;
  if (state.Type === 'Parallel') open = abortDescendants(turn, told);
  if (state.Type === 'Map') open = turn.emit(abortDescendants(turn, told), 'MapStateFailed');
  try {
    const errorOutput = failure.output;
    const next = await leaveState(turn, open, {
      type: state.Type,
      next: caught.catcher.Next,
      output: JSON.stringify(errorOutput),
      template: caught.catcher,
      location: `Catch[${caught.index}]/`,
      values: { errorOutput },
    });
    turn.context.store.frames.deleteDescendants(frame.id);
    return next;
  } catch (error) {
    // A catcher's own expressions failed. No other catcher gets it: the state has been through its recovery.
    const second = asFailure(open, error);
    return giveUp(turn, tellEvaluationFailure(turn, open, second), second);
  }
}

function tellEvaluationFailure(turn: Turn, frame: Frame, failure: StateFailure): Frame {
  if (failure.evaluation === undefined) return frame;
  return turn.emit(frame, 'EvaluationFailed', {
    error: failure.error,
    cause: failure.cause,
    ...failure.evaluation,
    state: frame.state,
  });
}

/** A Fail state may name no error. */
export function endingOf(failure: StateFailure): Ending {
  return { error: failure.error === '' ? undefined : failure.error, cause: failure.cause };
}

async function giveUp(turn: Turn, frame: Frame, failure: StateFailure): Promise<Frame | undefined> {
  const state = turn.stateOf(frame);
  let failed: Frame = { ...frame, phase: 'failed', due: undefined };
  if (state.Type === 'Parallel' || state.Type === 'Map') {
    failed = turn.emit(abortDescendants(turn, failed), `${state.Type}StateFailed`);
  }
  if (failed.parentId === undefined) {
    turn.save(failed);
    turn.end('FAILED', endingOf(failure), failed.detail.lastEvent);
    return undefined;
  }
  const parent = turn.frame(failed.parentId);
  const isIteration = failed.detail.item !== undefined;
  if (isIteration) {
    failed = turn.emit(failed, 'MapIterationFailed', { name: parent.state, index: failed.position });
  }
  turn.save(failed);
  const after = childEnded(turn, parent, failed.detail.lastEvent, true);
  const { join } = after.detail;
  if (isIteration && join !== undefined && join.failed <= join.tolerated) return after;
  return recover(turn, after, failure.handedUp());
}

/**
 * Writes that everything still open under a Parallel or Map ends with it. AWS counts the failing task of a branch
 * among the open ones. The frames stay as they are: a catch deletes them, a redrive goes on from them.
 */
function abortDescendants(turn: Turn, parent: Frame): Frame {
  let last = parent;
  for (const child of turn.context.store.frames.childrenOf(parent.id)) {
    if (child.phase === 'done' || child.phase === 'pending') continue;
    const inner = abortDescendants(turn, {
      ...child,
      detail: { ...child.detail, lastEvent: last.detail.lastEvent },
    });
    last = { ...last, detail: { ...last.detail, lastEvent: inner.detail.lastEvent } };
    const isIteration = child.detail.item !== undefined;
    if (isIteration && child.phase === 'failed') continue;
    const { Type } = turn.stateOf(child);
    if (INSIDE.has(child.phase) && ['Task', 'Wait', 'Parallel', 'Map'].includes(Type)) {
      const failedBlock = child.phase === 'failed' && Type !== 'Task';
      if (!failedBlock) last = turn.emit(last, `${Type}StateAborted`);
    }
    if (isIteration)
      last = turn.emit(last, 'MapIterationAborted', { name: parent.state, index: child.position });
  }
  return last;
}
