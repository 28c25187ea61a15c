/** A consumer of a queue: fails the messages that say so, and sleeps or dies as they say. */
import { appendFileSync } from 'node:fs';

interface Event {
  readonly Records: readonly { messageId: string; body: string; eventSourceARN: string }[];
}

export const handler = async (event: Event) => {
  appendFileSync(process.env.SEEN ?? '', `${event.Records.map((record) => record.body).join(',')}\n`);
  const bodies = event.Records.map((record) => record.body);
  if (bodies.includes('throw')) throw new Error('the whole batch');
  if (bodies.includes('spin')) for (;;);
  if (bodies.includes('answer-nonsense')) return { batchItemFailures: [{ itemIdentifier: 'unknown' }] };
  const failed = event.Records.filter((record) => record.body.startsWith('bad'));
  return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
};
