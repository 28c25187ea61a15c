import * as z from 'zod';
import { InvalidInputError } from '../../../platform/errors.ts';
import type { Counted } from '../../../platform/outbound/outward-calls.ts';
import type { OutsideAnswer, OutsideRequest } from '../../../platform/outbound/request-outside.ts';
import { retryAfterSeconds } from '../../../platform/outbound/retry-after.ts';
import {
  shopifyBusy,
  shopifyFault,
  shopifyMisunderstood,
  shopifyRefused,
  USUAL_WAIT_SECONDS,
} from './shopify-errors.ts';

/** `requestOutside`, or a test's own outside. */
export type Send = (url: string, request: OutsideRequest) => Promise<OutsideAnswer>;

export interface ShopifyConnection {
  /** `<name>.myshopify.com` */
  readonly shop: string;
  readonly apiVersion: string;
  readonly accessToken: string;
  readonly send: Send;
  /** Around each call, for the shop's record of them. */
  readonly counted: Counted;
}

/** Where a file is to be uploaded, as `stagedUploadsCreate` answers. */
export const stagedTargetSchema = z.object({
  url: z.url(),
  resourceUrl: z.url(),
  parameters: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type StagedTarget = z.output<typeof stagedTargetSchema>;

interface FileToUpload {
  readonly name: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** The Admin API answers within a second as a rule. */
const QUERY_TIMEOUT_MS = 10_000;
/** 20 MB, the largest picture, at 1 MB/s. */
const UPLOAD_TIMEOUT_MS = 20_000;
/** A page of a hundred media is about 40 kB. */
const LARGEST_ANSWER_BYTES = 1024 * 1024;

const answerSchema = z.object({
  /** Not there at all when throttled. */
  data: z.unknown().optional(),
  errors: z
    .union([
      z.string(),
      z.array(
        z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial().optional() }),
      ),
    ])
    .optional(),
  extensions: z
    .object({
      cost: z.object({
        requestedQueryCost: z.number(),
        throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number() }),
      }),
    })
    .optional()
    .catch(undefined),
});
type Answer = z.output<typeof answerSchema>;

/**
 * Sends one operation of the Admin GraphQL API and sorts what comes back.
 *
 * @returns `data`, checked against the schema
 * @throws RateLimitedError when throttled, with the time in which the points that the operation costs come back
 * @throws TransientError for faults of Shopify's and answers that never came: the operation may have been carried out
 * @throws ConfigurationError for a refused token, a missing scope, a closed shop, an operation that the version does not know
 */
export async function askShopify<T>(
  connection: ShopifyConnection,
  operation: string,
  variables: Readonly<Record<string, unknown>>,
  data: z.ZodType<T>,
): Promise<T> {
  // What is wrong may only show in the answer's text: the status is 200 for most of it.
  return await connection.counted(() => sendOperation(connection, operation, variables, data));
}

async function sendOperation<T>(
  connection: ShopifyConnection,
  operation: string,
  variables: Readonly<Record<string, unknown>>,
  data: z.ZodType<T>,
): Promise<T> {
  const { shop, apiVersion, accessToken } = connection;
  const answer = await sending(connection, `https://${shop}/admin/api/${apiVersion}/graphql.json`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-shopify-access-token': accessToken,
    },
    body: JSON.stringify({ query: operation, variables }),
    maxBytes: LARGEST_ANSWER_BYTES,
    timeoutMs: QUERY_TIMEOUT_MS,
  });
  checkStatus(answer);
  const body = readBody(answer);
  checkErrors(body);
  const parsed = data.safeParse(body.data);
  if (!parsed.success)
    throw shopifyMisunderstood(`an answer of another form: ${z.prettifyError(parsed.error).slice(0, 200)}`);
  return parsed.data;
}

/**
 * Uploads a file to a staged target: a form of the parameters, in their order, and the file last, as the storage service wants
 * it. The target's address is signed for this one file; it never gets the access token.
 */
export async function uploadStaged(
  connection: ShopifyConnection,
  target: StagedTarget,
  file: FileToUpload,
): Promise<void> {
  await connection.counted(() => sendFile(connection, target, file));
}

async function sendFile(
  connection: ShopifyConnection,
  { url, parameters }: StagedTarget,
  file: FileToUpload,
): Promise<void> {
  const form = new FormData();
  for (const { name, value } of parameters) form.append(name, value);
  form.append('file', new Blob([Uint8Array.from(file.body)], { type: file.contentType }), file.name);
  // The platform's own encoder of forms: it chooses the boundary.
  const encoded = new Response(form);
  const answer = await sending(connection, url, {
    method: 'POST',
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    body: Buffer.from(await encoded.arrayBuffer()),
    maxBytes: LARGEST_ANSWER_BYTES,
    timeoutMs: UPLOAD_TIMEOUT_MS,
  });
  const { status } = answer;
  if (status >= 200 && status <= 299) return;
  if (status === 429) throw shopifyBusy(retryAfterSeconds(answer.headers, USUAL_WAIT_SECONDS));
  // 403 is a target that has expired, too: each repeat asks for a new one.
  throw shopifyFault(`the upload answered HTTP ${status}`);
}

async function sending(
  { send }: ShopifyConnection,
  url: string,
  request: OutsideRequest,
): Promise<OutsideAnswer> {
  try {
    return await send(url, request);
  } catch (error) {
    // The guard's words are about an address that somebody typed; here it is Shopify's.
    if (error instanceof InvalidInputError) throw shopifyRefused(error.text.en);
    throw error;
  }
}

/** https://shopify.dev/docs/api/usage/response-codes */
function checkStatus({ status, headers }: OutsideAnswer): void {
  if (status >= 200 && status <= 299) return;
  // 430: Shopify takes us for an attack; it, too, passes with waiting.
  if (status === 429 || status === 430) throw shopifyBusy(retryAfterSeconds(headers, USUAL_WAIT_SECONDS));
  if (status >= 500 || status === 408) throw shopifyFault(`HTTP ${status}`);
  if (status === 400 || status === 406 || status === 422) throw shopifyMisunderstood(`HTTP ${status}`);
  const known: Readonly<Record<number, string>> = {
    401: 'the access token is not valid',
    402: 'the shop is frozen for an unpaid bill',
    403: 'forbidden',
    404: 'there is no such shop or API version',
    423: 'the shop is locked',
  };
  throw shopifyRefused(`HTTP ${status}: ${known[status] ?? 'unexpected'}`);
}

function readBody({ body, headers }: OutsideAnswer): Answer {
  try {
    return answerSchema.parse(JSON.parse(body.toString('utf8')));
  } catch (error) {
    // A proxy's or a status page's HTML with HTTP 200.
    throw shopifyFault(`an answer that is no JSON (${headers['content-type'] ?? 'no type'})`, error);
  }
}

function checkErrors({ errors, extensions }: Answer): void {
  if (errors === undefined) return;
  if (typeof errors === 'string') throw shopifyRefused(errors.slice(0, 200));
  const [first] = errors;
  if (first === undefined) return;
  const message = first.message.slice(0, 200);
  switch (first.extensions?.code) {
    case 'THROTTLED':
      throw shopifyBusy(secondsUntilAffordable(extensions));
    case 'ACCESS_DENIED':
    case 'SHOP_INACTIVE':
      throw shopifyRefused(message);
    case 'INTERNAL_SERVER_ERROR':
    case 'TIMEOUT':
      throw shopifyFault(message);
    default:
      throw shopifyMisunderstood(message);
  }
}

/** Points leak back at a steady rate: what the operation lacks, divided by it. */
function secondsUntilAffordable(extensions: Answer['extensions']): number {
  if (extensions === undefined) return USUAL_WAIT_SECONDS;
  const { requestedQueryCost, throttleStatus } = extensions.cost;
  const { currentlyAvailable, restoreRate } = throttleStatus;
  return (requestedQueryCost - currentlyAvailable) / Math.max(1, restoreRate);
}
