import { EventStore } from './event-store.ts';
import { FrameStore } from './frame-store.ts';
import type { Journal } from './journal.ts';
import { PayloadStore } from './payload-store.ts';
import type { Execution, ExecutionBody, ExecutionKind, ExecutionStatus } from './records.ts';

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
  readonly frames: FrameStore;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    const payloads = new PayloadStore(journal);
    this.events = new EventStore(journal, payloads);
    this.frames = new FrameStore(journal, payloads);
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

  /** The earliest instant at which something is due, over all executions. */
  earliestDue(): number | undefined {
    const row = this.#journal.one<{ due: number | null }>(
      `SELECT min(due) AS due FROM (
         SELECT min(due) AS due FROM frames WHERE due IS NOT NULL
         UNION ALL SELECT min(deadline) FROM executions WHERE deadline IS NOT NULL)`,
    );
    return row?.due ?? undefined;
  }

  executionsPastDeadline(now: number): number[] {
    return this.#journal
      .all<{ id: number }>(
        'SELECT id FROM executions WHERE deadline IS NOT NULL AND deadline <= ? ORDER BY deadline LIMIT 1000',
        now,
      )
      .map((row) => row.id);
  }
}
