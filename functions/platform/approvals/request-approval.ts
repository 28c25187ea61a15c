import canonicalize from 'canonicalize';
import type { Says } from '../../commerce/says.ts';
import { InvalidInputError, TransientError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { ConflictError, type RecordDelete, type RecordWrite, type StoredRecord } from '../ports/records.ts';
import {
  type Approval,
  type ApprovalItem,
  approvalId,
  approvalIndex,
  approvalKey,
  askedKey,
  groupKey,
  ITEMS_AT_MOST,
  itemHash,
  itemsHash,
  LARGEST_PAYLOAD_BYTES,
  tokenKey,
  waitingFacts,
  workKey,
} from './approval.ts';
import { type ReviewPolicy, reviewPolicy } from './review-policy.ts';
import { settleApproval } from './settle-approval.ts';

export interface ApprovalRequest {
  readonly store: string;
  readonly workflow: string;
  readonly subject: Approval['subject'];
  /** Runs of one group that wait at the same time share an approval, e.g. `image-assets/<sku>`. */
  readonly group: string;
  readonly run: string;
  readonly attempt: number;
  /** The machine's task token. Kept, never answered to anybody. */
  readonly token: string;
  /** The members who started the run or replayed it, where a person did. */
  readonly startedBy?: readonly string[] | undefined;
  readonly asks: Says;
  readonly reasons: readonly Says[];
  readonly payload: unknown;
  /** Key in the media bucket of the picture that lists show for it. */
  readonly thumbnail?: string | undefined;
  readonly choices: readonly string[];
  /** Whether the machine reads a decision's `edits`; where one of the group does not, edits are refused. */
  readonly takesEdits?: boolean | undefined;
}

interface Asked {
  readonly approvalId: string;
}

/** Twenty photos of a product may ask within a second, and each waits for those that were faster. */
const TRIES = 10;

/**
 * Tokens are dropped after 30 days, when no machine can wait for them any more (machines end after 14).
 */
const TOKEN_LIFE_SECONDS = 30 * 86_400;

/**
 * Asks a person: joins the group's open approval, or makes one. Safe to repeat: the same run and attempt is one item, the
 * newest token counts, and a question that was decided meanwhile is answered at once.
 *
 * @throws InvalidInputError `ApprovalPayloadTooLarge` over 16 KB: payloads carry references
 * @throws TransientError `ApprovalContended`
 */
export async function requestApproval(platform: Platform, request: ApprovalRequest): Promise<Approval> {
  refuseLargePayload(request);
  const policy = await reviewPolicy(platform, request.store, request.workflow);
  for (let tries = 1; ; tries++) {
    try {
      const id = await writeRequest(platform, request, policy);
      return await settleApproval(platform, request.store, id);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      if (tries === TRIES) throw contended(request.group, error);
    }
  }
}

/** @returns the id of the approval that now holds the question */
async function writeRequest(
  platform: Platform,
  request: ApprovalRequest,
  policy: ReviewPolicy,
): Promise<string> {
  const { store, group, run, attempt } = request;
  const asked = await platform.records.get<Asked>(askedKey(store, { run, attempt }));
  if (asked !== undefined) return await writeRepeated(platform, request, asked.data.approvalId);

  const pointer = await platform.records.get<Asked>(groupKey(store, group));
  const open = pointer && (await platform.records.get<Approval>(approvalKey(store, pointer.data.approvalId)));
  const item = itemOf(request);
  if (open !== undefined && canJoin(platform, open.data, request, policy)) {
    const joined = withItem(open.data, item, policy);
    await platform.records.transact([
      ...approvalWrites(joined, open),
      tokenWrite(platform, joined.id, request),
      askedWrite(joined.id, request),
    ]);
    return joined.id;
  }
  const fresh = newApproval(platform, request, item, policy);
  await platform.records.transact([
    ...approvalWrites(fresh, undefined),
    tokenWrite(platform, fresh.id, request),
    askedWrite(fresh.id, request),
    {
      key: groupKey(store, group),
      data: { approvalId: fresh.id } satisfies Asked,
      expected: pointer === undefined ? 'absent' : { version: pointer.version },
    },
  ]);
  return fresh.id;
}

/** The step ran before: it may bring a new token, and a new payload while the approval is open. */
async function writeRepeated(platform: Platform, request: ApprovalRequest, id: string): Promise<string> {
  const [stored, token] = await Promise.all([
    platform.records.get<Approval>(approvalKey(request.store, id)),
    platform.records.get<{ token: string }>(tokenKey(request.store, id, request)),
  ]);
  const before = stored?.data.items.find(
    ({ run, attempt }) => run === request.run && attempt === request.attempt,
  );
  // A later attempt of the run has taken the item's place: nobody waits with this one any more.
  if (stored === undefined || before === undefined) return id;
  const item = itemOf(request);
  const isOpen = stored.data.status === 'open';
  const isSame = token?.data.token === request.token && (!isOpen || before.payloadHash === item.payloadHash);
  if (isSame) return id;
  // Decided meanwhile: what was decided stays, only the new token has not been answered yet.
  const kept = isOpen ? item : { ...before, told: false };
  const items = stored.data.items.map((other) => (other === before ? kept : other));
  const changed: Approval = { ...stored.data, items, payloadHash: itemsHash(items) };
  await platform.records.transact([...approvalWrites(changed, stored), tokenWrite(platform, id, request)]);
  return id;
}

function canJoin(
  platform: Platform,
  open: Approval,
  request: ApprovalRequest,
  policy: ReviewPolicy,
): boolean {
  const others = open.items.filter((item) => item.run !== request.run);
  return (
    open.status === 'open' &&
    platform.clock.now() < open.expiresAt &&
    // The newcomer's machine waits a day longer than its own policy says; what people were told does not become shorter.
    open.expiresAt <= policy.expiresAtLatest &&
    open.workflow === request.workflow &&
    open.role === policy.role &&
    open.fourEyes === policy.fourEyes &&
    others.length < ITEMS_AT_MOST
  );
}

/** A replayed run asks again with a higher attempt: its earlier question is void. */
function withItem(open: Approval, item: ApprovalItem, policy: ReviewPolicy): Approval {
  const items = [...open.items.filter((other) => other.run !== item.run), item];
  // Whoever joins last gets time too, within the limit that everybody's machine waits for: after a weekend, or with a policy
  // that was made stricter, the newcomer's is the earliest.
  const wanted = Math.max(Date.parse(open.expiresAt), Date.parse(policy.expiresAt));
  const latest = Math.min(Date.parse(open.expiresAtLatest), Date.parse(policy.expiresAtLatest));
  return {
    ...open,
    items,
    payloadHash: itemsHash(items),
    expiresAt: new Date(Math.min(wanted, latest)).toISOString(),
    expiresAtLatest: new Date(latest).toISOString(),
  };
}

function newApproval(
  platform: Platform,
  request: ApprovalRequest,
  item: ApprovalItem,
  policy: ReviewPolicy,
): Approval {
  const { store, workflow, subject, group, run, attempt } = request;
  return {
    id: approvalId(store, group, run, attempt),
    store,
    workflow,
    subject,
    group,
    status: 'open',
    items: [item],
    payloadHash: itemsHash([item]),
    role: policy.role,
    fourEyes: policy.fourEyes,
    requestedAt: platform.clock.now(),
    expiresAt: policy.expiresAt,
    expiresAtLatest: policy.expiresAtLatest,
    escalateAt: policy.escalateAt,
    announced: [],
  };
}

function itemOf(request: ApprovalRequest): ApprovalItem {
  const { run, attempt, startedBy, asks, reasons, payload, choices, thumbnail, takesEdits } = request;
  const seen = { run, attempt, startedBy, asks, reasons, payload, choices };
  return { ...seen, thumbnail, takesEdits, payloadHash: itemHash(seen), told: false };
}

function approvalWrites(
  approval: Approval,
  stored: StoredRecord<Approval> | undefined,
): (RecordWrite | RecordDelete)[] {
  return [
    {
      key: approvalKey(approval.store, approval.id),
      data: approval,
      index: approvalIndex(approval),
      expected: stored === undefined ? 'absent' : { version: stored.version },
    },
    { key: workKey(approval.store, approval.id), data: waitingFacts(approval), expected: 'any' },
  ];
}

function tokenWrite(platform: Platform, id: string, request: ApprovalRequest): RecordWrite {
  return {
    key: tokenKey(request.store, id, request),
    data: { token: request.token },
    expected: 'any',
    expiresAtSeconds: Math.floor(Date.parse(platform.clock.now()) / 1000) + TOKEN_LIFE_SECONDS,
  };
}

function askedWrite(id: string, request: ApprovalRequest): RecordWrite {
  const data: Asked = { approvalId: id };
  return { key: askedKey(request.store, request), data, expected: 'absent' };
}

function refuseLargePayload(request: ApprovalRequest): void {
  const bytes = Buffer.byteLength(canonicalize(request.payload) ?? '');
  if (bytes <= LARGEST_PAYLOAD_BYTES) return;
  throw new InvalidInputError('ApprovalPayloadTooLarge', {
    en: `The question of run ${request.run} has ${bytes} bytes; at most ${LARGEST_PAYLOAD_BYTES} are taken. Files go into it as references.`,
    zh: `运行 ${request.run} 的审批内容为 ${bytes} 字节，上限为 ${LARGEST_PAYLOAD_BYTES} 字节。文件请以引用方式提供。`,
  });
}

function contended(group: string, cause: unknown): TransientError {
  return new TransientError(
    'ApprovalContended',
    {
      en: `Many runs of ${group} asked for approval at once. Nothing was lost; this one is asked again.`,
      zh: `${group} 的多个运行同时请求审批。没有丢失任何内容，系统将自动重试。`,
    },
    cause,
  );
}
