import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Value = Readonly<Record<string, unknown>>;
type Attributes = Readonly<Record<string, Value>>;
interface Write {
  readonly TableName: string;
  readonly Item?: Attributes;
  readonly Key?: Attributes;
}
interface Body extends Write {
  readonly ConsistentRead?: boolean;
  readonly TransactItems?: readonly Readonly<Record<string, Write>>[];
}
interface Answer {
  readonly Item?: Attributes;
  readonly Items?: readonly Attributes[];
  readonly Responses?: Readonly<Record<string, readonly Attributes[]>>;
}

/** A transactional write is prepared and committed, and both are charged; its index writes as well. */
const transactionFactor = 2;

/**
 * Stands before DynamoDB and counts request units as AWS meters them: 1 KB a write unit and 4 KB a read unit (half for an
 * eventually consistent read), rounded up per item; twice in transactions; an index entry that is put, moved (delete and put)
 * or removed. A write that its condition refuses is charged too.
 */
export class TableMeter {
  writeUnits = 0;
  readUnits = 0;
  readonly #server: Server;
  /** Index key and size of every item seen, by table and key. */
  readonly #items = new Map<string, { index: string; bytes: number }>();

  private constructor(target: string) {
    this.#server = createServer(async (request, response) => {
      const body = await text(request);
      const headers = { ...request.headers };
      delete headers['transfer-encoding'];
      const outgoing = httpRequest(new URL(request.url ?? '/', target), { method: request.method, headers });
      outgoing.on('response', async (answer) => {
        const answered = await text(answer);
        this.#meter(String(request.headers['x-amz-target']).split('.').at(-1) ?? '', body, answered);
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.end(answered);
      });
      outgoing.on('error', () => response.destroy());
      outgoing.end(body);
    });
  }

  static async before(target: string): Promise<{ meter: TableMeter; url: string }> {
    const meter = new TableMeter(target);
    await new Promise<void>((resolve) => meter.#server.listen(0, '127.0.0.1', resolve));
    return { meter, url: `http://127.0.0.1:${(meter.#server.address() as AddressInfo).port}` };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #meter(operation: string, requestText: string, answerText: string): void {
    const body = JSON.parse(requestText || '{}') as Body;
    const answer = JSON.parse(answerText || '{}') as Answer;
    switch (operation) {
      case 'PutItem':
      case 'DeleteItem':
        this.#write(body, 1);
        break;
      case 'TransactWriteItems':
        for (const one of body.TransactItems ?? []) {
          for (const write of Object.values(one)) this.#write(write, transactionFactor);
        }
        break;
      case 'GetItem':
        this.#read([answer.Item ?? {}], body.ConsistentRead === true);
        break;
      case 'BatchGetItem':
        for (const items of Object.values(answer.Responses ?? {}))
          for (const item of items) this.#read([item], true);
        break;
      case 'Query':
      case 'Scan':
        this.#read(answer.Items ?? [], body.ConsistentRead === true);
        break;
    }
  }

  #read(items: readonly Attributes[], isConsistent: boolean): void {
    const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0);
    this.readUnits += Math.max(1, Math.ceil(bytes / 4096)) * (isConsistent ? 1 : 0.5);
  }

  #write({ TableName, Item, Key }: Write, factor: number): void {
    const keys = Item ?? Key ?? {};
    const name = JSON.stringify([TableName, keys.pk, keys.sk]);
    const before = this.#items.get(name);
    const index = Item?.ipk === undefined ? '' : JSON.stringify([Item.ipk, Item.isk]);
    const bytes = Math.max(Item === undefined ? 0 : sizeOf(Item), before?.bytes ?? 0);
    this.writeUnits += Math.max(1, Math.ceil(bytes / 1024)) * factor;
    const indexBefore = before?.index ?? '';
    if (index !== indexBefore) {
      this.writeUnits += ((index === '' ? 0 : 1) + (indexBefore === '' ? 0 : 1)) * factor;
    }
    this.#items.set(name, { index, bytes: Item === undefined ? 0 : sizeOf(Item) });
  }
}

/** Bytes of an item as DynamoDB counts them, names included. */
function sizeOf(item: Attributes): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  );
}

function sizeOfValue(value: Value): number {
  const [[type, content] = ['', undefined]] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return Math.ceil(String(content).length / 2) + 1;
    case 'B':
      return Math.ceil((String(content).length * 3) / 4);
    // A list or a map costs 3 bytes, and 1 for each entry.
    case 'L':
      return 3 + (content as Value[]).reduce((sum, one) => sum + 1 + sizeOfValue(one), 0);
    case 'M':
      return 3 + sizeOf(content as Attributes) + Object.keys(content as Attributes).length;
    default:
      return 1;
  }
}
