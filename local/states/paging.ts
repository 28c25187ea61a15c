import { AwsError } from '../protocol/aws-error.ts';

/** AWS's page size where none is asked for, and the largest. */
const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 1000;

/** How many a page holds. 0 means the default, as on AWS. */
export function pageSize(maxResults: number | undefined): number {
  return maxResults === undefined || maxResults === 0 ? DEFAULT_PAGE : Math.min(maxResults, LARGEST_PAGE);
}

/** Tokens are opaque to callers: the place where the next page begins. */
export function encodePage(place: number): string {
  return Buffer.from(`page:${place}`).toString('base64url');
}

/** @throws AwsError `InvalidToken` */
export function decodePage(token: string | undefined): number | undefined {
  if (token === undefined) return undefined;
  const match = /^page:(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  return Number(match[1]);
}

/** A page of a list that is small enough to be read whole. */
export function page<T>(
  list: readonly T[],
  input: { maxResults?: number; nextToken?: string },
): { items: T[]; nextToken: { nextToken?: string } } {
  const from = decodePage(input.nextToken) ?? 0;
  const to = from + pageSize(input.maxResults);
  return { items: list.slice(from, to), nextToken: to < list.length ? { nextToken: encodePage(to) } : {} };
}
