import * as z from 'zod';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { NotifyChannel } from '../ports/notify.ts';
import { sendDigest } from './digest.ts';
import { noticeEventSchema } from './notice-event.ts';
import type { NoticePlace } from './notice-texts.ts';
import { type NoticesSent, sendNotices } from './send-notices.ts';

/** What the digest's schedule sends. */
const digestDueSchema = z.object({ kind: z.literal('digest'), store: z.string().min(1) });

/** An event as the bus wraps it: its name stands outside of it. */
const busEventSchema = z
  .object({ 'detail-type': z.string(), detail: z.record(z.string(), z.unknown()) })
  .transform(({ 'detail-type': name, detail }) => ({ ...detail, name }))
  .pipe(noticeEventSchema);

const messageSchema = z.union([digestDueSchema, busEventSchema]);

/**
 * Works off one message of the `notices` queue. Safe to repeat.
 *
 * @throws InvalidInputError `NoticeMessageInvalid` for what nobody knows how to tell: it ends in the dead-letter queue
 */
export async function handleNoticeMessage(
  platform: Platform,
  body: unknown,
  channels: readonly NotifyChannel[],
  place: NoticePlace,
): Promise<NoticesSent> {
  const parsed = messageSchema.safeParse(body);
  if (!parsed.success) {
    throw new InvalidInputError(
      'NoticeMessageInvalid',
      {
        en: 'A message in the queue of notices is none that people can be told of. It is kept in the dead-letter queue.',
        zh: '通知队列中有一条无法识别的消息，已保留在死信队列中。',
      },
      parsed.error,
    );
  }
  return 'kind' in parsed.data
    ? await sendDigest(platform, parsed.data.store, channels, place)
    : await sendNotices(platform, parsed.data, channels, place);
}
