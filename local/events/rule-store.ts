import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalIdentity } from '../service.ts';
import { type RuleInput, type Target, targetShape } from './shapes.ts';

export const DEFAULT_BUS = 'default';

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface Rule extends Omit<RuleInput, 'EventBusName'> {
  readonly bus: string;
  readonly arn: string;
  /** When the schedule expression was set: its rate counts from here. Milliseconds since the epoch. */
  readonly anchor: number;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Buses, rules and targets in SQLite. Names are checked by the caller. */
export class RuleStore {
  readonly #database: DatabaseSync;
  readonly #identity: LocalIdentity;

  constructor(database: DatabaseSync, identity: LocalIdentity) {
    this.#database = database;
    this.#identity = identity;
    database.exec(`
      CREATE TABLE IF NOT EXISTS buses (name TEXT PRIMARY KEY, description TEXT, created_at INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS rules (
        bus TEXT NOT NULL REFERENCES buses (name), name TEXT NOT NULL, definition TEXT NOT NULL,
        anchor INTEGER NOT NULL, PRIMARY KEY (bus, name)
      ) STRICT;
      CREATE TABLE IF NOT EXISTS targets (
        bus TEXT NOT NULL, rule TEXT NOT NULL, id TEXT NOT NULL, definition TEXT NOT NULL,
        PRIMARY KEY (bus, rule, id), FOREIGN KEY (bus, rule) REFERENCES rules (bus, name) ON DELETE CASCADE
      ) STRICT;`);
  }

  busArn(name: string): string {
    return `arn:aws:events:${this.#identity.region}:${this.#identity.accountId}:event-bus/${name}`;
  }

  ruleArn(bus: string, name: string): string {
    const path = bus === DEFAULT_BUS ? name : `${bus}/${name}`;
    return `arn:aws:events:${this.#identity.region}:${this.#identity.accountId}:rule/${path}`;
  }

  /** Does nothing for a bus that is there. */
  addBus(name: string, description: string | undefined, now: number): void {
    this.#database
      .prepare('INSERT OR IGNORE INTO buses (name, description, created_at) VALUES (?, ?, ?)')
      .run(name, description ?? null, now);
  }

  findBus(nameOrArn: string | undefined): Bus | undefined {
    const name = (nameOrArn ?? DEFAULT_BUS).replace(/^arn:.*:event-bus\//, '');
    return this.buses().find((bus) => bus.name === name);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  bus(nameOrArn: string | undefined): Bus {
    const bus = this.findBus(nameOrArn);
    if (bus !== undefined) return bus;
    throw new AwsError('ResourceNotFoundException', `Event bus ${nameOrArn} does not exist.`);
  }

  buses(): Bus[] {
    const rows = this.#database.prepare('SELECT * FROM buses ORDER BY name').all();
    return rows.map((row) => ({
      name: String(row.name),
      arn: this.busArn(String(row.name)),
      description: text(row.description),
      createdAt: Number(row.created_at),
    }));
  }

  deleteBus(name: string): void {
    this.#database.prepare('DELETE FROM buses WHERE name = ?').run(name);
  }

  rules(bus: string): Rule[] {
    const rows = this.#database.prepare('SELECT * FROM rules WHERE bus = ? ORDER BY name').all(bus);
    return rows.map((row) => ({
      ...(JSON.parse(String(row.definition)) as RuleInput),
      bus,
      arn: this.ruleArn(bus, String(row.name)),
      anchor: Number(row.anchor),
    }));
  }

  findRule(bus: string, name: string): Rule | undefined {
    return this.rules(bus).find((rule) => rule.Name === name);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  rule(bus: string, name: string): Rule {
    const rule = this.findRule(bus, name);
    if (rule !== undefined) return rule;
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
  }

  /** Creates or replaces; the targets stay. The anchor moves only when the schedule expression changes. */
  putRule(bus: string, input: RuleInput, now: number): Rule {
    const known = this.findRule(bus, input.Name);
    const anchor =
      known !== undefined && known.ScheduleExpression === input.ScheduleExpression ? known.anchor : now;
    const { EventBusName: _bus, ...definition } = input;
    this.#database
      .prepare(
        `INSERT INTO rules (bus, name, definition, anchor) VALUES (?, ?, ?, ?)
         ON CONFLICT (bus, name) DO UPDATE SET definition = excluded.definition, anchor = excluded.anchor`,
      )
      .run(bus, input.Name, JSON.stringify(definition), anchor);
    return this.rule(bus, input.Name);
  }

  deleteRule(bus: string, name: string): void {
    this.#database.prepare('DELETE FROM rules WHERE bus = ? AND name = ?').run(bus, name);
  }

  targets(bus: string, rule: string): Target[] {
    return this.#database
      .prepare('SELECT definition FROM targets WHERE bus = ? AND rule = ? ORDER BY id')
      .all(bus, rule)
      .map((row) => targetShape.parse(JSON.parse(String(row.definition))));
  }

  putTarget(bus: string, rule: string, target: Target): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO targets (bus, rule, id, definition) VALUES (?, ?, ?, ?)')
      .run(bus, rule, target.Id, JSON.stringify(target));
  }

  removeTarget(bus: string, rule: string, id: string): void {
    this.#database.prepare('DELETE FROM targets WHERE bus = ? AND rule = ? AND id = ?').run(bus, rule, id);
  }
}
