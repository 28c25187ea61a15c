import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import busboy from 'busboy';
import { type DocumentNode, execute, type GraphQLError, parse, validate } from 'graphql';
import type { Send } from '../../../../functions/connectors/store/shopify/admin-client.ts';
import {
  type OutsideAnswer,
  requestOutside,
} from '../../../../functions/platform/outbound/request-outside.ts';
import { adminSchema } from './admin-schema.ts';
import { ScriptedShop, type ShopFile } from './scripted-shop.ts';

export const TOKEN = 'shpat_test';

/**
 * What goes wrong with one request. `lost`: it is carried out, and its answer never comes.
 * Throttling as captured of version 2026-04: HTTP 200, an error `THROTTLED`, the bucket in `extensions.cost`.
 */
export type Fault =
  | 'throttled'
  | 'lost'
  | 'unreachable'
  | 'html'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | { readonly graphqlError: string }
  | { readonly userError: string };

/** Shopify's HTTP side: one shop a host, and the storage that it stages uploads in. */
export class ScriptedShopify {
  readonly shops = new Map<string, ScriptedShop>();
  /** Names of the operations and `upload`, in the order in which they came. */
  readonly requests: string[] = [];
  /** Asked for each request: what goes wrong with it. */
  fault: (operation: string, number: number) => Fault | undefined = () => undefined;
  #server: Server | undefined;

  shop(host: string): ScriptedShop {
    const shop = this.shops.get(host) ?? new ScriptedShop(host);
    this.shops.set(host, shop);
    return shop;
  }

  /** `send` of a connection that never leaves the process: for tests that need thousands of requests. */
  get inProcess(): Send {
    return async (url, { method = 'GET', headers = {}, body = '' }) => {
      const answer = await this.#answer(new URL(url), method, headers, Buffer.from(body));
      if (answer === undefined) throw new Error('the connection broke off');
      return answer;
    };
  }

  /** `send` through the real client and a socket. */
  async listen(): Promise<Send> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const [, host = '', ...path] = (request.url ?? '').split('/');
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        const url = new URL(`https://${host}/${path.join('/')}`);
        const answer = await this.#answer(url, request.method ?? '', headers, Buffer.concat(chunks));
        if (answer === undefined) request.socket.destroy();
        else response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return (url, request) =>
      requestOutside(url.replace('https://', `http://127.0.0.1:${port}/`), {
        ...request,
        allowLoopbackForTests: true,
      });
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  async #answer(
    url: URL,
    method: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer,
  ): Promise<OutsideAnswer | undefined> {
    const isUpload = url.hostname === 'storage.example';
    const query = isUpload ? '' : (JSON.parse(body.toString('utf8')) as { query: string }).query;
    const operation = isUpload ? 'upload' : (/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '');
    this.requests.push(operation);
    const fault = this.fault(operation, this.requests.length);
    if (fault === 'unreachable') return undefined;
    if (fault !== undefined && fault !== 'lost') return faulty(fault, operation);
    const answer = isUpload
      ? await this.#store(url, method, headers, body)
      : await this.#execute(url, headers, JSON.parse(body.toString('utf8')));
    return fault === 'lost' ? undefined : answer;
  }

  async #execute(
    url: URL,
    headers: Readonly<Record<string, string>>,
    { query, variables }: { query: string; variables: Record<string, unknown> },
  ): Promise<OutsideAnswer> {
    const shop = this.shops.get(url.hostname);
    if (shop === undefined || !/^\/admin\/api\/20\d\d-\d\d\/graphql\.json$/.test(url.pathname))
      return json(404, { errors: 'Not Found' });
    if (headers['x-shopify-access-token'] !== TOKEN)
      return json(401, { errors: '[API] Invalid API key or access token' });
    const { document, problems } = understand(query);
    if (problems.length > 0) return json(200, { errors: problems.map((problem) => problem.toJSON()) });
    const result = await execute({
      schema: adminSchema,
      document,
      rootValue: resolvers(shop),
      variableValues: variables,
      typeResolver: (value: unknown) => (value as { __typename: string }).__typename,
    });
    return json(200, { ...result, extensions: cost(1979) });
  }

  /** A Google Cloud Storage form, as captured of version 2026-04: the fields' names and order, the file last, 201. */
  async #store(
    url: URL,
    method: string,
    headers: Readonly<Record<string, string>>,
    body: Buffer,
  ): Promise<OutsideAnswer> {
    if (method !== 'POST' || headers['x-shopify-access-token'] !== undefined) return json(403, {});
    const fields = new Map<string, string>();
    let file: Buffer | undefined;
    await new Promise<void>((resolve, reject) => {
      const parser = busboy({ headers: { 'content-type': headers['content-type'] ?? '' } });
      parser.on('field', (name, value) => void (file === undefined && fields.set(name, value)));
      parser.on('file', (_name, stream) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          file = Buffer.concat(chunks);
        });
      });
      parser.on('close', resolve);
      parser.on('error', reject);
      parser.end(body);
    });
    const shop = this.shops.get(url.pathname.slice(1));
    const staged = shop?.staged.get(fields.get('key') ?? '');
    if (staged === undefined || file === undefined || fields.get('policy') !== 'signed') return json(403, {});
    staged.bytes = file;
    return { status: 201, headers: {}, body: Buffer.alloc(0) };
  }
}

const understood = new Map<string, { document: DocumentNode; problems: readonly GraphQLError[] }>();

/** There are a dozen operations and thousands of requests. */
function understand(query: string) {
  const known = understood.get(query);
  if (known !== undefined) return known;
  const document = parse(query);
  const fresh = { document, problems: validate(adminSchema, document) };
  understood.set(query, fresh);
  return fresh;
}

function json(status: number, body: unknown): OutsideAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

const cost = (currentlyAvailable: number) => ({
  cost: {
    requestedQueryCost: 20,
    actualQueryCost: 20,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable, restoreRate: 100 },
  },
});

/** Where each operation's user errors stand in its answer. */
const payloads: Readonly<Record<string, [root: string, errors: string]>> = {
  StageUpload: ['stagedUploadsCreate', 'userErrors'],
  CreateFile: ['fileCreate', 'userErrors'],
  UpdateFile: ['fileUpdate', 'userErrors'],
  MoveMedium: ['productReorderMedia', 'mediaUserErrors'],
};

function faulty(fault: Exclude<Fault, 'lost' | 'unreachable'>, operation: string): OutsideAnswer {
  if (fault === 'html')
    return {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: Buffer.from('<html>maintenance</html>'),
    };
  if (fault === 'throttled') {
    const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
    // 20 points are asked for: at 100 a second they are there in 3.2 s.
    return json(200, { errors, extensions: cost(-300) });
  }
  if ('status' in fault)
    return { status: fault.status, headers: fault.headers ?? {}, body: Buffer.from(fault.body ?? '') };
  if ('graphqlError' in fault)
    return json(200, { errors: [{ message: 'as scripted', extensions: { code: fault.graphqlError } }] });
  const [root = '', errors = ''] = payloads[operation] ?? [];
  const none = { stagedTargets: null, files: null, job: null };
  const refused = [{ field: ['x'], message: 'as scripted', code: fault.userError }];
  return json(200, { data: { [root]: { ...none, [errors]: refused } }, extensions: cost(1979) });
}

const page = <T>(items: readonly T[], first = 50, after?: string | null) => {
  const from = after == null ? 0 : Number(after);
  const nodes = items.slice(from, from + first);
  return {
    nodes,
    pageInfo: { hasNextPage: from + first < items.length, endCursor: String(from + nodes.length) },
  };
};

interface StagedWish {
  readonly filename: string;
  readonly mimeType: string;
  readonly resource: string;
  readonly fileSize?: string;
}

function resolvers(shop: ScriptedShop) {
  const asMedia = (file: ShopFile) => ({
    __typename: file.type,
    id: file.id,
    alt: file.alt,
    status: file.status,
    fileStatus: file.status,
    fileErrors:
      file.status === 'FAILED'
        ? [
            file.type === 'Video'
              ? { code: 'VIDEO_INVALID_FILETYPE_ERROR', message: 'The video could not be read' }
              : { code: 'IMAGE_DOWNLOAD_FAILURE', message: 'The image could not be read' },
          ]
        : [],
    image:
      file.status === 'READY' && file.type === 'MediaImage'
        ? { url: `https://cdn.shopify.com/s/files/1/1/files/${file.filename}?v=${file.version}` }
        : null,
  });
  const asProduct = (id: string) => {
    const product = shop.product(id);
    return (
      product && {
        id: product.id,
        title: product.title,
        media: ({ first, after }: { first?: number; after?: string | null }) =>
          page(product.media.flatMap((medium) => shop.files.get(medium) ?? []).map(asMedia), first, after),
      }
    );
  };
  return {
    productVariants: ({ query = '' }: { query?: string }) => {
      // As Shopify searches: without regard to capitals, and by the beginning.
      const sku = String(JSON.parse(query.replace(/^sku:/, ''))).toLowerCase();
      const found = shop.products.flatMap((product) =>
        product.skus
          .filter((one) => one.toLowerCase().startsWith(sku))
          .map((one) => ({
            id: `gid://shopify/ProductVariant/${one}`,
            sku: one,
            product: asProduct(product.id),
          })),
      );
      return page(found);
    },
    product: ({ id }: { id: string }) => asProduct(id),
    files: ({ query = '' }: { query?: string }) =>
      page(shop.filesNamed(query.replace(/^filename:/, '')).map(asMedia)),
    node: ({ id }: { id: string }) => {
      const file = shop.files.get(id);
      return file && asMedia(shop.look(file));
    },
    job: ({ id }: { id: string }) => ({ id, done: shop.isDone(id) }),
    stagedUploadsCreate: ({ input: [wish] }: { input: [StagedWish] }) => {
      const key = shop.stage(
        wish.filename,
        wish.resource,
        wish.fileSize === undefined ? undefined : Number(wish.fileSize),
      );
      if (typeof key !== 'string') return { stagedTargets: null, userErrors: [key] };
      const target = {
        url: `https://storage.example/${shop.host}`,
        resourceUrl: `https://storage.example/${key}`,
        parameters: [
          { name: 'Content-Type', value: wish.mimeType },
          { name: 'success_action_status', value: '201' },
          { name: 'acl', value: 'private' },
          { name: 'key', value: key },
          { name: 'x-goog-algorithm', value: 'GOOG4-RSA-SHA256' },
          { name: 'policy', value: 'signed' },
        ],
      };
      return { stagedTargets: [target], userErrors: [] };
    },
    fileCreate: ({ files: [input] }: { files: [Parameters<ScriptedShop['createFile']>[0]] }) => {
      const made = shop.createFile(input);
      return 'code' in made
        ? { files: null, userErrors: [made] }
        : { files: [asMedia(made)], userErrors: [] };
    },
    fileUpdate: ({ files: [change] }: { files: [Parameters<ScriptedShop['updateFile']>[0]] }) => {
      const changed = shop.updateFile(change);
      return 'code' in changed
        ? { files: null, userErrors: [changed] }
        : { files: [asMedia(changed)], userErrors: [] };
    },
    fileDelete: ({ fileIds }: { fileIds: string[] }) => ({
      deletedFileIds: fileIds,
      userErrors: fileIds.flatMap((id) => shop.deleteFile(id) ?? []),
    }),
    productReorderMedia: ({ id, moves }: { id: string; moves: { id: string; newPosition: string }[] }) => {
      const product = shop.product(id);
      const job = product && shop.reorder(product, moves);
      return typeof job === 'string'
        ? { job: { id: job, done: false }, mediaUserErrors: [] }
        : { job: null, mediaUserErrors: job === undefined ? [] : [job] };
    },
  };
}
