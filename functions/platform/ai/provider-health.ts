import type { Says } from '../../commerce/says.ts';
import type { Platform } from '../platform.ts';
import { ConflictError, changeRecord, type RecordKey } from '../ports/records.ts';

/** Why a provider gave no answer. */
export type Trouble =
  | 'timed-out'
  | 'rate-limited'
  /** The account is empty. */
  | 'no-credit'
  /** No key, a wrong one, a wrong address, or a package that is not installed. */
  | 'not-connected'
  /** It does not take this picture or this text; others it may. */
  | 'refused'
  | 'failed';

export interface TroubleFacts {
  readonly trouble: Trouble;
  /** Of the error, for whoever looks it up. */
  readonly code: string;
  readonly says: Says;
  /** Of `rate-limited`. */
  readonly retryAfterSeconds?: number;
}

interface Health {
  /** Faults one after the other. */
  readonly faults: number;
  readonly pausedUntil?: string;
  readonly facts?: TroubleFacts;
  /** Of the setting `ai`: whoever saves it anew, say after topping up, lets the provider be asked at once. */
  readonly settingVersion: number;
}

/** One provider of one shop. */
export interface ProviderOfShop {
  readonly store: string;
  readonly provider: string;
  /** Of the setting `ai` in force. */
  readonly settingVersion: number;
}

/** A key or an account is put right by people. */
const PAUSE_FOR_PEOPLE_SECONDS = 600;
const FAULTS_IN_A_ROW = 3;
/** A service that is down would cost every photo a whole time-out. */
const PAUSE_AFTER_FAULTS_SECONDS = 300;
/** A longer wait is a quota of hours: it is asked again all the same, in case the service said too much. */
const LONGEST_TOLD_SECONDS = 3600;

const keyOf = ({ store, provider }: ProviderOfShop): RecordKey => ({
  pk: `${store}#AI-PROVIDER#${provider}`,
  sk: 'HEALTH',
});

/** The trouble that a provider is left alone for at present; undefined: it may be asked. */
export async function pausedFor(platform: Platform, of: ProviderOfShop): Promise<TroubleFacts | undefined> {
  const health = (await platform.records.get<Health>(keyOf(of)))?.data;
  if (health?.pausedUntil === undefined || health.facts === undefined) return undefined;
  if (health.settingVersion !== of.settingVersion) return undefined;
  const seconds = (Date.parse(health.pausedUntil) - Date.parse(platform.clock.now())) / 1000;
  if (seconds <= 0) return undefined;
  if (health.facts.trouble !== 'rate-limited') return health.facts;
  return { ...health.facts, retryAfterSeconds: Math.ceil(seconds) };
}

/** Counts a trouble, and leaves the provider alone for a while where the next photo would only meet it again. */
export async function noteTrouble(
  platform: Platform,
  of: ProviderOfShop,
  facts: TroubleFacts,
): Promise<void> {
  if (facts.trouble === 'refused') return;
  await note(platform, of, (before) => {
    const isFault = facts.trouble === 'failed' || facts.trouble === 'timed-out';
    const faults = isFault ? (before?.faults ?? 0) + 1 : 0;
    const seconds = pauseSeconds(facts, faults);
    const until = new Date(Date.parse(platform.clock.now()) + seconds * 1000).toISOString();
    return {
      faults,
      settingVersion: of.settingVersion,
      ...(seconds === 0 ? {} : { pausedUntil: until, facts }),
    };
  });
}

/** It answered: what was counted against it is forgotten. */
export async function noteAnswer(platform: Platform, of: ProviderOfShop): Promise<void> {
  await note(platform, of, (before) =>
    before === undefined || (before.faults === 0 && before.pausedUntil === undefined)
      ? undefined
      : { faults: 0, settingVersion: of.settingVersion },
  );
}

function pauseSeconds({ trouble, retryAfterSeconds = 0 }: TroubleFacts, faults: number): number {
  if (trouble === 'rate-limited') return Math.min(LONGEST_TOLD_SECONDS, retryAfterSeconds);
  if (trouble === 'no-credit' || trouble === 'not-connected') return PAUSE_FOR_PEOPLE_SECONDS;
  return faults >= FAULTS_IN_A_ROW ? PAUSE_AFTER_FAULTS_SECONDS : 0;
}

async function note(
  platform: Platform,
  of: ProviderOfShop,
  next: (before: Health | undefined) => Health | undefined,
): Promise<void> {
  try {
    await changeRecord<Health>(platform.records, keyOf(of), (before) => {
      const data = next(before);
      return data === undefined ? undefined : { data };
    });
  } catch (error) {
    // Others noted the same at the same moment: it is a hint, no account.
    if (!(error instanceof ConflictError)) throw error;
  }
}
