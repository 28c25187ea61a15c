import { createHash, randomBytes } from 'node:crypto';
import type { Journal } from './journal.ts';
import type { MachineDefinition } from './language/definition.ts';
import type { Machine, MachineAlias, MachineVersion } from './records.ts';

/** State machines, their versions and aliases, and every definition that an execution may still run. */
export class MachineStore {
  readonly #journal: Journal;
  readonly #parsed = new Map<string, MachineDefinition>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  machine(arn: string): Machine | undefined {
    const row = this.#journal.one<{ body: string }>('SELECT body FROM machines WHERE arn = ?', arn);
    return row && JSON.parse(row.body);
  }

  machines(): Machine[] {
    return this.#journal
      .all<{ body: string }>('SELECT body FROM machines ORDER BY name')
      .map((row) => JSON.parse(row.body));
  }

  putMachine(machine: Machine): void {
    this.#journal.write(
      `INSERT INTO machines (arn, name, body) VALUES (?, ?, ?)
       ON CONFLICT (arn) DO UPDATE SET body = excluded.body`,
      machine.arn,
      machine.name,
      JSON.stringify(machine),
    );
  }

  deleteMachine(arn: string): void {
    this.#journal.write('DELETE FROM versions WHERE machine_arn = ?', arn);
    this.#journal.write('DELETE FROM aliases WHERE machine_arn = ?', arn);
    this.#journal.write('DELETE FROM machines WHERE arn = ?', arn);
  }

  /** Keeps a definition for good: executions name it by this hash. */
  putDefinition(text: string): string {
    const hash = createHash('sha256').update(text).digest('hex');
    this.#journal.write('INSERT OR IGNORE INTO definitions (hash, text) VALUES (?, ?)', hash, text);
    return hash;
  }

  definitionText(hash: string): string {
    const row = this.#journal.one<{ text: string }>('SELECT text FROM definitions WHERE hash = ?', hash);
    if (row === undefined) throw new Error(`The journal lost the definition ${hash}`);
    return row.text;
  }

  definition(hash: string): MachineDefinition {
    let definition = this.#parsed.get(hash);
    if (definition === undefined) {
      definition = JSON.parse(this.definitionText(hash)) as MachineDefinition;
      this.#parsed.set(hash, definition);
    }
    return definition;
  }

  /** Newest first. */
  versions(machineArn: string): MachineVersion[] {
    return this.#journal
      .all<{ body: string }>(
        'SELECT body FROM versions WHERE machine_arn = ? ORDER BY number DESC',
        machineArn,
      )
      .map((row) => JSON.parse(row.body));
  }

  version(machineArn: string, number: number): MachineVersion | undefined {
    const row = this.#journal.one<{ body: string }>(
      'SELECT body FROM versions WHERE machine_arn = ? AND number = ?',
      machineArn,
      number,
    );
    return row && JSON.parse(row.body);
  }

  putVersion(version: MachineVersion): void {
    this.#journal.write(
      'INSERT INTO versions (machine_arn, number, body) VALUES (?, ?, ?)',
      version.machineArn,
      version.number,
      JSON.stringify(version),
    );
  }

  deleteVersion(machineArn: string, number: number): void {
    this.#journal.write('DELETE FROM versions WHERE machine_arn = ? AND number = ?', machineArn, number);
  }

  alias(arn: string): MachineAlias | undefined {
    const row = this.#journal.one<{ body: string }>('SELECT body FROM aliases WHERE arn = ?', arn);
    return row && JSON.parse(row.body);
  }

  aliases(machineArn: string): MachineAlias[] {
    return this.#journal
      .all<{ body: string }>('SELECT body FROM aliases WHERE machine_arn = ? ORDER BY arn', machineArn)
      .map((row) => JSON.parse(row.body));
  }

  putAlias(alias: MachineAlias): void {
    this.#journal.write(
      `INSERT INTO aliases (arn, machine_arn, body) VALUES (?, ?, ?)
       ON CONFLICT (arn) DO UPDATE SET body = excluded.body`,
      alias.arn,
      alias.machineArn,
      JSON.stringify(alias),
    );
  }

  /** A secret of this data folder, made at its first use: what signs task tokens. */
  secret(name: string): string {
    const row = this.#journal.one<{ value: string }>('SELECT value FROM secrets WHERE name = ?', name);
    if (row !== undefined) return row.value;
    const value = randomBytes(32).toString('hex');
    this.#journal.write('INSERT INTO secrets (name, value) VALUES (?, ?)', name, value);
    return value;
  }
}
