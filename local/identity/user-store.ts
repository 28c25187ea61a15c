import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { inTransaction } from '../sqlite.ts';

export type UserStatus = 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

export interface User {
  readonly poolId: string;
  readonly username: string;
  /** Never changes, and is never given to another user. */
  readonly sub: string;
  /** Absent until somebody sets one: such a user cannot sign in by password. */
  readonly passwordHash?: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** Without `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** One sign-in; its refresh token, where it has one, is stored as a hash only. */
export interface Session {
  readonly originJti: string;
  readonly refreshTokenHash?: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly scope: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * The users of all pools, their groups and open sessions. User names are compared without
 * regard to ASCII case.
 */
export class UserStore {
  readonly #database: DatabaseSync;

  /** @param database as `openIdentityDatabase` opens it */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Adds the user, or replaces what is stored of the one with its pool and name. */
  save(user: User): void {
    this.#database
      .prepare(
        `INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (pool_id, username) DO UPDATE SET password_hash = excluded.password_hash,
           status = excluded.status, enabled = excluded.enabled, attributes = excluded.attributes,
           modified_at = excluded.modified_at`,
      )
      .run(
        user.poolId,
        user.username,
        user.sub,
        user.passwordHash ?? null,
        user.status,
        user.enabled ? 1 : 0,
        JSON.stringify(user.attributes),
        user.createdAt,
        user.modifiedAt,
      );
  }

  find(poolId: string, username: string): User | undefined {
    const row = this.#database
      .prepare('SELECT * FROM users WHERE pool_id = ? AND (username = ? OR sub = ?)')
      .get(poolId, username, username);
    return row === undefined ? undefined : toUser(row);
  }

  findByAttribute(poolId: string, name: string, value: string): User | undefined {
    const wanted = value.toLowerCase();
    return this.list(poolId).find((user) => user.attributes[name]?.toLowerCase() === wanted);
  }

  /** In order of names. */
  list(poolId: string): User[] {
    return this.#database
      .prepare('SELECT * FROM users WHERE pool_id = ? ORDER BY username')
      .all(poolId)
      .map(toUser);
  }

  delete(poolId: string, username: string): void {
    this.#database.prepare('DELETE FROM users WHERE pool_id = ? AND username = ?').run(poolId, username);
  }

  addToGroup(poolId: string, username: string, groupName: string): void {
    this.#database
      .prepare('INSERT OR IGNORE INTO memberships VALUES (?, ?, ?)')
      .run(poolId, username, groupName);
  }

  removeFromGroup(poolId: string, username: string, groupName: string): void {
    this.#database
      .prepare('DELETE FROM memberships WHERE pool_id = ? AND username = ? AND group_name = ?')
      .run(poolId, username, groupName);
  }

  groupsOf(poolId: string, username: string): string[] {
    return this.#database
      .prepare('SELECT group_name FROM memberships WHERE pool_id = ? AND username = ? ORDER BY group_name')
      .all(poolId, username)
      .map((row) => String(row.group_name));
  }

  /** Adds the session and forgets those that expired before `now` (milliseconds). */
  openSession(session: Session, now: number): void {
    inTransaction(this.#database, () => {
      this.#database.prepare('DELETE FROM sessions WHERE expires_at <= ?').run(now);
      this.#database
        .prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          session.originJti,
          session.refreshTokenHash ?? null,
          session.poolId,
          session.clientId,
          session.username,
          session.scope,
          session.authTime,
          session.expiresAt,
        );
    });
  }

  /** The open session with that id or that refresh token's hash; undefined once revoked, signed out or expired. */
  findSession(by: { originJti: string } | { refreshTokenHash: string }, now: number): Session | undefined {
    const [column, value] =
      'originJti' in by ? ['origin_jti', by.originJti] : ['refresh_token_hash', by.refreshTokenHash];
    const row = this.#database
      .prepare(`SELECT * FROM sessions WHERE ${column} = ? AND expires_at > ?`)
      .get(value, now);
    return row === undefined ? undefined : toSession(row);
  }

  closeSession(originJti: string): void {
    this.#database.prepare('DELETE FROM sessions WHERE origin_jti = ?').run(originJti);
  }

  /** Of programs and of browsers, and the links that would open another. */
  closeSessionsOf(poolId: string, username: string): void {
    for (const table of ['sessions', 'browser_sessions', 'sign_in_links']) {
      this.#database.prepare(`DELETE FROM ${table} WHERE pool_id = ? AND username = ?`).run(poolId, username);
    }
  }

  /** Gives a session another refresh token; the one before it is good until `usableUntil` (milliseconds). */
  rotate(session: Session, refreshTokenHash: string, usableUntil: number): void {
    inTransaction(this.#database, () => {
      this.#database
        .prepare(
          'INSERT OR REPLACE INTO rotated_tokens SELECT refresh_token_hash, origin_jti, ? FROM sessions WHERE origin_jti = ?',
        )
        .run(usableUntil, session.originJti);
      this.#database
        .prepare('UPDATE sessions SET refresh_token_hash = ? WHERE origin_jti = ?')
        .run(refreshTokenHash, session.originJti);
    });
  }

  /** The session that had this refresh token before it was given another one, while the old one is still good. */
  findRotated(refreshTokenHash: string, now: number): Session | undefined {
    const row = this.#database
      .prepare('SELECT origin_jti FROM rotated_tokens WHERE refresh_token_hash = ? AND usable_until > ?')
      .get(refreshTokenHash, now);
    return row === undefined ? undefined : this.findSession({ originJti: String(row.origin_jti) }, now);
  }
}

type Row = Record<string, SQLOutputValue>;

function toUser(row: Row): User {
  return {
    poolId: String(row.pool_id),
    username: String(row.username),
    sub: String(row.sub),
    ...(row.password_hash === null ? {} : { passwordHash: String(row.password_hash) }),
    status: row.status === 'CONFIRMED' ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    enabled: row.enabled === 1,
    attributes: JSON.parse(String(row.attributes)) as Record<string, string>,
    createdAt: Number(row.created_at),
    modifiedAt: Number(row.modified_at),
  };
}

function toSession(row: Row): Session {
  return {
    originJti: String(row.origin_jti),
    ...(row.refresh_token_hash === null ? {} : { refreshTokenHash: String(row.refresh_token_hash) }),
    poolId: String(row.pool_id),
    clientId: String(row.client_id),
    username: String(row.username),
    scope: String(row.scope),
    authTime: Number(row.auth_time),
    expiresAt: Number(row.expires_at),
  };
}
