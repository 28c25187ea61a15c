import type { ServerResponse } from 'node:http';
import { AwsError } from '../protocol/aws-error.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import { buildXml } from './xml.ts';

export type ResponseHeaders = Readonly<Record<string, string>>;

export function sendEmpty(response: ServerResponse, status: number, headers: ResponseHeaders = {}): void {
  // 204 and 304 have no body by definition, and Node refuses a length there.
  const length = status === 204 || status === 304 ? {} : { 'content-length': '0' };
  response.writeHead(status, { ...length, ...headers });
  response.end();
}

function sendText(response: ServerResponse, status: number, text: string, headers: ResponseHeaders): void {
  response.writeHead(status, {
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(text).toString(),
    ...headers,
  });
  response.end(text);
}

/** Answers a document; members that are undefined are left out. */
export function sendXml(
  response: ServerResponse,
  root: string,
  content: object,
  options: { status?: number; headers?: ResponseHeaders } = {},
): void {
  sendText(response, options.status ?? 200, buildXml(root, content), options.headers ?? {});
}

/** Answers an error as S3 does: a document with code, message and details; HEAD gets the status alone. */
export function sendS3Error(
  request: Pick<S3Request, 'id' | 'method'>,
  path: string,
  response: ServerResponse,
  error: unknown,
): void {
  // The client went away: nobody is left to answer.
  if (response.destroyed) return;
  const known =
    error instanceof AwsError
      ? error
      : new S3Error('InternalError', 'We encountered an internal error. Please try again.', 500);
  if (known !== error) process.emitWarning(error instanceof Error ? error : String(error));
  if (response.headersSent) {
    // The status is out; breaking the connection is the only way left to say that the body is not whole.
    response.destroy();
    return;
  }
  if (request.method === 'HEAD') {
    sendEmpty(response, known.status);
    return;
  }
  const details = known instanceof S3Error ? known.details : {};
  const content = {
    Code: known.code,
    Message: known.message,
    ...details,
    Resource: path,
    RequestId: request.id,
    HostId: 'local',
  };
  sendText(response, known.status, buildXml('Error', content, false), {});
}

export function isoInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** S3 writes ETags in quotes wherever they appear. */
export function quoted(etag: string): string {
  return `"${etag}"`;
}
