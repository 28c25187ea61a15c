import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { cbor, dateToTag } from '@smithy/core/cbor';
import { AwsError } from '../protocol/aws-error.ts';
import { type JsonOperations, readBody } from '../protocol/json.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Applies `leaf` to everything that is neither a list nor a plain object; members without a value are left out. */
function mapLeaves(value: unknown, leaf: (value: unknown) => unknown): unknown {
  const mapped = leaf(value);
  if (mapped !== value || !isRecord(value)) return mapped;
  if (Array.isArray(value)) return value.map((element) => mapLeaves(element, leaf));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, mapLeaves(member, leaf)]),
  );
}

/** Timestamps come as tag 1, epoch seconds; 64-bit integers as BigInt. Operations take numbers. */
function readLeaf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (isRecord(value) && 'tag' in value && 'value' in value && Number(value.tag) === 1)
    return Number(value.value);
  return value;
}

const dateTag = (value: unknown): unknown => (value instanceof Date ? dateToTag(value) : value);

/** An answer as the JSON protocols write it: instants in epoch seconds. */
export function withEpochSeconds(answer: unknown): unknown {
  return mapLeaves(answer, (value) => (value instanceof Date ? value.getTime() / 1_000 : value));
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const bytes = cbor.serialize(mapLeaves(body, dateTag));
  response.writeHead(status, {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': randomUUID(),
    'content-length': String(bytes.length),
    ...headers,
  });
  response.end(bytes);
}

/** Whether a request speaks Smithy's RPC v2 with CBOR, as the `aws` command does to CloudWatch. */
export function speaksRpcCbor(request: IncomingMessage): boolean {
  return request.headers['smithy-protocol'] === 'rpc-v2-cbor';
}

/** Serves one operation, named at the end of the path `/service/<service>/operation/<name>`. */
export async function serveRpcCbor(
  operations: JsonOperations,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const name = /\/operation\/(\w+)$/.exec(request.url ?? '')?.[1] ?? '';
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) {
      throw new AwsError('UnknownOperationException', `The local service has no operation ${name}`, 404);
    }
    const body = await readBody(request);
    const input = body.length === 0 ? {} : mapLeaves(cbor.deserialize(body), readLeaf);
    send(response, 200, (await operation(input)) ?? {});
  } catch (error) {
    const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
    const sender = known.status < 500 ? 'Sender' : 'Receiver';
    const headers = { 'x-amzn-query-error': `${known.code};${sender}` };
    send(response, known.status, { __type: known.code, message: known.message }, headers);
  }
}
