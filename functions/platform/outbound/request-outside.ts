import { lookup } from 'node:dns/promises';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { InvalidInputError, TransientError } from '../errors.ts';
import { isLoopbackAddress, isOwnNetworkAddress, isPublicAddress } from './public-address.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

/** The last two are WebDAV's. */
export type OutsideMethod = 'GET' | 'POST' | 'PUT' | 'HEAD' | 'DELETE' | 'MKCOL' | 'PROPFIND';

export interface OutsideRequest {
  /** Default `GET`. */
  readonly method?: OutsideMethod;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Of the answer's body. */
  readonly maxBytes: number;
  /** From the start to the last byte. */
  readonly timeoutMs: number;
  readonly resolve?: Resolve | undefined;
  /** Takes http and loopback addresses, so that a test can be its own outside. */
  readonly allowLoopbackForTests?: boolean | undefined;
  /** Takes http and addresses of one's own network as well: a setting says that the service there is the shop's own. */
  readonly allowPrivateNetwork?: boolean | undefined;
}

export interface OutsideAnswer {
  readonly status: number;
  /** Names in small letters; of a repeated header the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const resolveByDns: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/**
 * One request to an address that somebody else chose, redirects not followed. The host is resolved once, each of its addresses
 * must be public, and the connection goes to the one that was checked: a name that resolves differently a moment later (DNS
 * rebinding) changes nothing.
 *
 * @throws InvalidInputError `UrlRefused`, `AddressRefused`, `HostUnresolved`, `CertificateRefused`, `DownloadTooLarge`
 * @throws TransientError `OutsideUnreachable` (over the time limit its `cause` is a `TimeoutError`), `HostLookupFailed`
 */
export async function requestOutside(address: string, options: OutsideRequest): Promise<OutsideAnswer> {
  const url = checkUrl(
    address,
    options.allowLoopbackForTests === true || options.allowPrivateNetwork === true,
  );
  const pinned = await checkHost(url, options);
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    return await send(url, options, pinned, signal);
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    // Node tells a time-out as an abort or a reset, by how far the answer had come: callers want to know which it was.
    throw failed(url, signal.aborted ? signal.reason : error);
  }
}

async function send(
  url: URL,
  options: OutsideRequest,
  pinned: ResolvedAddress,
  signal: AbortSignal,
): Promise<OutsideAnswer> {
  const answer = await open(url, options, pinned, signal);
  try {
    const headers = Object.fromEntries(
      Object.entries(answer.headersDistinct).map(([name, values]) => [name, values?.[0] ?? '']),
    );
    // A HEAD tells the length of a body that does not come.
    const announced = options.method === 'HEAD' ? 0 : Number(headers['content-length'] ?? 0);
    if (announced > options.maxBytes) throw tooLarge(url, options.maxBytes);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer) {
      bytes += (chunk as Buffer).length;
      if (bytes > options.maxBytes) throw tooLarge(url, options.maxBytes);
      chunks.push(chunk as Buffer);
    }
    return { status: answer.statusCode ?? 0, headers, body: Buffer.concat(chunks) };
  } finally {
    answer.destroy();
  }
}

/** Sends the request on a connection of its own; answers when the head is there. */
function open(
  url: URL,
  { method = 'GET', headers, body }: OutsideRequest,
  pinned: ResolvedAddress,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const isHttps = url.protocol === 'https:';
  const host = hostOf(url);
  const options: RequestOptions = {
    method,
    headers: {
      // Compressed bodies would make the size limit count something else than what arrives in memory.
      'accept-encoding': 'identity',
      'user-agent': 'Storehand/1',
      ...headers,
      // Node counts the body of a POST by itself, that of a DELETE not.
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
    signal,
    // One's own agent, used once: no connection from before, and no proxy that the environment names (NODE_USE_ENV_PROXY) would
    // look the name up again.
    agent: new (isHttps ? HttpsAgent : HttpAgent)({ keepAlive: false }),
    lookup: (_host, wanted, done) => {
      // Node asks for all addresses when it may race them; there is only the one that was checked.
      if (wanted.all === true) done(null, [pinned]);
      else done(null, pinned.address, pinned.family);
    },
    // The certificate is held against the name in the address, whatever headers and the environment say.
    ...(isHttps ? { servername: isIP(host) === 0 ? host : '', rejectUnauthorized: true } : {}),
  };
  return new Promise((resolve, reject) => {
    const request = (isHttps ? requestHttps : requestHttp)(url, options, resolve);
    // Stays for the body's time, too: a time-out then is an error of request and answer, and the answer's is the one that is read.
    request.on('error', reject);
    // An answer that wants to change the protocol (101) is dropped by Node without an error.
    request.on('close', () => reject(new Error('closed without an answer')));
    request.end(body);
  });
}

function checkUrl(address: string, allowHttp: boolean): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const allowed = allowHttp ? ['https:', 'http:'] : ['https:'];
  if (url !== undefined && allowed.includes(url.protocol) && url.username === '' && url.password === '')
    return url;
  throw new InvalidInputError('UrlRefused', {
    // Not repeated here: it may hold a password.
    en: 'This is not an address that files are fetched from: it must begin with https:// and hold no user name or password.',
    zh: '该地址不可用于获取文件：须以 https:// 开头，且不含用户名或密码。',
  });
}

async function checkHost(url: URL, options: OutsideRequest): Promise<ResolvedAddress> {
  const host = hostOf(url);
  const family = isIP(host);
  const addresses =
    family === 0
      ? await resolveHost(host, options.resolve ?? resolveByDns)
      : [{ address: host, family: family === 6 ? (6 as const) : (4 as const) }];
  const allowed = ({ address }: ResolvedAddress) =>
    isPublicAddress(address) ||
    (options.allowPrivateNetwork === true && isOwnNetworkAddress(address)) ||
    (options.allowLoopbackForTests === true && isLoopbackAddress(address));
  const [first] = addresses;
  // All of them: a host that answers with a public and a private address is none that an honest shop has.
  if (first !== undefined && addresses.every(allowed)) return first;
  throw new InvalidInputError('AddressRefused', {
    en: `${url.host} does not lead into the public internet, so nothing is fetched from it. Use a public address.`,
    zh: `${url.host} 不是公共互联网地址，系统不会从该处获取内容。请使用公网地址。`,
  });
}

/** Without the brackets of an IPv6 address. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

async function resolveHost(host: string, resolve: Resolve): Promise<readonly ResolvedAddress[]> {
  try {
    return await resolve(host);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOTFOUND' || code === 'ENODATA') {
      throw new InvalidInputError('HostUnresolved', {
        en: `There is no host ${host}. Check the address.`,
        zh: `找不到主机 ${host}，请检查地址。`,
      });
    }
    const says = {
      en: `The host ${host} could not be looked up; it is tried again.`,
      zh: `暂时无法解析主机 ${host}，将自动重试。`,
    };
    throw new TransientError('HostLookupFailed', says, error);
  }
}

function tooLarge(url: URL, maxBytes: number): InvalidInputError {
  const megabytes = (maxBytes / 1024 / 1024).toFixed(1);
  return new InvalidInputError('DownloadTooLarge', {
    en: `What ${url.host} sends is larger than ${megabytes} MB. Offer a smaller file.`,
    zh: `${url.host} 返回的内容超过 ${megabytes} MB，请提供较小的文件。`,
  });
}

function failed(url: URL, error: unknown): InvalidInputError | TransientError {
  const { code = '' } = error as { code?: string };
  if (/CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY/.test(code)) {
    return new InvalidInputError(
      'CertificateRefused',
      {
        en: `The certificate of ${url.host} is not valid (${code}). Its operator has to mend it.`,
        zh: `${url.host} 的证书无效（${code}），需由其管理员修复。`,
      },
      error,
    );
  }
  return new TransientError(
    'OutsideUnreachable',
    {
      en: `${url.host} did not answer in time or broke off; it is tried again.`,
      zh: `${url.host} 未及时响应或连接中断，将自动重试。`,
    },
    error,
  );
}
