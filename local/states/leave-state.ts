import { evaluateTemplate } from './language/expressions.ts';
import { checkPayloadSize } from './language/failure.ts';
import type { Frame } from './records.ts';
import { assignVariables, bindingsFor, type StateValues } from './scope.ts';
import { freshDetail, type Turn } from './turn.ts';

/** How a state ends well. */
export interface Leaving {
  /** State type for the event's name; `undefined` writes no event. */
  readonly type: string;
  readonly next: string | undefined;
  /** The output where the state names none, as JSON. */
  readonly output: string;
  readonly template: { readonly Assign?: Readonly<Record<string, unknown>>; readonly Output?: unknown };
  /** Before `Assign` and `Output` in the location of a problem: `Catch[0]/`. */
  readonly location?: string;
  readonly values?: StateValues;
}

/**
 * Evaluates Output and Assign (both see the variables as they were), writes the exit, and moves on.
 *
 * @returns the frame that goes on: this one in its next state, or the parent whose child it was
 * @throws EvaluationProblem, StateFailure before anything is written
 */
export async function leaveState(turn: Turn, frame: Frame, leaving: Leaving): Promise<Frame | undefined> {
  const { template, location = '' } = leaving;
  let output = leaving.output;
  let assigned: { variables: string; shown: Record<string, string> } | undefined;
  if (template.Output !== undefined || template.Assign !== undefined) {
    const bindings = bindingsFor(turn, frame, leaving.values);
    if (template.Assign !== undefined) {
      const values = await evaluateTemplate(template.Assign, `${location}Assign`, bindings);
      assigned = assignVariables(frame, values as Record<string, unknown>);
    }
    if (template.Output !== undefined) {
      output = JSON.stringify(await evaluateTemplate(template.Output, `${location}Output`, bindings));
    }
  }
  checkPayloadSize(output, frame.state);
  const exited = turn.emit(frame, `${leaving.type}StateExited`, {
    name: frame.state,
    output,
    outputDetails: { truncated: false },
    ...(assigned === undefined
      ? {}
      : { assignedVariables: assigned.shown, assignedVariablesDetails: { truncated: false } }),
  });
  const after: Frame = {
    ...exited,
    due: undefined,
    input: output,
    variables: assigned?.variables ?? frame.variables,
    detail: freshDetail(exited.detail),
  };
  if (leaving.next !== undefined) return turn.save({ ...after, state: leaving.next, phase: 'enter' });
  return finishFrame(turn, after);
}

/** A workflow reached its end: the execution, a branch, or an iteration. */
function finishFrame(turn: Turn, frame: Frame): Frame | undefined {
  if (frame.parentId === undefined) {
    turn.end('SUCCEEDED', { output: frame.input }, frame.detail.lastEvent);
    return undefined;
  }
  const parent = turn.frame(frame.parentId);
  let done = frame;
  if (frame.detail.item !== undefined) {
    done = turn.emit(frame, 'MapIterationSucceeded', { name: parent.state, index: frame.position });
  }
  turn.save({ ...done, phase: 'done' });
  return childEnded(turn, parent, done.detail.lastEvent, false);
}

/** Counts a child of a Parallel or Map as ended. @returns the parent, to be continued */
export function childEnded(turn: Turn, parent: Frame, lastEvent: number, failed: boolean): Frame {
  const { join } = parent.detail;
  if (join === undefined) throw new Error(`State '${parent.state}' has no children`);
  const progress = {
    ...join,
    unfinished: join.unfinished - 1,
    failed: join.failed + (failed ? 1 : 0),
  };
  return turn.save({ ...parent, detail: { ...parent.detail, lastEvent, join: progress } });
}
