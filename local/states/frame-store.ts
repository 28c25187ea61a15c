import type { Journal } from './journal.ts';
import type { PayloadStore } from './payload-store.ts';
import type { Frame, FrameDetail, Phase } from './records.ts';

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

/** The frames of all executions, in the journal: where each branch and iteration stands. */
export class FrameStore {
  readonly #journal: Journal;
  readonly #payloads: PayloadStore;

  constructor(journal: Journal, payloads: PayloadStore) {
    this.#journal = journal;
    this.#payloads = payloads;
  }

  get(id: number): Frame | undefined {
    const row = this.#journal.one<FrameRow>('SELECT * FROM frames WHERE id = ?', id);
    return row && this.#toFrame(row);
  }

  ofExecution(executionId: number): Frame[] {
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

  insert(frame: Omit<Frame, 'id'>): Frame {
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

  update(frame: Frame): void {
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

  deleteAll(executionId: number): void {
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

  due(now: number): Frame[] {
    return this.#journal
      .all<FrameRow>(
        'SELECT * FROM frames WHERE due IS NOT NULL AND due <= ? ORDER BY due, id LIMIT 1000',
        now,
      )
      .map((row) => this.#toFrame(row));
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
