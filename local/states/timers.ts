import type { LocalClock } from '../service.ts';

/** A clock that also rings. The default is the real one; a test's clock rings when it is advanced. */
export interface AlarmClock extends LocalClock {
  /** Calls back once at or after `instant` (milliseconds since the epoch), unless the answered function is called first. */
  setAlarm(instant: number, callback: () => void): () => void;
}

/** setTimeout takes at most 2^31-1 ms, and the machine's clock may be set: look again at least every minute. */
const LONGEST_SLEEP_MS = 60_000;

/** Makes a plain clock ring, by real timers. A clock that can do so itself is answered as it is. */
export function alarmClock(clock: LocalClock | AlarmClock): AlarmClock {
  if ('setAlarm' in clock) return clock;
  return {
    now: () => clock.now(),
    setAlarm(instant, callback) {
      let timer: NodeJS.Timeout;
      const sleep = () => {
        const left = instant - clock.now();
        if (left <= 0) callback();
        else timer = setTimeout(sleep, Math.min(left, LONGEST_SLEEP_MS));
      };
      timer = setTimeout(sleep, Math.max(0, Math.min(instant - clock.now(), LONGEST_SLEEP_MS)));
      return () => clearTimeout(timer);
    },
  };
}

/**
 * One alarm for everything that is due: the queue itself is an index of the journal, so nothing has to be rebuilt
 * after a restart, and a million waiting executions cost no memory.
 */
export class DueTimer {
  readonly #clock: AlarmClock;
  readonly #onDue: () => void;
  #cancel: (() => void) | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: AlarmClock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Something is due at `instant`: rings then, or earlier if something else is. */
  expect(instant: number | undefined): void {
    if (instant === undefined || instant >= this.#armedFor) return;
    this.stop();
    this.#armedFor = instant;
    this.#cancel = this.#clock.setAlarm(instant, () => {
      this.#armedFor = Number.POSITIVE_INFINITY;
      this.#cancel = undefined;
      this.#onDue();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
  }
}
