import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalIdentity } from '../service.ts';
import type { ScheduleInput } from './shapes.ts';

export const DEFAULT_GROUP = 'default';

export interface Schedule extends ScheduleInput {
  readonly arn: string;
  /** These three in milliseconds since the epoch. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When the expression was set: a rate without a start date counts from here. */
  readonly anchor: number;
  readonly clientToken: string | undefined;
}

export interface ScheduleGroup {
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Schedules and groups in SQLite. */
export class ScheduleStore {
  readonly #database: DatabaseSync;
  readonly #identity: LocalIdentity;

  constructor(database: DatabaseSync, identity: LocalIdentity) {
    this.#database = database;
    this.#identity = identity;
    database.exec(`
      CREATE TABLE IF NOT EXISTS schedule_groups (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS schedules (
        group_name TEXT NOT NULL REFERENCES schedule_groups (name) ON DELETE CASCADE, name TEXT NOT NULL,
        definition TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
        anchor INTEGER NOT NULL, client_token TEXT, PRIMARY KEY (group_name, name)
      ) STRICT;`);
  }

  #arn(resource: string): string {
    return `arn:aws:scheduler:${this.#identity.region}:${this.#identity.accountId}:${resource}`;
  }

  scheduleArn(groupName: string, name: string): string {
    return this.#arn(`schedule/${groupName}/${name}`);
  }

  /** Does nothing for a group that is there. */
  addGroup(name: string, now: number): void {
    this.#database
      .prepare('INSERT OR IGNORE INTO schedule_groups (name, created_at) VALUES (?, ?)')
      .run(name, now);
  }

  groups(): ScheduleGroup[] {
    const rows = this.#database.prepare('SELECT * FROM schedule_groups ORDER BY name').all();
    return rows.map((row) => ({
      name: String(row.name),
      arn: this.#arn(`schedule-group/${String(row.name)}`),
      createdAt: Number(row.created_at),
    }));
  }

  findGroup(name: string): ScheduleGroup | undefined {
    return this.groups().find((group) => group.name === name);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  group(name: string): ScheduleGroup {
    const group = this.findGroup(name);
    if (group !== undefined) return group;
    throw new AwsError('ResourceNotFoundException', `Schedule group ${name} does not exist.`, 404);
  }

  deleteGroup(name: string): void {
    this.#database.prepare('DELETE FROM schedule_groups WHERE name = ?').run(name);
  }

  /** Of all groups, by group and name. */
  schedules(): Schedule[] {
    const rows = this.#database.prepare('SELECT * FROM schedules ORDER BY group_name, name').all();
    return rows.map((row) => ({
      ...(JSON.parse(String(row.definition)) as ScheduleInput),
      arn: this.scheduleArn(String(row.group_name), String(row.name)),
      createdAt: Number(row.created_at),
      modifiedAt: Number(row.modified_at),
      anchor: Number(row.anchor),
      clientToken: typeof row.client_token === 'string' ? row.client_token : undefined,
    }));
  }

  findSchedule(groupName: string, name: string): Schedule | undefined {
    return this.schedules().find((one) => one.GroupName === groupName && one.Name === name);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  schedule(groupName: string, name: string): Schedule {
    const schedule = this.findSchedule(groupName, name);
    if (schedule !== undefined) return schedule;
    throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
  }

  /** Creates or replaces. */
  putSchedule(input: ScheduleInput, anchor: number, now: number, clientToken?: string): Schedule {
    this.#database
      .prepare(
        `INSERT INTO schedules (group_name, name, definition, created_at, modified_at, anchor, client_token)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (group_name, name) DO UPDATE SET definition = excluded.definition,
           modified_at = excluded.modified_at, anchor = excluded.anchor`,
      )
      .run(input.GroupName, input.Name, JSON.stringify(input), now, now, anchor, clientToken ?? null);
    return this.schedule(input.GroupName, input.Name);
  }

  deleteSchedule(groupName: string, name: string): void {
    this.#database.prepare('DELETE FROM schedules WHERE group_name = ? AND name = ?').run(groupName, name);
  }
}
