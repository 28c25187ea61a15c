import { createHash } from 'node:crypto';
import type { Says } from '../../commerce/says.ts';
import { digest } from '../audit/audit-entry.ts';
import type { Role } from '../members/role.ts';
import type { IndexKey, RecordKey } from '../ports/records.ts';

/** `withdrawn`: every run that asked has ended without waiting for the answer. */
export const approvalStatuses = ['open', 'approved', 'rejected', 'expired', 'withdrawn'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

/** One run that waits: what it asks and what a person needs to see for it. Its task token is kept elsewhere. */
export interface ApprovalItem {
  readonly run: string;
  readonly attempt: number;
  /** The members who started the run or replayed it, where a person did. */
  readonly startedBy?: readonly string[] | undefined;
  readonly asks: Says;
  /** Why a person is asked at all. */
  readonly reasons: readonly Says[];
  /** References, summaries, evidence: JSON of at most {@link LARGEST_PAYLOAD_BYTES}, shown as it is. */
  readonly payload: unknown;
  readonly payloadHash: string;
  /** Key in the media bucket of one of the payload's pictures, for lists. */
  readonly thumbnail?: string | undefined;
  /** What can be refused one by one, e.g. channels. */
  readonly choices: readonly string[];
  /** Its machine does something with a decision's `edits`. */
  readonly takesEdits?: boolean | undefined;
  /** The machine has its answer, or waits no more. */
  readonly told: boolean;
}

export interface Decision {
  readonly decision: 'approve' | 'reject';
  /** By run: the choices that are refused although the rest is approved. */
  readonly rejectedChoices: Readonly<Record<string, readonly string[]>>;
  readonly edits?: unknown;
  readonly comment?: string | undefined;
  /** The member's `sub`. */
  readonly by: string;
  readonly at: string;
}

export interface Approval {
  readonly id: string;
  readonly store: string;
  readonly workflow: string;
  readonly subject: { readonly kind: string; readonly id: string; readonly label: string };
  /** Runs of one group (a product) that wait at the same time are decided together. */
  readonly group: string;
  readonly status: ApprovalStatus;
  readonly items: readonly ApprovalItem[];
  /** SHA-256 over all items; a decision names the one that it decides on. */
  readonly payloadHash: string;
  readonly role: Role;
  /** Whoever started one of the runs may not decide. */
  readonly fourEyes: boolean;
  readonly requestedAt: string;
  readonly expiresAt: string;
  /** However many runs join, it expires by then. */
  readonly expiresAtLatest: string;
  readonly escalateAt: string;
  readonly escalatedAt?: string;
  readonly decision?: Decision;
  /** When it was decided, expired or withdrawn. */
  readonly closedAt?: string;
  /** Which events have gone out. */
  readonly announced: readonly Announcement[];
  readonly reopenedAt?: string;
}

export type Announcement = 'requested' | 'escalated' | 'closed';

/** What a waiting machine is told. */
export interface MachineAnswer {
  readonly decision: 'approve' | 'reject' | 'expired';
  readonly approvalId: string;
  /** Of this run only. */
  readonly rejectedChoices: readonly string[];
  readonly edits: unknown;
  readonly comment: string | null;
  /** Null when it expired. */
  readonly decidedBy: string | null;
  readonly decidedAt: string;
}

/** An approval is one record of at most 400 KB: twenty payloads of 16 KB leave a fifth for the rest. */
export const LARGEST_PAYLOAD_BYTES = 16 * 1024;
export const ITEMS_AT_MOST = 20;

/** The record holds them beside the payloads, and every machine is told them within Step Functions' 256 KB. */
export const LARGEST_EDITS_BYTES = 8 * 1024;

export function approvalKey(store: string, id: string): RecordKey {
  return { pk: `${store}#APPROVAL#${id}`, sk: 'APPROVAL' };
}

/** Beside the approval, in no function that answers anybody. */
export function tokenKey(store: string, id: string, item: Pick<ApprovalItem, 'run' | 'attempt'>): RecordKey {
  return { pk: `${store}#APPROVAL#${id}`, sk: `TOKEN#${item.run}#${item.attempt}` };
}

/** Which approval a run's attempt asked with: a repeated step finds its own. */
export function askedKey(store: string, item: Pick<ApprovalItem, 'run' | 'attempt'>): RecordKey {
  return { pk: `${store}#APPROVALRUN#${item.run}`, sk: `ATTEMPT#${item.attempt}` };
}

/** The open approval of a group. */
export function groupKey(store: string, group: string): RecordKey {
  return { pk: `${store}#APPROVALGROUP#${group}`, sk: 'OPEN' };
}

/**
 * One record for each approval that somebody still has to do something for: open, or its machines and the bus not yet told.
 * The sweep reads this partition instead of the index, which lags and would need a query for each day.
 */
export function workKey(store: string, id: string): RecordKey {
  return { pk: workPk(store), sk: id };
}

/** What lists and counts of what waits go by, without reading the approvals themselves. */
export interface WaitingFacts {
  readonly approvalId: string;
  /** The rest is missing in a record of an older release. */
  readonly requestedAt?: string;
  readonly expiresAt?: string;
  readonly workflow?: string;
  /** `kind/id` */
  readonly subject?: string;
}

export function waitingFacts({ id, requestedAt, expiresAt, workflow, subject }: Approval): WaitingFacts {
  return { approvalId: id, requestedAt, expiresAt, workflow, subject: `${subject.kind}/${subject.id}` };
}

export function workPk(store: string): string {
  return `${store}#APPROVALWORK`;
}

/** Listed by status and the UTC day on which it came into that status. */
export function approvalIndex(approval: Approval): IndexKey {
  const at = approval.closedAt ?? approval.requestedAt;
  return {
    pk: approvalIndexPk(approval.store, approval.status, at.slice(0, 10)),
    sk: `${at}#${approval.id}`,
  };
}

export function approvalIndexPk(store: string, status: ApprovalStatus, day: string): string {
  return `${store}#APPROVAL#${status}#${day}`;
}

/** The same for the same question, so that a repeated step makes the same one. 80 bits, as runs have. */
export function approvalId(store: string, group: string, run: string, attempt: number): string {
  return createHash('sha256').update([store, group, run, attempt].join('\n')).digest('hex').slice(0, 20);
}

/** What a person sees, whatever its order: all of it is under the hash. */
export function itemHash(
  item: Omit<ApprovalItem, 'payloadHash' | 'told' | 'takesEdits' | 'thumbnail'>,
): string {
  const { run, attempt, asks, reasons, payload, choices } = item;
  return digest({ run, attempt, asks, reasons, payload, choices });
}

export function itemsHash(items: readonly ApprovalItem[]): string {
  return digest(items.map((item) => [item.run, item.attempt, item.payloadHash]).sort());
}
