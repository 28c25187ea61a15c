import type { ExecutionStore } from './execution-store.ts';
import type { Journal } from './journal.ts';
import type { StateFailure } from './language/failure.ts';
import type { Integration } from './language/integrations.ts';
import type { Frame } from './records.ts';
import { asFailure, type FramePlace } from './scope.ts';
import { guarded } from './step.ts';
import { callTask, type TaskOrigin, type TaskPorts } from './task-call.ts';
import {
  failTask,
  integrationOf,
  recordSubmitted,
  restartTask,
  startTask,
  succeedTask,
  suspendTask,
} from './task-steps.ts';
import type { Turn } from './turn.ts';

export type TaskAnswer = { readonly output: string } | { readonly failure: StateFailure };

/** A call in flight. It holds no frame: a thousand of them would hold a thousand inputs. */
interface TaskCall {
  readonly attempt: number;
  readonly arguments: string;
  /** What a failure of this interpreter itself would name. */
  readonly place: FramePlace;
  readonly integration: Integration;
  readonly origin: TaskOrigin;
}

/** What task calls need of the engine. */
export interface CallingEngine {
  /** Works on an execution in its mailbox, if it is running. */
  readonly turn: <T>(executionId: number, work: (turn: Turn) => Promise<T>) => Promise<T | undefined>;
  readonly inBackground: (work: () => Promise<void>) => void;
  /** Aborted when the engine stops. */
  readonly signal: AbortSignal;
}

/** Calls the tasks of all executions, so many at a time, and hands their answers to the frames that asked. */
export class TaskCaller {
  readonly #store: ExecutionStore;
  readonly #journal: Journal;
  readonly #ports: TaskPorts;
  readonly #concurrency: number;
  readonly #engine: CallingEngine;
  readonly #queue: { executionId: number; frameId: number }[] = [];
  #calls = 0;

  constructor(
    store: ExecutionStore,
    journal: Journal,
    ports: TaskPorts,
    concurrency: number,
    engine: CallingEngine,
  ) {
    this.#store = store;
    this.#journal = journal;
    this.#ports = ports;
    this.#concurrency = concurrency;
    this.#engine = engine;
  }

  /** Calls it when there is room. */
  enqueue(executionId: number, frameId: number): void {
    this.#queue.push({ executionId, frameId });
    this.#callNext();
  }

  #callNext(): void {
    while (this.#calls < this.#concurrency && !this.#engine.signal.aborted) {
      const task = this.#queue.shift();
      if (task === undefined) return;
      this.#calls += 1;
      this.#engine.inBackground(async () => {
        try {
          await this.#call(task.executionId, task.frameId);
        } finally {
          this.#calls -= 1;
          this.#callNext();
        }
      });
    }
  }

  async #call(executionId: number, frameId: number): Promise<void> {
    const call = await this.#engine.turn(executionId, (turn) => this.#claim(turn, frameId));
    if (call === undefined) return;
    // Not before the journal says so: a kill in between would else run a task that nobody knows of.
    await this.#journal.durable();
    if (this.#engine.signal.aborted) return;
    const outcome = await this.#perform(call, executionId, frameId);
    if (this.#engine.signal.aborted) return;
    await this.#engine.turn(executionId, async (turn) => {
      const frame = this.#store.frames.get(frameId);
      if (frame?.phase !== 'started' || frame.detail.attempt !== call.attempt) return;
      const next = await guarded(turn, frame, () => this.#settle(turn, frame, outcome));
      if (next !== undefined) turn.runnable.push(next.id);
    });
  }

  /** A task that is to be called now; one that was in flight when the process died keeps its events. */
  async #claim(turn: Turn, frameId: number): Promise<TaskCall | undefined> {
    const frame = this.#store.frames.get(frameId);
    let claimed: Frame | undefined;
    if (frame?.phase === 'started') {
      const overdue = frame.due !== undefined && frame.due <= turn.now;
      claimed = overdue ? undefined : frame;
    } else if (frame?.phase === 'scheduled') {
      claimed = await guarded(turn, frame, () => startTask(turn, frame));
    }
    if (claimed === undefined) return undefined;
    if (claimed.phase !== 'started') {
      turn.runnable.push(claimed.id);
      return undefined;
    }
    const { arn, machineArn } = turn.execution;
    const { attempt, task, enteredEvent } = claimed.detail;
    return {
      attempt,
      arguments: task?.arguments ?? '{}',
      place: { state: claimed.state, detail: { enteredEvent } },
      integration: integrationOf(turn.stateOf(claimed)),
      origin: { executionArn: arn, stateMachineArn: machineArn, now: turn.now },
    };
  }

  async #perform(call: TaskCall, executionId: number, frameId: number): Promise<TaskAnswer> {
    const { integration, origin, attempt } = call;
    let hasWaited = false;
    const keepTime = (change: (frame: Frame, now: number) => Frame) =>
      this.#engine.inBackground(async () => {
        await this.#engine.turn(executionId, async (turn) => {
          const frame = this.#store.frames.get(frameId);
          if (frame?.phase === 'started' && frame.detail.attempt === attempt) {
            turn.save(change(frame, turn.now));
          }
        });
      });
    const hooks = {
      signal: this.#engine.signal,
      onWait: () => {
        hasWaited = true;
        keepTime(suspendTask);
      },
      onBegin: () => {
        if (hasWaited) keepTime(restartTask);
      },
    };
    try {
      return { output: await callTask(integration, call.arguments, this.#ports, origin, hooks) };
    } catch (error) {
      return { failure: asFailure(call.place, error) };
    }
  }

  #settle(turn: Turn, frame: Frame, outcome: TaskAnswer): Frame | undefined | Promise<Frame | undefined> {
    if ('failure' in outcome) return failTask(turn, frame, outcome.failure);
    if (!integrationOf(turn.stateOf(frame)).waitsForToken) return succeedTask(turn, frame, outcome.output);
    recordSubmitted(turn, frame, outcome.output);
    return undefined;
  }
}
