import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { XMLBuilder } from 'fast-xml-parser';
import { AwsError } from './aws-error.ts';
import { readBody } from './json.ts';

/** The operations of an `awsQuery` service, by their `Action`. Answers are what stands in `<ActionResult>`. */
export type QueryOperations = Readonly<
  Record<string, (input: URLSearchParams) => Promise<XmlContent> | XmlContent>
>;

export interface XmlContent {
  readonly [element: string]: string | XmlContent | readonly XmlContent[];
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

/** Whether a request is of the older protocol, whose clients understand XML only: STS, SNS, CloudFormation, IAM. */
export function speaksQuery(request: IncomingMessage): boolean {
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

/** Serves an `awsQuery` service: a form comes in, XML goes out. */
export async function serveQueryOperations(
  operations: QueryOperations,
  namespace: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const input = new URLSearchParams((await readBody(request)).toString('utf8'));
    const action = input.get('Action') ?? '';
    const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
    if (operation === undefined) {
      throw new AwsError('InvalidAction', `The local service has no operation ${action || '(none named)'}`);
    }
    const content = {
      '@xmlns': namespace,
      [`${action}Result`]: await operation(input),
      ResponseMetadata: { RequestId: randomUUID() },
    };
    sendXml(response, 200, { [`${action}Response`]: content });
  } catch (error) {
    sendQueryError(response, error);
  }
}

export function sendQueryError(response: ServerResponse, error: unknown): void {
  const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
  const Type = known.status < 500 ? 'Sender' : 'Receiver';
  const cause = { Type, Code: known.code, Message: known.message };
  sendXml(response, known.status, { ErrorResponse: { Error: cause, RequestId: randomUUID() } });
}

function sendXml(response: ServerResponse, status: number, document: XmlContent): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`;
  response.writeHead(status, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
