import { createHash } from 'node:crypto';
import type { Journal } from './journal.ts';

/** Shorter texts stand where they are used: a reference would save nothing. */
const SHORTEST_KEPT_CHARACTERS = 512;

/** Begins a reference. No JSON text begins with a control character. */
const MARK = '\u0001';

/**
 * Long JSON texts, once per execution. The same text is the output of one state, the input of the next, and a part of
 * half a dozen events. Written out each time, the journal of 1,000 executions with 50 kB each took 890 MB instead
 * of 440, and their run nearly three times as long.
 */
export class PayloadStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** @returns the text itself, or a reference to it */
  keep(executionId: number, text: string): string {
    if (text.length < SHORTEST_KEPT_CHARACTERS) return text;
    const hash = createHash('sha256').update(text).digest('base64');
    const known = this.#journal.one(
      'SELECT 1 FROM payloads WHERE execution_id = ? AND hash = ?',
      executionId,
      hash,
    );
    if (known === undefined) {
      this.#journal.write(
        'INSERT INTO payloads (execution_id, hash, text) VALUES (?, ?, ?)',
        executionId,
        hash,
        text,
      );
    }
    return MARK + hash;
  }

  /** The text behind what `keep` returned. */
  read(executionId: number, kept: string): string {
    if (!kept.startsWith(MARK)) return kept;
    const row = this.#journal.one<{ text: string }>(
      'SELECT text FROM payloads WHERE execution_id = ? AND hash = ?',
      executionId,
      kept.slice(MARK.length),
    );
    if (row === undefined) throw new Error(`The journal lost a payload of execution ${executionId}`);
    return row.text;
  }
}
