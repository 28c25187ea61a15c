import type { AlarmClock } from '../../../local/states/timers.ts';

interface Alarm {
  readonly instant: number;
  readonly callback: () => void;
}

/** Stands still until it is advanced, and rings what is passed on the way, in order. */
export class SetClock implements AlarmClock {
  #now: number;
  readonly #alarms = new Set<Alarm>();

  constructor(now = Date.parse('2026-03-02T08:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setAlarm(instant: number, callback: () => void): () => void {
    const alarm = { instant, callback };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** The instants at which something would ring. */
  get pending(): number[] {
    return [...this.#alarms].map((alarm) => alarm.instant).sort((a, b) => a - b);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const alarm of [...this.#alarms].sort((a, b) => a.instant - b.instant)) {
      if (alarm.instant <= this.#now && this.#alarms.delete(alarm)) alarm.callback();
    }
  }
}

/**
 * Jumps to every alarm at once: waits of days take no time. Not for tasks with a time-out, which would pass while they run.
 */
export class JumpingClock implements AlarmClock {
  #now: number;

  constructor(now = Date.parse('2026-03-02T08:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setAlarm(instant: number, callback: () => void): () => void {
    const timer = setImmediate(() => {
      this.#now = Math.max(this.#now, instant);
      callback();
    });
    return () => clearImmediate(timer);
  }
}
