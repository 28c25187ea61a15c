import type { Connection } from './connection.ts';
import { type CommandFailure, unreachable } from './failures.ts';

/** Beyond an API call's 30 s, so that its own answer comes first. */
const patienceMs = 40_000;

/**
 * `fetch` that says how to get an answer where there is none.
 *
 * @throws CommandFailure `Unreachable`
 */
export async function reach(
  connection: Pick<Connection, 'kind'>,
  url: string,
  init: RequestInit & { patienceMs?: number } = {},
): Promise<Response> {
  const { patienceMs: ownPatienceMs, ...request } = init;
  try {
    return await fetch(url, { ...request, signal: AbortSignal.timeout(ownPatienceMs ?? patienceMs) });
  } catch (error) {
    throw nothingAnswers(connection, url, error);
  }
}

export function nothingAnswers(
  connection: Pick<Connection, 'kind'>,
  url: string,
  error: unknown,
): CommandFailure {
  const { origin } = new URL(url);
  if (connection.kind === 'local') return unreachable('unreachable.local', { url: origin });
  return unreachable('unreachable.deployed', { url: origin, cause: causeOf(error) });
}

/** `fetch` itself only says "fetch failed". */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return (cause as NodeJS.ErrnoException).code ?? cause.message;
}
