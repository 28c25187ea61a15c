import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExecutionStore } from './execution-store.ts';
import type { Journal } from './journal.ts';
import { Mailboxes } from './mailboxes.ts';
import type { Execution, Frame } from './records.ts';
import { redriveFrames } from './redrive.ts';
import { guarded, step, stepDue } from './step.ts';
import type { TaskPorts } from './task-call.ts';
import { type TaskAnswer, TaskCaller } from './task-caller.ts';
import { failTask, recordHeartbeat, restartTask, succeedTask } from './task-steps.ts';
import type { TaskReference } from './task-token.ts';
import { type AlarmClock, DueTimer } from './timers.ts';
import { Turn, type TurnContext } from './turn.ts';

/** States that a frame may pass before others get their turn: about a millisecond of work. */
const STATES_A_SLICE = 20;

/** Executions that are worked on at the same moment; those that wait for tasks or time do not count. */
const EXECUTIONS_AT_WORK = 8;

/** Runs executions: takes frames through their states, calls tasks, and wakes what is due. */
export class Engine {
  readonly #context: TurnContext;
  readonly #store: ExecutionStore;
  readonly #journal: Journal;
  readonly #tasks: TaskCaller;
  readonly #mailboxes = new Mailboxes(EXECUTIONS_AT_WORK);
  readonly #timer: DueTimer;
  readonly #stopping = new AbortController();

  constructor(
    context: TurnContext,
    journal: Journal,
    clock: AlarmClock,
    ports: TaskPorts,
    concurrency: number,
  ) {
    this.#context = context;
    this.#store = context.store;
    this.#journal = journal;
    this.#tasks = new TaskCaller(context.store, journal, ports, concurrency, {
      turn: (executionId, work) => this.#turn(executionId, work),
      inBackground: (work) => this.#inBackground(work),
      signal: this.#stopping.signal,
    });
    this.#timer = new DueTimer(clock, () => void this.#wake());
  }

  /**
   * Goes on with every running execution where its journal stands. A task that was being called is called again,
   * under its old events and with its whole time-out: whether the first call had its effect, nobody can know.
   */
  resume(): void {
    for (const executionId of this.#store.runningIds()) {
      for (const frame of this.#store.frames.ofExecution(executionId)) {
        if (['enter', 'execute', 'joining'].includes(frame.phase)) this.#advance(executionId, frame.id);
        if (frame.phase === 'started')
          this.#store.frames.update(restartTask(frame, this.#context.clock.now()));
        if (['scheduled', 'started'].includes(frame.phase)) this.#tasks.enqueue(executionId, frame.id);
      }
    }
    this.#timer.expect(this.#store.earliestDue());
  }

  /** Stops waking and calling. Calls in flight are told to end and their answers forgotten: a restart calls again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#timer.stop();
    await this.#mailboxes.idle();
  }

  /** Starts a new execution on its first frame. */
  begin(execution: Execution, frame: Frame): void {
    this.#timer.expect(execution.deadline);
    this.#advance(execution.id, frame.id);
  }

  /** Ends a running execution from outside. @returns false when it was not running */
  async abort(executionId: number, error: string | undefined, cause: string | undefined): Promise<boolean> {
    const aborted = await this.#turn(executionId, async (turn) => {
      turn.end('ABORTED', { error, cause }, turn.execution.lastEvent);
      return true;
    });
    return aborted === true;
  }

  /** Runs an ended execution on from where it failed. */
  async redrive(executionId: number, deadline: number | undefined): Promise<void> {
    this.#timer.expect(deadline);
    await this.#mailboxes.post(executionId, async () => {
      const execution = this.#store.execution(executionId);
      if (execution === undefined || execution.status === 'RUNNING') return;
      const turn = new Turn(this.#context, execution);
      redriveFrames(turn, deadline);
      this.#follow(turn);
    });
  }

  /** @returns false when the task does not wait for its token any more */
  async answer(task: TaskReference, answer: TaskAnswer): Promise<boolean> {
    const accepted = await this.#turnOnTask(task, async (turn, frame) => {
      const next = await guarded(turn, frame, () =>
        'output' in answer ? succeedTask(turn, frame, answer.output) : failTask(turn, frame, answer.failure),
      );
      if (next !== undefined) turn.runnable.push(next.id);
    });
    // Only a token on record counts as answered.
    await this.#journal.durable();
    return accepted;
  }

  /** @returns false when the task does not wait for its token any more */
  async heartbeat(task: TaskReference): Promise<boolean> {
    const accepted = await this.#turnOnTask(task, async (turn, frame) => recordHeartbeat(turn, frame));
    await this.#journal.durable();
    return accepted;
  }

  async #turnOnTask(
    task: TaskReference,
    work: (turn: Turn, frame: Frame) => Promise<void>,
  ): Promise<boolean> {
    const accepted = await this.#turn(task.executionId, async (turn) => {
      const frame = this.#store.frames.get(task.frameId);
      // A function may answer its token before it returns: the phase is then still `started`.
      if (frame?.detail.attempt !== task.attempt || !['started', 'token'].includes(frame.phase)) return false;
      await work(turn, frame);
      return true;
    });
    return accepted === true;
  }

  /** Works on an execution in its mailbox, if it is running. */
  #turn<T>(executionId: number, work: (turn: Turn) => Promise<T>): Promise<T | undefined> {
    return this.#mailboxes.post(executionId, async () => {
      if (this.#journal.closed) return undefined;
      const execution = this.#store.execution(executionId);
      if (execution?.status !== 'RUNNING') return undefined;
      const turn = new Turn(this.#context, execution);
      const result = await work(turn);
      this.#follow(turn);
      return result;
    });
  }

  /** Takes up what a turn made possible. */
  #follow(turn: Turn): void {
    const { id, status } = turn.execution;
    if (status !== 'RUNNING') return;
    this.#timer.expect(turn.earliestDue);
    for (const frameId of turn.runnable) this.#advance(id, frameId);
    for (const frameId of turn.callable) this.#tasks.enqueue(id, frameId);
  }

  /** Takes a frame through states until it waits for something. */
  #advance(executionId: number, frameId: number): void {
    this.#inBackground(async () => {
      let next: number | undefined = frameId;
      while (next !== undefined && !this.#stopping.signal.aborted) {
        const from: number = next;
        next = await this.#turn(executionId, (turn) => this.#slice(turn, from));
        // Expressions never leave the turn of the event loop; without this, a long loop would hold up everything.
        if (next !== undefined) await nextTurn();
      }
    });
  }

  async #slice(turn: Turn, frameId: number): Promise<number | undefined> {
    let frame = this.#store.frames.get(frameId);
    for (let states = 0; states < STATES_A_SLICE; states += 1) {
      if (frame === undefined || turn.execution.status !== 'RUNNING') return undefined;
      frame = await step(turn, frame);
    }
    return frame?.id;
  }

  /** Wakes everything that is due. */
  async #wake(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const now = this.#context.clock.now();
    const woken = this.#store.frames.due(now).map(({ id, executionId }) =>
      this.#turn(executionId, async (turn) => {
        const frame = this.#store.frames.get(id);
        if (frame?.due === undefined || frame.due > now) return;
        const next = await guarded(turn, frame, () => stepDue(turn, frame));
        if (next !== undefined) turn.runnable.push(next.id);
      }),
    );
    const ended = this.#store.executionsPastDeadline(now).map((id) =>
      this.#turn(id, async (turn) => {
        if (turn.execution.deadline === undefined || turn.execution.deadline > now) return;
        turn.end('TIMED_OUT', { error: 'States.Timeout' }, turn.execution.lastEvent);
      }),
    );
    await Promise.all([...woken, ...ended]);
    if (!this.#stopping.signal.aborted) this.#timer.expect(this.#store.earliestDue());
  }

  /** A fault here is the journal's (disk full, closed): nothing can go on, and the next call from outside is told. */
  #inBackground(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (!this.#journal.closed) console.error('The local Step Functions stopped working:', error);
    });
  }
}
