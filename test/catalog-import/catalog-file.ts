import { task as askColumns } from '../../functions/catalog-import/ask-columns.handler.ts';
import { task as cutChunks } from '../../functions/catalog-import/cut-chunks.handler.ts';
import { task as importChunk } from '../../functions/catalog-import/import-chunk.handler.ts';
import { task as readTable } from '../../functions/catalog-import/read-table.handler.ts';
import { task as record } from '../../functions/catalog-import/record-run.handler.ts';
import type { Cut, ReadTableOutput } from '../../functions/catalog-import/schemas.ts';
import { catalogImport } from '../../functions/catalog-import/workflow.ts';
import type { ProductRecord } from '../../functions/commerce/product/product-record.ts';
import { logger } from '../../functions/platform/handlers/observability.ts';
import { runTask, type Task } from '../../functions/platform/handlers/task-handler.ts';
import { validate } from '../../functions/platform/handlers/validate.ts';
import { productKey } from '../../functions/platform/products/save-product.ts';
import { type Run, runKey } from '../../functions/platform/runs/run.ts';
import type { RunReference } from '../../functions/platform/runs/stages.ts';
import { startRun } from '../../functions/platform/runs/start-run.ts';
import type { MemoryPlatform } from '../platform/memory/memory-platform.ts';

logger.setLogLevel('SILENT');

/** Runs a task as its machine does: through JSON and the task's own schema. */
export async function perform<Input extends RunReference, Output>(
  platform: MemoryPlatform,
  task: Task<Input, Output>,
  payload: object,
): Promise<Output> {
  const sent: unknown = JSON.parse(JSON.stringify(payload));
  const output = await runTask(platform, task, validate(task.input, sent, 'the task'));
  return JSON.parse(JSON.stringify(output)) as Output;
}

export interface CatalogJob {
  readonly store: string;
  readonly run: string;
  readonly attempt: number;
  readonly mode: 'live' | 'dry-run';
  readonly file: Record<string, unknown>;
}

export const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m:1';

/** Puts a file into the inbox and starts its run. */
export async function startFile(
  platform: MemoryPlatform,
  content: string | Buffer,
  over: {
    run?: string;
    source?: string;
    fileName?: string;
    mode?: 'live' | 'dry-run';
    uploadedAt?: string;
  } = {},
): Promise<CatalogJob> {
  const { run = 'run-1', source = 'catalog', fileName = 'products.csv', mode = 'live' } = over;
  const original = { bucket: 'inbox', key: `shop/catalog/${fileName}` } as const;
  await platform.objects.put(original, content, { contentType: 'text/csv' });
  const uploadedAt = over.uploadedAt ?? platform.clock.now();
  const file = { source, fileName, original, uploadedAt };
  await startRun(platform, catalogImport, machineArn, {
    store: 'shop',
    runId: run,
    subject: { kind: 'file', id: source, label: fileName },
    trigger: { kind: 'upload', startedBy: ['otto'] },
    input: file,
    pilot: {},
  });
  return { store: 'shop', run, attempt: 1, mode, file };
}

/** What a person answers the question about columns. */
export interface Answer {
  readonly decision: 'approve' | 'reject' | 'expired';
  readonly edits?: unknown;
  readonly decidedBy?: string;
}

export const readFile = (platform: MemoryPlatform, job: CatalogJob): Promise<ReadTableOutput> =>
  perform(platform, readTable, job);

export const ask = (platform: MemoryPlatform, job: CatalogJob, table: ReadTableOutput) =>
  perform(platform, askColumns, { ...job, table, token: 'token-1' });

export const cut = (platform: MemoryPlatform, job: CatalogJob, decision: Answer): Promise<Cut> =>
  perform(platform, cutChunks, { ...job, decision });

export const importOne = (platform: MemoryPlatform, job: CatalogJob, made: Cut, chunk: number) =>
  perform(platform, importChunk, { ...job, cut: made, chunk });

/** The way through the machine from ReadTable to Record, without a question. */
export async function importFile(
  platform: MemoryPlatform,
  job: CatalogJob,
  decision: Answer = { decision: 'approve' },
): Promise<Run> {
  const table = await readFile(platform, job);
  const made = await cut(platform, job, decision);
  for (let chunk = 0; chunk < made.chunks; chunk++) await importOne(platform, job, made, chunk);
  const outcome = job.mode === 'live' ? 'completed' : 'dry-run';
  await perform(platform, record, { ...job, outcome, table, cut: made, chunk: made.chunks, decision });
  return await runOf(platform, job);
}

export async function runOf(platform: MemoryPlatform, { store, run }: CatalogJob): Promise<Run> {
  const found = await platform.records.get<Run>(runKey(store, run));
  if (found === undefined) throw new Error(`there is no run ${run}`);
  return found.data;
}

export async function productOf(platform: MemoryPlatform, sku: string): Promise<ProductRecord | undefined> {
  return (await platform.records.get<ProductRecord>(productKey('shop', sku)))?.data;
}

/** Rows of a simple table, one product each. */
export function simpleTable(
  count: number,
  over: (n: number) => Partial<Record<'title' | 'price', string>> = () => ({}),
): string {
  const lines = ['SKU,Title,Price,Currency'];
  for (let n = 1; n <= count; n++) {
    const { title = `Mug number ${n}`, price = `${n}.50` } = over(n);
    lines.push(`MUG-${n},${title},${price},CNY`);
  }
  return `${lines.join('\n')}\n`;
}
