import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import * as z from 'zod';
import { awsPlatform } from '../adapters/aws/aws-platform.ts';
import type { Platform } from '../platform.ts';
import { logger, metrics } from './observability.ts';
import { validate } from './validate.ts';

const queueEventSchema = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});

export interface BatchAnswer {
  readonly batchItemFailures: { itemIdentifier: string }[];
}

/**
 * A Lambda handler for a queue: each message by itself; those that failed go back to the queue (and, after the queue's
 * `maxReceiveCount`, to its dead-letter queue), the others are done.
 */
export function queueHandler(work: (platform: Platform, body: unknown, messageId: string) => Promise<void>) {
  return middy()
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(logMetrics(metrics))
    .handler(async (event: unknown): Promise<BatchAnswer> => {
      const { Records } = validate(queueEventSchema, event, { en: 'the queue event', zh: '队列事件' });
      return await drain(Records, (body, id) => work(awsPlatform(), body, id));
    });
}

/** Works through a batch one message after the other; a batch is small and its messages often touch the same records. */
export async function drain(
  records: readonly { messageId: string; body: string }[],
  work: (body: unknown, messageId: string) => Promise<void>,
): Promise<BatchAnswer> {
  const failed: { itemIdentifier: string }[] = [];
  for (const record of records) {
    try {
      await work(readBody(record.body), record.messageId);
    } catch (error) {
      logger.warn('A message failed and goes back to its queue', {
        messageId: record.messageId,
        error: error as Error,
      });
      failed.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures: failed };
}

/** JSON where it is JSON; the worker's schema refuses the rest with a reason. */
function readBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
