import { createHash } from 'node:crypto';
import type { Language, Says } from '../../commerce/says.ts';
import type { Platform } from '../platform.ts';
import type { IndexKey, RecordKey } from '../ports/records.ts';
import type { NoticeEvent } from './notice-event.ts';
import type { NotifyKind } from './notify-target.ts';

/** `sending`: somebody holds it until `heldUntil`. `failed`: the target's configuration is wrong, nobody tries again. */
export type NoticeStatus = 'sending' | 'sent' | 'failed';

/** One notice to one recipient. For the built-in outbox this record is the notice. */
export interface NoticeRecord {
  readonly id: string;
  readonly store: string;
  readonly eventId: string;
  readonly kind: NotifyKind;
  readonly address: string;
  readonly language: Language;
  readonly title: string;
  readonly text: string;
  readonly link: string;
  readonly status: NoticeStatus;
  /** Instant at which another process may take it over. */
  readonly heldUntil?: string | undefined;
  /** When it was made; it is listed by this day (UTC). */
  readonly at: string;
  readonly sentAt?: string;
  readonly failure?: Says;
}

export function noticeKey(store: string, id: string): RecordKey {
  return { pk: `${store}#NOTICE#${id}`, sk: 'NOTICE' };
}

export function noticeIndex(record: NoticeRecord): IndexKey {
  return {
    pk: `${record.store}#NOTICE#${record.status}#${record.at.slice(0, 10)}`,
    sk: `${record.at}#${record.id}`,
  };
}

/**
 * The same for the same event and recipient. Failures of one product are one notice a day: twenty photos that fail for the same
 * reason are not twenty messages.
 */
export function noticeId(event: NoticeEvent, address: string): string {
  const isFailure = event.name === 'AlertRaised' && event.alert === 'run-failed';
  const what = isFailure
    ? ['run-failed', event.workflow, event.subject.kind, event.subject.id, event.occurredAt.slice(0, 10)]
    : [event.eventId];
  return createHash('sha256')
    .update(JSON.stringify([event.store, ...what, address]))
    .digest('hex')
    .slice(0, 32);
}

/** All recipients' notices of one UTC day, newest first, at most 100 a page. */
export async function listNotices(
  platform: Platform,
  store: string,
  query: { day: string; status: NoticeStatus; cursor?: string | undefined },
): Promise<{ notices: readonly NoticeRecord[]; cursor?: string }> {
  const page = await platform.records.listIndex<NoticeRecord>(
    `${store}#NOTICE#${query.status}#${query.day}`,
    {
      cursor: query.cursor,
      descending: true,
    },
  );
  const notices = page.items.map((item) => item.data);
  return page.cursor === undefined ? { notices } : { notices, cursor: page.cursor };
}
