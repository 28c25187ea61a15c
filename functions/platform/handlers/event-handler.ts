import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type * as z from 'zod';
import { awsPlatform } from '../adapters/aws/aws-platform.ts';
import type { Platform } from '../platform.ts';
import { logger } from './observability.ts';
import { validate } from './validate.ts';

/** A Lambda handler called with one event: by a rule, or by hand with AWS credentials. */
export function eventHandler<T extends z.ZodType, Answer>(
  schema: T,
  work: (platform: Platform, event: z.output<T>) => Promise<Answer>,
) {
  return middy()
    .use(injectLambdaContext(logger, { clearState: true }))
    .handler(
      async (event: unknown): Promise<Answer> =>
        work(awsPlatform(), validate(schema, event, { en: 'the event', zh: '事件' })),
    );
}
