import * as z from 'zod';

/**
 * The environment variables of every function: `lib/task-function.ts` sets them, `adapters/aws` reads them. A name
 * that a function's grants do not call for is left out there and must not be asked for here.
 */
export const environmentNames = {
  stage: 'STOREHAND_STAGE',
  stateTable: 'STOREHAND_STATE_TABLE',
  auditTable: 'STOREHAND_AUDIT_TABLE',
  inboxBucket: 'STOREHAND_INBOX_BUCKET',
  mediaBucket: 'STOREHAND_MEDIA_BUCKET',
  lakeBucket: 'STOREHAND_LAKE_BUCKET',
  anchorsBucket: 'STOREHAND_ANCHORS_BUCKET',
  busName: 'STOREHAND_BUS_NAME',
  machineArn: 'STOREHAND_MACHINE_ARN',
  /** The URL of a queue is this prefix and the slug. */
  queueUrlPrefix: 'STOREHAND_QUEUE_URL_PREFIX',
  /** The ARN of a queue is this prefix and the slug; a schedule's target. */
  queueArnPrefix: 'STOREHAND_QUEUE_ARN_PREFIX',
  scheduleGroup: 'STOREHAND_SCHEDULE_GROUP',
  scheduleRoleArn: 'STOREHAND_SCHEDULE_ROLE_ARN',
  secretPrefix: 'STOREHAND_SECRET_PREFIX',
  userPoolId: 'STOREHAND_USER_POOL_ID',
} as const;
export type EnvironmentName = keyof typeof environmentNames;

/** @throws ConfigurationError-like Error naming the variable: the function's manifest lacks the grant. */
export function readEnvironment(name: EnvironmentName): string {
  const variable = environmentNames[name];
  const value = z.string().min(1).safeParse(process.env[variable]);
  if (!value.success) {
    throw new Error(`${variable} is not set: the function's manifest does not grant what its code uses`);
  }
  return value.data;
}
