import { defineWorkflow } from '../platform/manifest.ts';

const memoryMb = 512;
const timeoutSeconds = 60;

export const listing = defineWorkflow({
  slug: 'listing',
  version: 1,
  title: { en: 'Listings', zh: '商品上架' },
  owner: 'content-team',
  escalation: 'shop-manager',
  measure: {
    metric: 'ListingsPublished',
    says: {
      en: 'Share of products listed on every selected channel without a person touching them',
      zh: '无需人工处理即可在所有已选渠道上架的商品占比',
    },
  },
  kind: 'standard',
  // Two weeks: longer than any approval may wait in working hours.
  timeoutSeconds: 1_209_600,
  stages: [
    { state: 'Extract', title: { en: 'Extract', zh: '提取' } },
    { state: 'Structure', title: { en: 'Write', zh: '撰写' } },
    { state: 'Classify', title: { en: 'Classify', zh: '分类' } },
    { state: 'ValidateChannels', title: { en: 'Check channels', zh: '渠道校验' } },
    { state: 'CheckQuality', title: { en: 'Check quality', zh: '质量检查' } },
    { state: 'Review', title: { en: 'Review', zh: '人工审核' } },
    { state: 'Publish', title: { en: 'Publish', zh: '发布' } },
  ],
  functions: [
    {
      name: 'start-run',
      purpose: 'Drains the intake queue of listing: puts the run, starts the machine',
      memoryMb,
      timeoutSeconds: 30,
      reads: ['state', 'audit'],
      writes: ['state', 'audit'],
      sends: ['machine'],
    },
    {
      name: 'extract-product',
      purpose: 'Takes the product record as it is now, with its accepted pictures and the selected channels',
      memoryMb,
      timeoutSeconds,
      reads: ['state'],
      writes: ['state', 'media'],
    },
    {
      name: 'structure-listing',
      purpose:
        'Writes title, key points, description and specifications in every language, by a model or by rules',
      memoryMb,
      // Four minutes for the model in all languages; see structure-listing.handler.ts.
      timeoutSeconds: 300,
      // The media bucket: also answers that were paid for.
      reads: ['state', 'audit', 'media'],
      writes: ['state', 'call-counts', 'audit', 'media'],
      secrets: ['text-model'],
    },
    {
      name: 'classify-product',
      purpose: 'Finds product type, collection, tags and the category on every channel, with a confidence',
      memoryMb,
      timeoutSeconds,
      reads: ['state', 'media'],
      writes: ['state', 'media'],
    },
    {
      name: 'validate-channels',
      purpose: 'Makes the listing of every channel and language and checks it against its dated rules',
      memoryMb,
      timeoutSeconds,
      reads: ['state', 'media'],
      writes: ['state', 'media'],
    },
    {
      name: 'check-quality',
      purpose: 'Looks for what is missing, doubled or contradictory, and decides whether a person must look',
      memoryMb,
      timeoutSeconds,
      reads: ['state', 'media'],
      writes: ['state', 'media'],
    },
    {
      name: 'ask-review',
      purpose: 'Asks a person, with the listings and what was found, and keeps the task token',
      memoryMb,
      timeoutSeconds: 30,
      reads: ['state', 'media'],
      writes: ['state'],
      removes: ['state'],
      // A question that was decided before its step was repeated is answered at once.
      sends: ['bus', 'task-answers'],
    },
    {
      name: 'publish-listing',
      purpose: "Puts the listings into the shop's catalogue, where they stand in every channel's file",
      memoryMb,
      timeoutSeconds,
      reads: ['state', 'audit', 'media'],
      writes: ['state', 'audit'],
    },
    {
      name: 'record-run',
      purpose: 'Closes the run: record, audit, event',
      memoryMb,
      timeoutSeconds: 30,
      reads: ['state', 'audit'],
      writes: ['state', 'audit'],
      // A question that the run asked and nobody waits for any more.
      removes: ['state'],
      sends: ['bus'],
    },
    {
      name: 'show-listings',
      purpose: 'Shows the listings of a product: what stands on each channel, and what the last run found',
      memoryMb,
      timeoutSeconds: 29,
      reads: ['state', 'media'],
    },
    {
      name: 'change-listing',
      purpose: "Puts a person's own wording in the place of a listing, or puts back what a listing replaced",
      memoryMb,
      timeoutSeconds: 29,
      reads: ['state', 'audit'],
      writes: ['state', 'audit'],
    },
    {
      name: 'build-feed',
      purpose: "Writes the listings of a channel into files for the channel's own upload",
      memoryMb: 1024,
      timeoutSeconds: 29,
      // The media bucket: whoever links to a file must be allowed to read it.
      reads: ['state', 'media'],
      writes: ['media'],
    },
  ],
  triggers: [
    { kind: 'event', names: ['ProductCreated', 'ProductChanged', 'AssetsPublished'] },
    { kind: 'api', route: 'GET /api/{store}/products/{sku}/listings', function: 'show-listings' },
    {
      kind: 'api',
      route: 'PUT /api/{store}/products/{sku}/listings/{channel}/{locale}',
      function: 'change-listing',
    },
    {
      kind: 'api',
      route: 'POST /api/{store}/products/{sku}/listings/{channel}/{locale}/revert',
      function: 'change-listing',
    },
    { kind: 'api', route: 'POST /api/{store}/feeds/{channel}', function: 'build-feed' },
  ],
  intake: { starter: 'start-run', batchSize: 10, maxReceives: 5 },
  alarms: [
    { name: 'ExecutionsFailed', metric: 'executions-failed', threshold: 0, periodMinutes: 5 },
    { name: 'DeadLetters', metric: 'dead-letters', threshold: 0, periodMinutes: 5 },
    { name: 'IntakeStuck', metric: 'oldest-message-age-seconds', threshold: 900, periodMinutes: 5 },
    { name: 'FunctionErrors', metric: 'function-errors', threshold: 5, periodMinutes: 5 },
  ],
});
