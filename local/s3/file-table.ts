import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Segment } from './model.ts';

function distinctFiles(segments: readonly Segment[]): Set<string> {
  return new Set(segments.map((segment) => segment.file));
}

/** Counts who holds each stored file. Every method belongs inside the transaction that makes or ends a holder. */
export class FileTable {
  private readonly addition: StatementSync;
  private readonly subtraction: StatementSync;
  private readonly removal: StatementSync;
  private readonly byName: StatementSync;

  constructor(database: DatabaseSync) {
    this.addition = database.prepare(
      'INSERT INTO files (name, holders) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET holders = holders + 1',
    );
    this.subtraction = database.prepare(
      'UPDATE files SET holders = holders - 1 WHERE name = ? RETURNING holders',
    );
    this.removal = database.prepare('DELETE FROM files WHERE name = ?');
    this.byName = database.prepare('SELECT 1 FROM files WHERE name = ?');
  }

  hold(segments: readonly Segment[]): void {
    for (const file of distinctFiles(segments)) this.addition.run(file);
  }

  /** @returns the files that nobody holds any more; to be deleted once the transaction is committed */
  release(segments: readonly Segment[]): string[] {
    const freed: string[] = [];
    for (const file of distinctFiles(segments)) {
      const row = this.subtraction.get(file) as { holders: number } | undefined;
      if (row === undefined || row.holders > 0) continue;
      this.removal.run(file);
      freed.push(file);
    }
    return freed;
  }

  isHeld(file: string): boolean {
    return this.byName.get(file) !== undefined;
  }
}
