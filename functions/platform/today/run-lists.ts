import type { Platform } from '../platform.ts';
import { type Run, type RunStatus, runIndexPk } from '../runs/run.ts';

/** The newest runs of one status that started on one UTC day. */
interface RunList {
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly isAll: boolean;
}

/** Of what the page shows or measures so many are read; of a status that it only counts none. */
const LISTED: Readonly<Partial<Record<RunStatus, number>>> = {
  failed: 10,
  conflict: 10,
  held: 100,
  published: 100,
  waiting: 100,
  rejected: 100,
  expired: 100,
};

/**
 * A shop's runs for one answer: each list is read once, whoever asks for it, and counted only where it was not read to its end.
 * Counts and lists of the same answer therefore agree.
 */
export class RunLists {
  readonly #platform: Platform;
  readonly #store: string;
  readonly #lists = new Map<string, Promise<RunList>>();

  constructor(platform: Platform, store: string) {
    this.#platform = platform;
    this.#store = store;
  }

  /** The newest runs of a status on each of the UTC days, as far as they are read here: 10 of a day, or 100. */
  async newest(status: keyof typeof LISTED, days: readonly string[]): Promise<readonly RunList[]> {
    return await Promise.all(days.map((day) => this.#list(status, day)));
  }

  /**
   * How many runs of a status there are on the UTC days.
   *
   * @param span ISO 8601 instants of their start, `until` exclusive; without it the whole days
   */
  async count(
    status: RunStatus,
    days: readonly string[],
    span: { readonly from: string; readonly until: string } = wholeDays,
  ): Promise<number> {
    const counts = await Promise.all(
      days.map(async (day) => {
        const list = LISTED[status] === undefined ? undefined : await this.#list(status, day);
        if (list?.isAll === true) return list.runs.filter((run) => isWithin(run, span)).length;
        const between = { from: span.from, to: span.until };
        return await this.#platform.records.countIndex(runIndexPk(this.#store, status, day), between);
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  #list(status: RunStatus, day: string): Promise<RunList> {
    const pk = runIndexPk(this.#store, status, day);
    const read =
      this.#lists.get(pk) ??
      this.#platform.records
        .listIndex<Run>(pk, { limit: LISTED[status] ?? 0, descending: true })
        .then(({ items, cursor }) => ({ runs: items.map(({ data }) => data), isAll: cursor === undefined }));
    this.#lists.set(pk, read);
    return read;
  }
}

/** Sort keys begin with an instant: `0` is before all of them, `:` after. */
const wholeDays = { from: '0', until: ':' };

const isWithin = ({ startedAt }: Run, { from, until }: { from: string; until: string }) =>
  startedAt >= from && startedAt < until;
