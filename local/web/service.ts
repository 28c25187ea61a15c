import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { partitionOf } from '../provision/partition.ts';
import { physicalName } from '../provision/physical-name.ts';
import type { LocalIdentity, ProvisionedResource, ResolvedResource, ResourceProvider } from '../service.ts';
import { readDistribution, readHeadersPolicy, type Site } from './distribution.ts';

/** A file of a bucket, whole. */
export interface StoredFile {
  readonly body: Buffer;
  /** As its writer gave them, under lower-case names: `content-type`, `cache-control`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without quotes. */
  readonly etag: string;
}

export interface WebServiceOptions {
  readonly identity: LocalIdentity;
  /** The front door's address, e.g. `http://127.0.0.1:4566`; its port is known late. */
  readonly endpoint: () => string;
  /** Undefined when there is none. */
  readonly readFile: (bucket: string, key: string) => Promise<StoredFile | undefined>;
}

type Encoding = 'br' | 'gzip' | undefined;

/** Level 5 takes a few milliseconds for a bundle, and is done once a file. */
const BROTLI_QUALITY = 5;

/** What is compressed is text, some hundred kB a site; a folder of videos must not fill the memory. */
const LARGEST_COMPRESSED_BYTES = 4 * 1024 * 1024;
const COMPRESSIBLE = /^(text\/|application\/(javascript|json|manifest\+json|xml)|image\/svg)/;

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/**
 * CloudFront on one machine: the files of the first distribution whose default origin is a bucket, with that behaviour's
 * response headers, at the front door's own address.
 *
 * Kept: the default root object, the headers that the policy adds, brotli and gzip, ETags and 304, GET and HEAD.
 *
 * Not guaranteed, not there: other behaviours (the front door sends `/api` on by itself, and presigned links are of this
 * origin already), functions at the edge, caching (each answer is of the bucket as it is now), error pages, ranges, origin
 * groups, signed cookies, TLS, and any further distribution. A policy's `Override` is always taken for true.
 */
export class WebService implements ResourceProvider {
  readonly types = [
    'AWS::CloudFront::CachePolicy',
    'AWS::CloudFront::Distribution',
    'AWS::CloudFront::Function',
    'AWS::CloudFront::OriginAccessControl',
    'AWS::CloudFront::OriginRequestPolicy',
    'AWS::CloudFront::ResponseHeadersPolicy',
  ];

  readonly #options: WebServiceOptions;
  readonly #policies = new Map<string, Readonly<Record<string, string>>>();
  readonly #compressed = new Map<string, Buffer>();
  #site: Site | undefined;

  constructor(options: WebServiceOptions) {
    this.#options = options;
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    const { accountId, region } = this.#options.identity;
    const global = `arn:${partitionOf(region)}:cloudfront::${accountId}`;
    if (resource.type === 'AWS::CloudFront::Function') {
      const arn = `${global}:function/${String(resource.properties.Name)}`;
      return { ref: arn, attributes: { FunctionARN: arn } };
    }
    const id = idOf(resource);
    if (resource.type === 'AWS::CloudFront::ResponseHeadersPolicy') {
      this.#policies.set(id, readHeadersPolicy(resource.properties));
    }
    if (resource.type !== 'AWS::CloudFront::Distribution') return { ref: id, attributes: { Id: id } };
    // Reserved by RFC 2606, so that nothing by mistake talks to somebody else's distribution.
    const domainName = `${id.toLowerCase()}.cloudfront.invalid`;
    const site = readDistribution(resource.properties, domainName, this.#policies);
    if (site.bucket !== undefined) this.#site ??= site;
    return { ref: id, attributes: { Id: id, Arn: `${global}:distribution/${id}`, DomainName: domainName } };
  }

  /** An address of the distribution as browsers reach it on this machine; any other as it is. */
  publicAddress(address: string): string {
    const origin = `https://${this.#site?.domainName}`;
    const isOurs = address === origin || address.startsWith(`${origin}/`);
    return isOurs ? this.#options.endpoint() + address.slice(origin.length) : address;
  }

  /** Answers with a file of the distribution's bucket. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const site = this.#site;
    const key = site === undefined ? undefined : keyOf(request.url ?? '/', site.rootObject);
    const file =
      site?.bucket === undefined || key === undefined
        ? undefined
        : await this.#options.readFile(site.bucket, key);
    for (const [name, value] of Object.entries(site?.headers ?? {})) response.setHeader(name, value);
    if (file === undefined) sendNotFound(response);
    else await this.#send(request, response, file);
  }

  async #send(request: IncomingMessage, response: ServerResponse, file: StoredFile): Promise<void> {
    const encoding = encodingFor(request, file);
    const etag = `"${file.etag}${encoding === undefined ? '' : `-${encoding}`}"`;
    const headers = {
      'cache-control': file.headers['cache-control'] ?? 'no-cache',
      'content-type': file.headers['content-type'] ?? 'application/octet-stream',
      etag,
      vary: 'accept-encoding',
    };
    if (request.headers['if-none-match']?.includes(etag) === true) {
      response.writeHead(304, headers).end();
      return;
    }
    const body = encoding === undefined ? file.body : await this.#compress(etag, file.body, encoding);
    response.writeHead(200, {
      ...headers,
      'content-length': body.length,
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  async #compress(etag: string, body: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> {
    const known = this.#compressed.get(etag);
    if (known !== undefined) return known;
    const made =
      encoding === 'br'
        ? await compressBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
        : await compressGzip(body);
    this.#compressed.set(etag, made);
    return made;
  }
}

/** The bucket's key for an address; undefined where it cannot be decoded. */
function keyOf(url: string, rootObject: string): string | undefined {
  const [path = '/'] = url.split('?', 1);
  if (path === '/') return rootObject;
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return undefined;
  }
}

function encodingFor(request: IncomingMessage, { headers, body }: StoredFile): Encoding {
  const isText = COMPRESSIBLE.test(headers['content-type'] ?? '');
  if (!isText || body.length > LARGEST_COMPRESSED_BYTES) return undefined;
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
}

/** CloudFront with a private bucket says 403; a reader of this machine is better told what is missing. */
function sendNotFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end('There is no such page here. The HTTP API is below /api.\n');
}

function idOf(resource: ResolvedResource): string {
  return `ELOCAL${physicalName(resource.stackName, resource.logicalId, 64).slice(-8).toUpperCase()}`;
}
