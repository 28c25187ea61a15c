import { EventStore } from './event-store.ts';
import type { Journal } from './journal.ts';
import { PayloadStore } from './payload-store.ts';
import type {
  Execution,
  ExecutionBody,
  ExecutionKind,
  ExecutionStatus,
  Frame,
  FrameDetail,
  Phase,
} from './records.ts';

interface ExecutionRow {
  id: number;
  arn: string;
  machine_arn: string;
  name: string;
  kind: string;
  status: string;
  started: number;
  stopped: number | null;
  deadline: number | null;
  last_event: number;
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  body: string;
}

interface FrameRow {
  id: number;
  execution_id: number;
  parent_id: number | null;
  position: number;
  state: string;
  phase: string;
  due: number | null;
  input: string;
  variables: string;
  detail: string;
}

function toExecution(row: ExecutionRow): Execution {
  return {
    id: row.id,
    arn: row.arn,
    machineArn: row.machine_arn,
    name: row.name,
    kind: row.kind as ExecutionKind,
    status: row.status as ExecutionStatus,
    startedAt: row.started,
    stoppedAt: row.stopped ?? undefined,
    deadline: row.deadline ?? undefined,
    lastEvent: row.last_event,
    input: row.input,
    output: row.output ?? undefined,
    error: row.error ?? undefined,
    cause: row.cause ?? undefined,
    body: JSON.parse(row.body) as ExecutionBody,
  };
}

/** Executions, their frames and their history, in the journal. */
export class ExecutionStore {
  readonly events: EventStore;
  readonly #journal: Journal;
  readonly #payloads: PayloadStore;

  constructor(journal: Journal) {
    this.#journal = journal;
    this.#payloads = new PayloadStore(journal);
    this.events = new EventStore(journal, this.#payloads);
  }

  execution(id: number): Execution | undefined {
    const row = this.#journal.one<ExecutionRow>('SELECT * FROM executions WHERE id = ?', id);
    return row && toExecution(row);
  }

  executionByArn(arn: string): Execution | undefined {
    const row = this.#journal.one<ExecutionRow>('SELECT * FROM executions WHERE arn = ?', arn);
    return row && toExecution(row);
  }

  /** Newest first. @param target a machine, or one of its versions or aliases @param before lists only ids under it */
  executionsOf(
    machineArn: string,
    target: string,
    status: string | null,
    before: number,
    limit: number,
  ): Execution[] {
    return this.#journal
      .all<ExecutionRow>(
        `SELECT * FROM executions WHERE machine_arn = :machine AND id < :before
         AND (:status IS NULL OR status = :status) AND (machine_arn = :target
           OR body ->> 'versionArn' = :target OR body ->> 'aliasArn' = :target)
         ORDER BY id DESC LIMIT :limit`,
        { machine: machineArn, target, status, before, limit },
      )
      .map(toExecution);
  }

  runningIds(): number[] {
    return this.#journal
      .all<{ id: number }>(`SELECT id FROM executions WHERE status = 'RUNNING' ORDER BY id`)
      .map((row) => row.id);
  }

  /**
   * Executions that do or will do something by themselves: at a task, in a wait, before a retry. One that waits for a task
   * token only is not.
   */
  countBusy(): number {
    const row = this.#journal.one<{ n: number }>(
      `SELECT count(DISTINCT executions.id) AS n FROM executions JOIN frames ON frames.execution_id = executions.id
       WHERE executions.status = 'RUNNING' AND frames.phase NOT IN ('token', 'joining', 'done', 'failed')`,
    );
    return row?.n ?? 0;
  }

  countRunning(machineArn: string): number {
    const row = this.#journal.one<{ n: number }>(
      `SELECT count(*) AS n FROM executions WHERE machine_arn = ? AND status = 'RUNNING'`,
      machineArn,
    );
    return row?.n ?? 0;
  }

  insertExecution(execution: Omit<Execution, 'id'>): Execution {
    const id = this.#journal.write(
      `INSERT INTO executions (arn, machine_arn, name, kind, status, started, stopped, deadline, last_event, input, body)
       VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)`,
      execution.arn,
      execution.machineArn,
      execution.name,
      execution.kind,
      execution.status,
      execution.startedAt,
      execution.deadline ?? null,
      execution.lastEvent,
      execution.input,
      JSON.stringify(execution.body),
    );
    return { ...execution, id };
  }

  /** Saves what may change. */
  updateExecution(execution: Execution): void {
    this.#journal.write(
      `UPDATE executions SET status = ?, stopped = ?, deadline = ?, last_event = ?, output = ?, error = ?, cause = ?,
       body = ? WHERE id = ?`,
      execution.status,
      execution.stoppedAt ?? null,
      execution.deadline ?? null,
      execution.lastEvent,
      execution.output ?? null,
      execution.error ?? null,
      execution.cause ?? null,
      JSON.stringify(execution.body),
      execution.id,
    );
  }

  updateLastEvent(id: number, lastEvent: number): void {
    this.#journal.write('UPDATE executions SET last_event = ? WHERE id = ?', lastEvent, id);
  }

  deleteExecution(id: number): void {
    this.#journal.write('DELETE FROM frames WHERE execution_id = ?', id);
    this.#journal.write('DELETE FROM events WHERE execution_id = ?', id);
    this.#journal.write('DELETE FROM payloads WHERE execution_id = ?', id);
    this.#journal.write('DELETE FROM executions WHERE id = ?', id);
  }

  /** Deletes what closed before `instant`, and every Express execution that a caller was waiting for. */
  deleteForgotten(instant: number): void {
    const rows = this.#journal.all<{ id: number }>(
      `SELECT id FROM executions WHERE stopped < ? OR kind = 'sync'`,
      instant,
    );
    for (const { id } of rows) this.deleteExecution(id);
  }

  frame(id: number): Frame | undefined {
    const row = this.#journal.one<FrameRow>('SELECT * FROM frames WHERE id = ?', id);
    return row && this.#toFrame(row);
  }

  framesOf(executionId: number): Frame[] {
    return this.#journal
      .all<FrameRow>('SELECT * FROM frames WHERE execution_id = ? ORDER BY id', executionId)
      .map((row) => this.#toFrame(row));
  }

  childrenOf(frameId: number): Frame[] {
    return this.#journal
      .all<FrameRow>('SELECT * FROM frames WHERE parent_id = ? ORDER BY position', frameId)
      .map((row) => this.#toFrame(row));
  }

  /** The child at a position: the branch or iteration of that index. */
  child(frameId: number, position: number): Frame | undefined {
    const row = this.#journal.one<FrameRow>(
      'SELECT * FROM frames WHERE parent_id = ? AND position = ?',
      frameId,
      position,
    );
    return row && this.#toFrame(row);
  }

  insertFrame(frame: Omit<Frame, 'id'>): Frame {
    const id = this.#journal.write(
      `INSERT INTO frames (execution_id, parent_id, position, state, phase, due, input, variables, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      frame.executionId,
      frame.parentId ?? null,
      frame.position,
      frame.state,
      frame.phase,
      frame.due ?? null,
      this.#payloads.keep(frame.executionId, frame.input),
      this.#payloads.keep(frame.executionId, frame.variables),
      this.#detailText(frame),
    );
    return { ...frame, id };
  }

  updateFrame(frame: Frame): void {
    this.#journal.write(
      'UPDATE frames SET state = ?, phase = ?, due = ?, input = ?, variables = ?, detail = ? WHERE id = ?',
      frame.state,
      frame.phase,
      frame.due ?? null,
      this.#payloads.keep(frame.executionId, frame.input),
      this.#payloads.keep(frame.executionId, frame.variables),
      this.#detailText(frame),
      frame.id,
    );
  }

  deleteFrames(executionId: number): void {
    this.#journal.write('DELETE FROM frames WHERE execution_id = ?', executionId);
  }

  /** Deletes everything under a frame, not the frame itself. */
  deleteDescendants(frameId: number): void {
    for (const child of this.childrenOf(frameId)) this.deleteDescendants(child.id);
    this.#journal.write('DELETE FROM frames WHERE parent_id = ?', frameId);
  }

  /** An ended execution waits for nothing; its frames stay for a redrive. */
  clearDue(executionId: number): void {
    this.#journal.write(
      'UPDATE frames SET due = NULL WHERE execution_id = ? AND due IS NOT NULL',
      executionId,
    );
  }

  /** The earliest instant at which something is due, over all executions. */
  earliestDue(): number | undefined {
    const row = this.#journal.one<{ due: number | null }>(
      `SELECT min(due) AS due FROM (
         SELECT min(due) AS due FROM frames WHERE due IS NOT NULL
         UNION ALL SELECT min(deadline) FROM executions WHERE deadline IS NOT NULL)`,
    );
    return row?.due ?? undefined;
  }

  framesDue(now: number): Frame[] {
    return this.#journal
      .all<FrameRow>(
        'SELECT * FROM frames WHERE due IS NOT NULL AND due <= ? ORDER BY due, id LIMIT 1000',
        now,
      )
      .map((row) => this.#toFrame(row));
  }

  executionsPastDeadline(now: number): number[] {
    return this.#journal
      .all<{ id: number }>(
        'SELECT id FROM executions WHERE deadline IS NOT NULL AND deadline <= ? ORDER BY deadline LIMIT 1000',
        now,
      )
      .map((row) => row.id);
  }

  #detailText({ executionId, detail }: Omit<Frame, 'id'>): string {
    const { task } = detail;
    if (task === undefined) return JSON.stringify(detail);
    const kept = { ...task, arguments: this.#payloads.keep(executionId, task.arguments) };
    return JSON.stringify({ ...detail, task: kept });
  }

  #toFrame(row: FrameRow): Frame {
    const read = (text: string) => this.#payloads.read(row.execution_id, text);
    const detail = JSON.parse(row.detail) as FrameDetail;
    const { task } = detail;
    return {
      id: row.id,
      executionId: row.execution_id,
      parentId: row.parent_id ?? undefined,
      position: row.position,
      state: row.state,
      phase: row.phase as Phase,
      due: row.due ?? undefined,
      input: read(row.input),
      variables: read(row.variables),
      detail: task === undefined ? detail : { ...detail, task: { ...task, arguments: read(task.arguments) } },
    };
  }
}
