import type { LocalClock } from '../service.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { MachineDefinition, StateDefinition, Workflow } from './language/definition.ts';
import { StateFailure } from './language/failure.ts';
import type { MachineStore } from './machine-store.ts';
import type { Execution, ExecutionStatus, Frame, FrameDetail } from './records.ts';
import type { TaskTokens } from './task-token.ts';

/** AWS's limit of a Standard execution's history; the last event says why it ended. */
const LARGEST_HISTORY = 25_000;

/** What a turn reads and writes, and whom it tells. */
export interface TurnContext {
  readonly store: ExecutionStore;
  readonly machines: MachineStore;
  readonly clock: LocalClock;
  readonly tokens: TaskTokens;
  /** Added functions of the expression language. */
  readonly functions: Readonly<Record<string, unknown>>;
  /** Writes and tells whatever follows from a change of status. */
  statusChanged(execution: Execution): void;
}

export interface Ending {
  readonly output?: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const FINAL_EVENT: Readonly<Record<Exclude<ExecutionStatus, 'RUNNING'>, string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** A variable-less, event-less detail for a frame that is about to enter a state. */
export function freshDetail(before: Partial<FrameDetail> = {}): FrameDetail {
  const { item, lastEvent = 0, attempt = 0 } = before;
  return {
    enteredEvent: 0,
    enteredAt: 0,
    lastEvent,
    attempt,
    retryCount: 0,
    retriesUsed: [],
    ...(item === undefined ? {} : { item }),
  };
}

/**
 * One piece of work on one execution, inside its mailbox. It writes at once, into the journal's open transaction.
 * Between two writes it waits for nothing but expressions, which never leave the current turn of the event loop, so a
 * transition is never cut in two by a commit.
 */
export class Turn {
  readonly context: TurnContext;
  readonly definition: MachineDefinition;
  /** Frames that became runnable, and tasks that became callable: the engine takes them up after the turn. */
  readonly runnable: number[] = [];
  readonly callable: number[] = [];
  /** The earliest instant that this turn made something due at. */
  earliestDue: number | undefined;
  /** Frames read or saved in this turn: an iteration asks for its Map's several times. */
  readonly #frames = new Map<number, Frame>();
  #execution: Execution;

  constructor(context: TurnContext, execution: Execution) {
    this.context = context;
    this.#execution = execution;
    this.definition = context.machines.definition(execution.body.definitionHash);
  }

  get execution(): Execution {
    return this.#execution;
  }

  get now(): number {
    return this.context.clock.now();
  }

  /** The id that the next event will have: nothing else writes to this execution during the turn. */
  get nextEvent(): number {
    return this.#execution.lastEvent + 1;
  }

  /**
   * Appends to the history. Express executions keep none; their events are only counted.
   *
   * @throws StateFailure `States.Runtime` when the history is full
   */
  emit(frame: Frame, type: string, details?: Record<string, unknown>): Frame {
    if (this.#execution.kind === 'standard' && this.nextEvent >= LARGEST_HISTORY) throw historyFull();
    const id = this.#append(frame.detail.lastEvent, type, details);
    return { ...frame, detail: { ...frame.detail, lastEvent: id } };
  }

  save(frame: Frame): Frame {
    if (frame.due !== undefined) this.earliestDue = Math.min(frame.due, this.earliestDue ?? frame.due);
    this.context.store.frames.update(frame);
    this.#frames.set(frame.id, frame);
    return frame;
  }

  frame(id: number): Frame {
    const frame = this.#frames.get(id) ?? this.context.store.frames.get(id);
    if (frame === undefined) throw new Error(`The journal lost frame ${id}`);
    this.#frames.set(id, frame);
    return frame;
  }

  /** The workflow that a frame walks through. */
  workflowOf(frame: Frame): Workflow {
    if (frame.parentId === undefined) return this.definition;
    const outer = this.stateOf(this.frame(frame.parentId));
    const inner = outer.Branches?.[frame.position] ?? outer.ItemProcessor;
    if (inner === undefined) throw new Error(`State '${frame.state}' has no workflow around it`);
    return inner;
  }

  stateOf(frame: Frame): StateDefinition {
    const state = this.workflowOf(frame).States[frame.state];
    if (state === undefined) throw new Error(`The definition has no state '${frame.state}'`);
    return state;
  }

  /** Ends the execution. Frames of one that did not succeed stay, for a redrive. */
  end(status: Exclude<ExecutionStatus, 'RUNNING'>, ending: Ending, lastEvent: number): void {
    const { store } = this.context;
    const { output, error, cause } = ending;
    const details =
      status === 'SUCCEEDED'
        ? { output, outputDetails: { truncated: false } }
        : { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    this.#append(lastEvent, FINAL_EVENT[status], details);
    this.#execution = {
      ...this.#execution,
      status,
      stoppedAt: this.now,
      deadline: undefined,
      output,
      error,
      cause,
    };
    store.updateExecution(this.#execution);
    if (status === 'SUCCEEDED') store.frames.deleteAll(this.#execution.id);
    else store.frames.clearDue(this.#execution.id);
    this.context.statusChanged(this.#execution);
  }

  /** Opens an execution again. */
  redrive(deadline: number | undefined, lastEvent: number): number {
    const { body } = this.#execution;
    const redriveCount = body.redriveCount + 1;
    const id = this.#append(lastEvent, 'ExecutionRedriven', { redriveCount });
    this.#execution = {
      ...this.#execution,
      status: 'RUNNING',
      stoppedAt: undefined,
      deadline,
      error: undefined,
      cause: undefined,
      body: { ...body, redriveCount, redrivenAt: this.now },
    };
    this.context.store.updateExecution(this.#execution);
    this.context.statusChanged(this.#execution);
    return id;
  }

  #append(previousId: number, type: string, details: Record<string, unknown> | undefined): number {
    const id = this.nextEvent;
    this.#execution = { ...this.#execution, lastEvent: id };
    if (this.#execution.kind === 'standard') {
      const { store } = this.context;
      store.events.insert(this.#execution.id, { id, previousId, at: this.now, type, details });
      store.updateLastEvent(this.#execution.id, id);
    }
    return id;
  }
}

function historyFull(): StateFailure {
  return new StateFailure(
    'States.Runtime',
    `The execution reached the maximum number of history events (${LARGEST_HISTORY}).`,
  );
}
