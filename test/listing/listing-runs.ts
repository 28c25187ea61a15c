import type { ProductFacts } from '../../functions/commerce/product/product-record.ts';
import { task as askReview } from '../../functions/listing/ask-review.handler.ts';
import { task as checkQuality } from '../../functions/listing/check-quality.handler.ts';
import { task as classifyProduct } from '../../functions/listing/classify-product.handler.ts';
import { task as extractProduct } from '../../functions/listing/extract-product.handler.ts';
import { task as publishListing } from '../../functions/listing/publish-listing.handler.ts';
import { readListingIntake } from '../../functions/listing/read-intake.ts';
import { task as recordRun } from '../../functions/listing/record-run.handler.ts';
import { task as structureListing } from '../../functions/listing/structure-listing.handler.ts';
import { task as validateChannels } from '../../functions/listing/validate-channels.handler.ts';
import { listing } from '../../functions/listing/workflow.ts';
import { runTask, type Task } from '../../functions/platform/handlers/task-handler.ts';
import { saveProduct } from '../../functions/platform/products/save-product.ts';
import type { Run } from '../../functions/platform/runs/run.ts';
import { type RunReference, readRun } from '../../functions/platform/runs/stages.ts';
import { startRun } from '../../functions/platform/runs/start-run.ts';
import { type MachineRun, runMachine, type ScriptedFunction } from '../conformance/run-machine.ts';
import type { MemoryPlatform } from '../platform/memory/memory-platform.ts';

const tasks: Readonly<Record<string, unknown>> = {
  ExtractProduct: extractProduct,
  StructureListing: structureListing,
  ClassifyProduct: classifyProduct,
  ValidateChannels: validateChannels,
  CheckQuality: checkQuality,
  AskReview: askReview,
  PublishListing: publishListing,
  RecordRun: recordRun,
};

export interface ListingRun {
  readonly machine: MachineRun;
  readonly run: Run;
}

/** A picture that image-assets published before, as far as listings look at it. */
export async function putMainPicture(platform: MemoryPlatform, sku: string): Promise<void> {
  const channels = [
    'shopify',
    'amazon-main',
    'google-merchant',
    'ebay',
    'tiktok-shop',
    'tmall-main',
    'jd-main',
  ];
  const files = channels.map((channel) => ({
    channel,
    key: `shop/${sku}/a/${channel}.jpg`,
    sha256: '0',
    width: 1000,
    height: 1000,
    format: 'jpeg',
  }));
  await platform.records.put({
    key: { pk: `shop#SKU#${sku}`, sk: 'MEDIA#01' },
    data: { asset: 'a', files },
    expected: 'any',
  });
}

/** Saves a product and lets the real machine run over it with the real tasks, on a platform in memory. */
export async function listProduct(
  platform: MemoryPlatform,
  facts: ProductFacts,
  tokenAnswer?: unknown,
): Promise<ListingRun> {
  await saveProduct(platform, {
    store: 'shop',
    facts,
    source: { kind: 'sample', name: 'test' },
    writtenBy: 'test',
    actor: { kind: 'system', id: 'test' },
  });
  const event = platform.inspection.events.findLast(({ name }) => name.startsWith('Product'));
  return await runOver(platform, { 'detail-type': event?.name, detail: event }, tokenAnswer);
}

/** Lets the machine run over what a message of the intake queue asks for. */
export async function runOver(
  platform: MemoryPlatform,
  message: unknown,
  tokenAnswer?: unknown,
): Promise<ListingRun> {
  const intake = await readListingIntake(platform, message);
  if (intake.kind !== 'start' || intake.requests[0] === undefined) throw new Error('nothing was started');
  const [request] = intake.requests;
  const { id, attempt, mode, input } = await startRun(platform, listing, 'arn:machine', request);
  const machine = await runMachine(listing.slug, {
    functions: Object.fromEntries(Object.keys(tasks).map((name) => [name, onPlatform(platform, name)])),
    input: { store: 'shop', run: id, attempt, mode, input },
    ...(tokenAnswer === undefined ? {} : { tokenAnswer }),
  });
  return { machine, run: await readRun(platform, { store: 'shop', run: id }) };
}

function onPlatform(platform: MemoryPlatform, name: string): ScriptedFunction {
  const task = tasks[name] as Task<RunReference, unknown>;
  return async (payload) => await runTask(platform, task, task.input.parse(payload));
}
