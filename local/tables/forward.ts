import { type Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest, type Agent as SecureAgent } from 'node:https';
import { pipeline } from 'node:stream/promises';

/** Headers that speak about one connection, not about the message (RFC 9110, 7.6.1). */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te']);

function endToEndHeaders(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) kept.push(name, raw[index + 1] ?? '');
  }
  return kept;
}

/**
 * Passes a request on and its answer back, byte for byte, headers included (`host` too: the signature covers it).
 * Rejects when the other side cannot be reached or breaks off; if nothing was answered yet, the caller still can.
 */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  agent: Agent | SecureAgent,
): Promise<void> {
  const url = new URL(request.url ?? '/', target);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const outgoing = send(url, { method: request.method, headers: endToEndHeaders(request.rawHeaders), agent });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
  // A caller that goes away takes its request with it.
  response.once('close', () => outgoing.destroy());
  pipeline(request, outgoing).catch(() => {});
  const answer = await answered;
  response.writeHead(answer.statusCode ?? 502, endToEndHeaders(answer.rawHeaders));
  await pipeline(answer, response);
}
