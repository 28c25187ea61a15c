import { randomUUID } from 'node:crypto';
import type { BusEvent, LocalIdentity } from '../service.ts';
import type { Execution } from './records.ts';

/** EventBridge takes 256 KB an event; AWS leaves out input and output that would not fit. */
const LARGEST_DATA_BYTES = 248 * 1024;

/** `Step Functions Execution Status Change`, as AWS puts it on the default bus. */
export function statusEvent(execution: Execution, identity: LocalIdentity, now: number): BusEvent {
  const { body, input, output } = execution;
  const fits = Buffer.byteLength(input) + Buffer.byteLength(output ?? '') <= LARGEST_DATA_BYTES;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: identity.accountId,
    time: new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region: identity.region,
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machineArn,
      stateMachineVersionArn: body.versionArn ?? null,
      stateMachineAliasArn: body.aliasArn ?? null,
      name: execution.name,
      status: execution.status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt ?? null,
      redriveCount: body.redriveCount,
      redriveDate: body.redrivenAt ?? null,
      input: fits ? input : null,
      inputDetails: { included: fits },
      output: fits ? (output ?? null) : null,
      outputDetails: output === undefined ? null : { included: fits },
      error: execution.error ?? null,
      cause: execution.cause ?? null,
    },
  };
}
