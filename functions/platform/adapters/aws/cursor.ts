import { createHash } from 'node:crypto';
import { InvalidInputError } from '../../errors.ts';

/** Packs where a page ended, bound to its query by a digest, so that a cursor of one query is refused by another. */
export function packCursor(query: string, lastKey: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify({ q: digest(query), k: lastKey })).toString('base64url');
}

/** @throws InvalidInputError `CursorInvalid` when the text is no cursor of this query */
export function unpackCursor(query: string, cursor: string): Record<string, unknown> {
  try {
    const { q, k } = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as {
      q: string;
      k: unknown;
    };
    if (q === digest(query) && typeof k === 'object' && k !== null) return k as Record<string, unknown>;
  } catch {
    // Not a cursor at all: answered below like one of another query.
  }
  throw cursorInvalid();
}

/** @param cause of the table, which refused a cursor that was made up with the digest of its query */
export function cursorInvalid(cause?: unknown): InvalidInputError {
  const says = {
    en: 'The page cursor does not belong to this list. Start again from the first page.',
    zh: '分页标记不属于此列表，请从第一页重新开始。',
  };
  return new InvalidInputError('CursorInvalid', says, cause);
}

function digest(query: string): string {
  return createHash('sha256').update(query).digest('base64url').slice(0, 16);
}
