import { ConfigurationError, InvalidInputError, RateLimitedError, TransientError } from '../errors.ts';
import { noteAnswered, noteError } from '../outbound/outward-calls.ts';
import type { Platform } from '../platform.ts';
import type { NotifyChannel } from '../ports/notify.ts';
import { ConflictError, type StoredRecord } from '../ports/records.ts';
import { readSetting } from '../settings/read-setting.ts';
import type { NoticeEvent } from './notice-event.ts';
import { type NoticeRecord, noticeId, noticeIndex, noticeKey } from './notice-record.ts';
import { type NoticePlace, type NoticeShop, noticeFor } from './notice-texts.ts';
import { type Recipient, recipientsOf } from './recipients.ts';

export interface NoticesSent {
  readonly sent: number;
  /** Told before. */
  readonly skipped: number;
  /** The target does not work; it stands in the record and is not tried again. */
  readonly failed: number;
}

/** Longer than the sending function lives (60 s): whoever holds a notice past this is dead. */
const HOLD_SECONDS = 120;

/**
 * Tells everybody whom an event concerns, each at most once, each in their language.
 *
 * The built-in outbox is exactly once: the record is the notice. For other targets, a process that dies after the vendor took
 * the notice and before that was noted sends it again two minutes later, with the same id.
 *
 * @throws what one recipient's notice failed with, or an AggregateError of several, after every recipient was tried: one fault,
 *   also one of our own, must not keep the others from hearing. The message goes back to its queue, and those who were told are
 *   skipped next time
 */
export async function sendNotices(
  platform: Platform,
  event: NoticeEvent,
  channels: readonly NotifyChannel[],
  place: NoticePlace,
): Promise<NoticesSent> {
  const [shop, responsible] = await Promise.all([
    readSetting(platform, event.store, 'shop'),
    readSetting(platform, event.store, 'responsible'),
  ]);
  const workflows = place.workflows.map((workflow) => ({ ...workflow, ...responsible.value[workflow.slug] }));
  const noticeShop: NoticeShop = { ...shop.value, ...place, workflows };
  const count = { sent: 0, skipped: 0, failed: 0 };
  const faults: unknown[] = [];
  for (const recipient of await recipientsOf(platform, event, shop.value.languages)) {
    try {
      count[await sendOne(platform, event, recipient, noticeShop, channels)] += 1;
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 1) throw new AggregateError(faults, faults.map(String).join('; '));
  if (faults.length === 1) throw faults[0];
  return count;
}

async function sendOne(
  platform: Platform,
  event: NoticeEvent,
  recipient: Recipient,
  shop: NoticeShop,
  channels: readonly NotifyChannel[],
): Promise<keyof NoticesSent> {
  const wanted = recordFor(platform, event, recipient, shop);
  const held = await take(platform, wanted);
  if (held === undefined) return 'skipped';
  if (recipient.target.kind === 'outbox') return 'sent';
  // Counted after the notice's own record is closed: a process that dies in between must not send it again.
  const called = { store: event.store, connector: `notify-${recipient.target.kind}` };
  try {
    await channelFor(recipient, channels).send(recipient.target, held.data);
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof InvalidInputError) {
      await finish(platform, held, { status: 'failed', failure: error.text });
      await noteError(platform, called, error);
      return 'failed';
    }
    const waitSeconds = error instanceof RateLimitedError ? error.retryAfterSeconds : 0;
    await finish(platform, held, { status: 'sending', heldUntil: later(platform, waitSeconds) });
    await noteError(platform, called, error);
    throw error;
  }
  await finish(platform, held, { status: 'sent', sentAt: platform.clock.now() });
  await noteAnswered(platform, called);
  return 'sent';
}

function recordFor(
  platform: Platform,
  event: NoticeEvent,
  recipient: Recipient,
  shop: NoticeShop,
): NoticeRecord {
  const { target, address, language } = recipient;
  const at = platform.clock.now();
  const state: Pick<NoticeRecord, 'status' | 'sentAt' | 'heldUntil'> =
    target.kind === 'outbox'
      ? { status: 'sent', sentAt: at }
      : { status: 'sending', heldUntil: later(platform, HOLD_SECONDS) };
  return {
    id: noticeId(event, address),
    store: event.store,
    eventId: event.eventId,
    kind: target.kind,
    address,
    language,
    ...noticeFor(event, language, shop),
    at,
    ...state,
  };
}

/**
 * Puts the record, or takes over one that nobody holds any more.
 *
 * @returns undefined when the notice is done
 * @throws TransientError `NoticeHeld` while another process holds it
 */
async function take(
  platform: Platform,
  wanted: NoticeRecord,
): Promise<StoredRecord<NoticeRecord> | undefined> {
  const key = noticeKey(wanted.store, wanted.id);
  const present = await platform.records.get<NoticeRecord>(key);
  if (present !== undefined && present.data.status !== 'sending') return undefined;
  if (present !== undefined && (present.data.heldUntil ?? '') > platform.clock.now()) throw heldByAnother();
  const data = present === undefined ? wanted : { ...present.data, heldUntil: wanted.heldUntil };
  try {
    return await platform.records.put({
      key,
      data,
      index: noticeIndex(data),
      expected: present === undefined ? 'absent' : { version: present.version },
    });
  } catch (error) {
    if (error instanceof ConflictError) throw heldByAnother(error);
    throw error;
  }
}

async function finish(
  platform: Platform,
  held: StoredRecord<NoticeRecord>,
  change: Pick<NoticeRecord, 'status'> & Partial<NoticeRecord>,
): Promise<void> {
  const { heldUntil: _released, ...kept } = held.data;
  const data: NoticeRecord = { ...kept, ...change };
  try {
    await platform.records.put({
      key: held.key,
      data,
      index: noticeIndex(data),
      expected: { version: held.version },
    });
  } catch (error) {
    // Somebody took it over because this took too long: what they note counts.
    if (!(error instanceof ConflictError)) throw error;
  }
}

function channelFor(recipient: Recipient, channels: readonly NotifyChannel[]): NotifyChannel {
  const { kind } = recipient.target;
  const channel = channels.find((candidate) => candidate.kind === kind);
  if (channel !== undefined) return channel;
  throw new ConfigurationError('ChannelMissing', {
    en: `This deployment cannot send notices by ${kind}. Choose another notification target.`,
    zh: `当前部署不支持通过 ${kind} 发送通知，请选择其他通知目标。`,
  });
}

function later(platform: Platform, seconds: number): string {
  return new Date(Date.parse(platform.clock.now()) + seconds * 1000).toISOString();
}

function heldByAnother(cause?: unknown): TransientError {
  const says = {
    en: 'Another process is sending this notice; it is looked at again later.',
    zh: '该通知正由其他进程发送，稍后再检查。',
  };
  return new TransientError('NoticeHeld', says, cause);
}
