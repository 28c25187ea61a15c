import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type {
  ApprovalsAnswer,
  ListedApproval,
} from '../../../../functions/platform/approvals/approvals-answers.ts';
import type { Member } from '../../../../functions/platform/members/member.ts';
import type { Api } from '../../api/client.ts';
import { type Problem, problemOf } from '../../api/problem.ts';
import type { ApprovalStatus } from '../../parts/badge.tsx';
import { hindranceOf } from './may-decide.ts';

export const approvalStatuses: readonly ApprovalStatus[] = [
  'open',
  'approved',
  'rejected',
  'expired',
  'withdrawn',
];

export interface QueueFilter {
  readonly status: ApprovalStatus;
  readonly workflow: string | undefined;
  readonly order: 'oldest' | 'expiring';
  /** Only what the member may decide. */
  readonly isMine: boolean;
}

/** From the address; what is not known there is left out. */
export function filterOf(query: Readonly<Record<string, string>>): QueueFilter {
  return {
    status: approvalStatuses.find((status) => status === query.status) ?? 'open',
    workflow: query.workflow || undefined,
    order: query.order === 'expiring' ? 'expiring' : 'oldest',
    isMine: query.whose === 'me',
  };
}

interface State {
  readonly items: readonly ListedApproval[];
  readonly cursor: string | undefined;
  readonly isLoading: boolean;
  readonly problem: Problem | undefined;
  /** How many pages have come. */
  readonly pages: number;
}

const pageSize = 50;
/** With a filter a page may be empty and still have a cursor. */
const pagesAtAStretch = 8;
/** Of entries before the end at which the next page is asked for. */
const loadAhead = 5;

/**
 * The approvals that somebody walks through: the list and the pages of single approvals share it, so that going from one to the
 * next asks the API for nothing but the approval itself.
 */
export class Queue {
  readonly #api: Api;
  readonly #filter: QueueFilter;
  readonly #member: Pick<Member, 'sub' | 'roles'>;
  readonly #state: Signal<State> = signal({
    items: [],
    cursor: undefined,
    isLoading: false,
    problem: undefined,
    pages: 0,
  });
  readonly #decided = new Set<string>();
  #round = 0;

  constructor(api: Api, filter: QueueFilter, member: Pick<Member, 'sub' | 'roles'>) {
    this.#api = api;
    this.#filter = filter;
    this.#member = member;
  }

  get state(): ReadonlySignal<State> {
    return this.#state;
  }

  /** From the first page; what was there stays until then. */
  async reload(): Promise<void> {
    await this.#load(undefined);
  }

  async more(): Promise<void> {
    const { cursor, isLoading } = this.#state.value;
    if (cursor !== undefined && !isLoading) await this.#load(cursor);
  }

  /** Those beside one; next of one that is not (or no more) in the queue is the first. */
  around(id: string): {
    readonly place: number | undefined;
    readonly previous: string | undefined;
    readonly next: string | undefined;
  } {
    const { items } = this.#state.value;
    const at = items.findIndex((one) => one.id === id);
    if (items.length - at <= loadAhead) void this.more();
    return {
      place: at < 0 ? undefined : at + 1,
      previous: items[at - 1]?.id,
      next: items[at + 1]?.id,
    };
  }

  /** It is decided: nobody comes back to it. */
  remove(id: string): void {
    this.#decided.add(id);
    const { items } = this.#state.value;
    this.#state.value = { ...this.#state.value, items: items.filter((one) => one.id !== id) };
  }

  async #load(first: string | undefined): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    this.#state.value = { ...this.#state.value, isLoading: true, problem: undefined };
    try {
      let found: readonly ListedApproval[] = [];
      let cursor = first;
      for (let turn = 0; turn < pagesAtAStretch; turn += 1) {
        const page = await this.#page(cursor);
        found = page.approvals.filter((one) => this.#isWanted(one));
        cursor = page.cursor;
        if (found.length > 0 || cursor === undefined) break;
      }
      if (round !== this.#round) return;
      const { items, pages } = this.#state.value;
      const before = first === undefined ? [] : items;
      const known = new Set(before.map(({ id }) => id));
      this.#state.value = {
        items: [...before, ...found.filter(({ id }) => !known.has(id))],
        cursor,
        isLoading: false,
        problem: undefined,
        pages: first === undefined ? 1 : pages + 1,
      };
    } catch (error) {
      if (round !== this.#round) return;
      this.#state.value = { ...this.#state.value, isLoading: false, problem: problemOf(error) };
    }
  }

  async #page(cursor: string | undefined): Promise<ApprovalsAnswer> {
    const { status, workflow, order } = this.#filter;
    return await this.#api.get<ApprovalsAnswer>('approvals', {
      status,
      workflow,
      order,
      cursor,
      limit: pageSize,
    });
  }

  #isWanted(approval: ListedApproval): boolean {
    // A decision is there before every list knows it.
    if (this.#filter.status === 'open' && this.#decided.has(approval.id)) return false;
    return !this.#filter.isMine || hindranceOf(approval, this.#member) === undefined;
  }
}

let kept: { readonly api: Api; readonly filter: string; readonly queue: Queue } | undefined;

/** The queue of a filter; the same one as long as shop and filter stay. */
export function queueOf(api: Api, filter: QueueFilter, member: Pick<Member, 'sub' | 'roles'>): Queue {
  const name = JSON.stringify(filter);
  if (kept?.api !== api || kept.filter !== name) {
    kept = { api, filter: name, queue: new Queue(api, filter, member) };
  }
  return kept.queue;
}
