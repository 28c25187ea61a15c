import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { awsPlatform } from '../adapters/aws/aws-platform.ts';
import type { Platform } from '../platform.ts';
import { listStores } from '../stores/list-stores.ts';
import { logger, metrics } from './observability.ts';

export type StoreWork = (platform: Platform, store: string) => Promise<unknown>;

/** A Lambda handler for a fixed rate: works store by store. */
export function scheduleHandler(work: StoreWork) {
  return middy()
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(logMetrics(metrics))
    .handler(async (): Promise<void> => workThroughStores(awsPlatform(), work));
}

/**
 * One store's fault does not keep the others waiting; it is thrown at the end, so that the function's error alarm sees it.
 *
 * @throws AggregateError of all faults
 */
export async function workThroughStores(platform: Platform, work: StoreWork): Promise<void> {
  const faults: unknown[] = [];
  for (const store of await listStores(platform)) {
    logger.appendKeys({ store });
    try {
      await work(platform, store);
    } catch (error) {
      logger.error('The scheduled work failed for a store', { error: error as Error });
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} store(s) failed`);
}
