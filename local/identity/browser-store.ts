import { randomBytes } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { hashToken } from './tokens.ts';

/** Who is signed in in a browser, whichever client's page they open next. */
export interface BrowserSession {
  readonly poolId: string;
  readonly username: string;
  /** When the person proved who they are, in seconds since the epoch. */
  readonly authTime: number;
}

export interface SignInLink {
  readonly poolId: string;
  readonly username: string;
  /** Where the browser goes once it is signed in. */
  readonly continueTo: string;
}

/** The sessions of browsers and the one-time links that open them; tokens are stored as hashes only. Times in milliseconds. */
export class BrowserStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @returns the cookie's value, 256 random bits */
  openSession(session: BrowserSession, now: number, expiresAt: number): string {
    const token = newToken();
    this.#database.prepare('DELETE FROM browser_sessions WHERE expires_at <= ?').run(now);
    this.#database
      .prepare('INSERT INTO browser_sessions VALUES (?, ?, ?, ?, ?)')
      .run(hashToken(token), session.poolId, session.username, session.authTime, expiresAt);
    return token;
  }

  findSession(token: string, now: number): BrowserSession | undefined {
    const row = this.#database
      .prepare('SELECT * FROM browser_sessions WHERE token_hash = ? AND expires_at > ?')
      .get(hashToken(token), now);
    if (row === undefined) return undefined;
    return { poolId: String(row.pool_id), username: String(row.username), authTime: Number(row.auth_time) };
  }

  closeSession(token: string): void {
    this.#database.prepare('DELETE FROM browser_sessions WHERE token_hash = ?').run(hashToken(token));
  }

  /** @returns the link's token, 256 random bits */
  addLink(link: SignInLink, now: number, expiresAt: number): string {
    const token = newToken();
    this.#database.prepare('DELETE FROM sign_in_links WHERE expires_at <= ?').run(now);
    this.#database
      .prepare('INSERT INTO sign_in_links VALUES (?, ?, ?, ?, ?)')
      .run(hashToken(token), link.poolId, link.username, link.continueTo, expiresAt);
    return token;
  }

  findLink(token: string, now: number): SignInLink | undefined {
    const row = this.#database
      .prepare('SELECT * FROM sign_in_links WHERE token_hash = ? AND expires_at > ?')
      .get(hashToken(token), now);
    return row === undefined ? undefined : toLink(row);
  }

  /** Finds the link and takes it away in one statement: of two clicks at once, one is let in. */
  takeLink(token: string, now: number): SignInLink | undefined {
    const row = this.#database
      .prepare('DELETE FROM sign_in_links WHERE token_hash = ? AND expires_at > ? RETURNING *')
      .get(hashToken(token), now);
    return row === undefined ? undefined : toLink(row);
  }
}

function toLink(row: Record<string, SQLOutputValue>): SignInLink {
  return {
    poolId: String(row.pool_id),
    username: String(row.username),
    continueTo: String(row.continue_to),
  };
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
