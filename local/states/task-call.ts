import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.ts';
import type {
  BusEvent,
  EventPublisher,
  FunctionInvoker,
  InvokeHooks,
  LocalIdentity,
  QueueSender,
} from '../service.ts';
import { StateFailure } from './language/failure.ts';
import type { Integration } from './language/integrations.ts';

/** What tasks call. A port that is missing makes its tasks fail with `States.Runtime`. */
export interface TaskPorts {
  readonly identity: LocalIdentity;
  readonly invoker: FunctionInvoker;
  readonly queues: QueueSender | undefined;
  readonly events: EventPublisher | undefined;
}

export interface TaskOrigin {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly now: number;
}

type Arguments = Record<string, unknown>;

/**
 * Calls what the task names.
 *
 * @returns the result as JSON text
 * @throws StateFailure as AWS names the error, e.g. a function's own `errorType`, or `Lambda.TooManyRequestsException`
 */
export async function callTask(
  integration: Integration,
  argumentsJson: string,
  ports: TaskPorts,
  origin: TaskOrigin,
  hooks: InvokeHooks,
): Promise<string> {
  switch (integration.kind) {
    case 'direct':
      return (await invokeFunction(integration.action, argumentsJson, ports, hooks)).payload;
    case 'lambda':
      return invokeWithMetadata(JSON.parse(argumentsJson), ports, hooks);
    case 'sqs':
      return sendMessage(JSON.parse(argumentsJson), ports);
    case 'events':
      return putEvents(JSON.parse(argumentsJson), ports, origin);
  }
}

async function invokeFunction(name: string, payload: string, ports: TaskPorts, hooks: InvokeHooks) {
  const result = await ports.invoker.invoke(name, payload, hooks).catch((error: unknown) => {
    throw serviceFailure('Lambda', error);
  });
  if (result.functionError !== undefined) {
    throw new StateFailure(errorTypeOf(result.payload) ?? 'Lambda.Unknown', result.payload);
  }
  return result;
}

function errorTypeOf(payload: string): string | undefined {
  try {
    const type = (JSON.parse(payload) as { errorType?: unknown } | null)?.errorType;
    return typeof type === 'string' && type !== '' ? type : undefined;
  } catch {
    return undefined;
  }
}

/** `TooManyRequestsException` of Lambda becomes `Lambda.TooManyRequestsException`, with AWS's form of the text. */
function serviceFailure(service: string, error: unknown): StateFailure {
  const known = error instanceof AwsError ? error : undefined;
  return new StateFailure(
    `${service}.${known?.code ?? 'SdkClientException'}`,
    `${(error as Error).message} (Service: ${service}, Status Code: ${known?.status ?? 0}, Request ID: ${randomUUID()})`,
  );
}

/** The parts of an SDK response that optimised integrations add to their result. */
function sdkMetadata(headers: Record<string, string>) {
  const requestId = randomUUID();
  const all = { ...headers, 'x-amzn-RequestId': requestId };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
      HttpHeaders: all,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

async function invokeWithMetadata(input: Arguments, ports: TaskPorts, hooks: InvokeHooks): Promise<string> {
  const payload = input.Payload === undefined ? '{}' : JSON.stringify(input.Payload);
  const result = await invokeFunction(String(input.FunctionName), payload, ports, hooks);
  let answer: unknown = result.payload;
  try {
    answer = JSON.parse(result.payload);
  } catch {
    // A function that answers something else than JSON: AWS passes the text on.
  }
  return JSON.stringify({
    ExecutedVersion: result.executedVersion,
    Payload: answer,
    ...sdkMetadata({
      'Content-Type': 'application/json',
      'X-Amz-Executed-Version': result.executedVersion,
      'Content-Length': String(Buffer.byteLength(result.payload)),
    }),
    StatusCode: 200,
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function optionalText(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function missing(port: string): StateFailure {
  return new StateFailure('States.Runtime', `The local Step Functions was made without ${port}`);
}

/** `MessageId` is left out of the result: the queue port does not tell it, and an invented one would mislead. */
async function sendMessage(input: Arguments, ports: TaskPorts): Promise<string> {
  if (ports.queues === undefined) throw missing('a queue sender');
  const { region, accountId } = ports.identity;
  const name = String(input.QueueUrl).split('/').at(-1) ?? '';
  const partition = region.startsWith('cn-') ? 'aws-cn' : 'aws';
  const body = textOf(input.MessageBody);
  const groupId = optionalText(input.MessageGroupId);
  const deduplicationId = optionalText(input.MessageDeduplicationId);
  try {
    await ports.queues.send(`arn:${partition}:sqs:${region}:${accountId}:${name}`, body, {
      ...(groupId === undefined ? {} : { groupId }),
      ...(deduplicationId === undefined ? {} : { deduplicationId }),
    });
  } catch (error) {
    throw serviceFailure('SQS', error);
  }
  const digest = createHash('md5').update(body).digest('hex');
  return JSON.stringify({ MD5OfMessageBody: digest, ...sdkMetadata({}) });
}

async function putEvents(input: Arguments, ports: TaskPorts, origin: TaskOrigin): Promise<string> {
  const publisher = ports.events;
  if (publisher === undefined) throw missing('an event publisher');
  const entries = Array.isArray(input.Entries) ? (input.Entries as Arguments[]) : [];
  const ids: string[] = [];
  for (const entry of entries) {
    const detail = typeof entry.Detail === 'string' ? JSON.parse(entry.Detail) : entry.Detail;
    const event: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': String(entry.DetailType),
      source: String(entry.Source),
      account: ports.identity.accountId,
      time: new Date(origin.now).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      region: ports.identity.region,
      // AWS adds the execution and its machine by itself.
      resources: [...((entry.Resources as string[]) ?? []), origin.executionArn, origin.stateMachineArn],
      detail,
    };
    try {
      await publisher.publish(String(entry.EventBusName ?? 'default'), event);
    } catch (error) {
      throw serviceFailure('EventBridge', error);
    }
    ids.push(event.id);
  }
  return JSON.stringify({
    Entries: ids.map((EventId) => ({ EventId })),
    FailedEntryCount: 0,
    ...sdkMetadata({}),
  });
}
