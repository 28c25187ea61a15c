import type * as z from 'zod';
import { InvalidInputError } from './errors.ts';

/**
 * Where a page of a list ended, as an opaque text, for lists that are put together from several queries.
 *
 * @param list names the list with all that it is filtered by: a cursor of one list is refused by another
 */
export function packPlace(list: string, place: unknown): string {
  return Buffer.from(JSON.stringify({ list, place })).toString('base64url');
}

/** @throws InvalidInputError `CursorInvalid` when the text is no cursor of this list */
export function unpackPlace<T extends z.ZodType>(list: string, cursor: string, schema: T): z.output<T> {
  try {
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as {
      list: unknown;
      place: unknown;
    };
    if (read.list === list) return schema.parse(read.place);
  } catch {
    // Not a cursor at all: answered below like one of another list.
  }
  throw new InvalidInputError('CursorInvalid', {
    en: 'The page cursor does not belong to this list. Start again from the first page.',
    zh: '分页标记不属于此列表，请从第一页重新开始。',
  });
}
