import type { Says } from '../../commerce/says.ts';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  RejectedError,
  TransientError,
} from '../errors.ts';
import { logger } from '../handlers/observability.ts';
import type { Platform } from '../platform.ts';
import type { RecordKey } from '../ports/records.ts';
import { daysBack } from '../runs/days-back.ts';

/** What is plugged in at a shop, by what it is: one that was exchanged takes its figures along. */
export interface CalledConnector {
  readonly store: string;
  /** `store-shopify`, `dam-webdav`, `image-model-openai`, `notify-slack`, … */
  readonly connector: string;
}

/** Makes a call to the outside and counts it. */
export type Counted = <T>(ask: () => Promise<T>) => Promise<T>;

export interface CallFailure {
  readonly at: string;
  /** Of the error, for whoever looks it up. */
  readonly code: string;
  readonly says: Says;
}

/** What came of the calls of some days. */
export interface CallFigures {
  /** With those that failed. */
  readonly calls: number;
  readonly errors: number;
  readonly lastSuccessAt?: string;
  readonly lastFailure?: CallFailure;
  /** A process was told lately that the host is left alone until then. */
  readonly heldBackUntil?: string;
}

/** What a record keeps of the newest call of its outcome; how many there were is its version. */
interface LastCall extends Partial<CallFailure> {
  readonly at: string;
  readonly until?: string;
}

/** The code of the error that stands for a call which never went out, because the host had failed too often. */
export const hostPausedCode = 'HostPaused';

/** Longer than anybody asks back for; then the table may drop it. */
const KEPT_SECONDS = 14 * 86_400;

/** What it takes to note a call. */
type Noting = Pick<Platform, 'records' | 'clock'>;

type Outcome = 'answered' | 'failed' | 'held-back';

/** A partition for each connector, and three records in it for each UTC day: each outcome is a count and what it was last. */
const keyOf = ({ store, connector }: CalledConnector, day: string, outcome: Outcome): RecordKey => ({
  pk: partitionOf({ store, connector }),
  sk: `${day}#${outcome}`,
});

const partitionOf = ({ store, connector }: CalledConnector) => `${store}#CALLS#${connector}`;

/**
 * Counts each call once it is over: one write of some hundred bytes, which waits for no other writer. It is a measure, no
 * account: of a process that dies in the middle the call is lost, and a repeated write counts twice.
 */
export function countedBy(platform: Noting, connector: CalledConnector): Counted {
  return async (ask) => {
    const answer = await failuresNoted(platform, connector, ask);
    await noteAnswered(platform, connector);
    return answer;
  };
}

/** For what comes before a call, as reading its secret: that it works is no call, that it fails is one that could not be made. */
export async function failuresNoted<T>(
  platform: Noting,
  connector: CalledConnector,
  prepare: () => Promise<T>,
): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    await noteError(platform, connector, error);
    throw error;
  }
}

export async function noteAnswered(platform: Noting, connector: CalledConnector): Promise<void> {
  await note(platform, connector, 'answered', { at: platform.clock.now() });
}

export async function noteFailed(
  platform: Noting,
  connector: CalledConnector,
  { code, says }: Omit<CallFailure, 'at'>,
): Promise<void> {
  await note(platform, connector, 'failed', { at: platform.clock.now(), code, says });
}

/**
 * Counts what a call ended with. A refusal of what was asked for (this picture, this name) is an answer: the other side works.
 * What is none of our errors is a fault of ours, and no word about the other side.
 */
export async function noteError(platform: Noting, connector: CalledConnector, error: unknown): Promise<void> {
  if (error instanceof InvalidInputError || error instanceof RejectedError)
    return await noteAnswered(platform, connector);
  if (error instanceof RateLimitedError && error.code === hostPausedCode) {
    const at = platform.clock.now();
    const until = new Date(Date.parse(at) + error.retryAfterSeconds * 1000).toISOString();
    return await note(platform, connector, 'held-back', { at, until });
  }
  const isTheirs =
    error instanceof TransientError ||
    error instanceof RateLimitedError ||
    error instanceof ConfigurationError;
  if (isTheirs) await noteFailed(platform, connector, { code: error.code, says: error.text });
}

/** @param days up to 14 UTC days, today's the last */
export async function readCalls(
  platform: Noting,
  connector: CalledConnector,
  days: number,
): Promise<CallFigures> {
  const { items } = await platform.records.list<LastCall>({
    pk: partitionOf(connector),
  });
  const wanted = new Set(daysBack(platform.clock.now(), days));
  const of = (outcome: Outcome) =>
    items.filter(({ key: { sk } }) => {
      const [day = '', what] = sk.split('#');
      return what === outcome && wanted.has(day);
    });
  const [answered, failed, heldBack] = [of('answered'), of('failed'), of('held-back')];
  const count = (found: typeof items) => found.reduce((sum, { version }) => sum + version, 0);
  const errors = count(failed);
  const lastSuccessAt = answered.at(-1)?.data.at;
  const { at, code, says } = failed.at(-1)?.data ?? {};
  const until = heldBack.at(-1)?.data.until;
  return {
    calls: count(answered) + errors,
    errors,
    ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }),
    ...(at === undefined || code === undefined || says === undefined
      ? {}
      : { lastFailure: { at, code, says } }),
    ...(until !== undefined && until > platform.clock.now() ? { heldBackUntil: until } : {}),
  };
}

async function note(
  { records, clock }: Noting,
  connector: CalledConnector,
  outcome: Outcome,
  data: LastCall,
): Promise<void> {
  const day = data.at.slice(0, 10);
  const expiresAtSeconds = Math.floor(Date.parse(clock.now()) / 1000) + KEPT_SECONDS;
  try {
    await records.tally({ key: keyOf(connector, day, outcome), data, expiresAtSeconds });
  } catch (error) {
    // A busy table must not fail the call that went well.
    if (!(error instanceof TransientError)) throw error;
    logger.warn('A call to a connector was not counted', { connector: connector.connector, error });
  }
}
