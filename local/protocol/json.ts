import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from './aws-error.ts';

/** No service of ours takes a larger JSON body: Lambda's own limit, the largest of all, is 6 MB. */
const LARGEST_BODY_BYTES = 8 * 1024 * 1024;

/** Reads a request's body whole. @throws AwsError `RequestEntityTooLargeException` over `limit` bytes. */
export async function readBody(request: IncomingMessage, limit = LARGEST_BODY_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > limit) {
      throw new AwsError('RequestEntityTooLargeException', `The body is larger than ${limit} bytes`, 413);
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Answers JSON with the headers that AWS SDKs expect. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': randomUUID(),
    'content-length': Buffer.byteLength(text).toString(),
    ...headers,
  });
  response.end(text);
}

/** Answers an error in the form that both JSON protocols (`awsJson1_x`, `restJson1`) share. */
export function sendJsonError(response: ServerResponse, error: unknown): void {
  const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
  sendJson(
    response,
    known.status,
    { __type: known.code, message: known.message, Message: known.message },
    { 'x-amzn-errortype': known.code },
  );
}

/** The operations of an `awsJson1_x` service, by the name after the dot in `X-Amz-Target`. */
// biome-ignore lint/suspicious/noExplicitAny: each operation validates its own input
export type JsonOperations = Record<string, (input: any) => Promise<unknown> | unknown>;

/** Serves an `awsJson1_x` service: one operation a request, named in `X-Amz-Target`. */
export async function serveJsonOperations(
  operations: JsonOperations,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const target = String(request.headers['x-amz-target'] ?? '');
    const name = target.slice(target.lastIndexOf('.') + 1);
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) {
      throw new AwsError(
        'UnknownOperationException',
        `The local service has no operation ${name || '(none named)'}`,
      );
    }
    const body = await readBody(request);
    let input: unknown;
    try {
      input = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    } catch {
      throw new AwsError('SerializationException', 'The body is not JSON');
    }
    sendJson(response, 200, (await operation(input)) ?? {});
  } catch (error) {
    sendJsonError(response, error);
  }
}
