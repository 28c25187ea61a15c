import { defineWorkflow } from '../platform/manifest.ts';

/** MiB. A table of 64 MB is there once as bytes and once as rows. */
const tableMemoryMb = 1769;

export const catalogImport = defineWorkflow({
  slug: 'catalog-import',
  version: 1,
  title: { en: 'Product data in', zh: '商品数据导入' },
  owner: 'content-team',
  escalation: 'shop-manager',
  measure: {
    metric: 'TablesImported',
    says: {
      en: 'Share of product files that come in whole, without a refused row',
      zh: '完整导入（无被拒行）的商品文件占比',
    },
  },
  kind: 'standard',
  // Two weeks: longer than any question about columns may wait in working hours.
  timeoutSeconds: 1_209_600,
  stages: [
    { state: 'ReadTable', title: { en: 'Read', zh: '读取文件' } },
    { state: 'Review', title: { en: 'Columns', zh: '确认列对应' } },
    { state: 'ImportChunk', title: { en: 'Import', zh: '导入' } },
  ],
  functions: [
    {
      name: 'start-run',
      purpose: 'Drains the intake queue of catalog-import: puts the run, starts the machine',
      memoryMb: 512,
      timeoutSeconds: 30,
      reads: ['state', 'audit', 'inbox'],
      writes: ['state', 'audit'],
      sends: ['machine'],
    },
    {
      name: 'read-table',
      purpose: 'Goes through a file of products and finds what its columns mean',
      memoryMb: tableMemoryMb,
      timeoutSeconds: 300,
      reads: ['state', 'inbox'],
      writes: ['state', 'media'],
    },
    {
      name: 'ask-columns',
      purpose: 'Asks a person what the columns of a file mean, with samples, and keeps the task token',
      memoryMb: 512,
      timeoutSeconds: 30,
      reads: ['state', 'media'],
      writes: ['state'],
      removes: ['state'],
      // A question that was decided before its step was repeated is answered at once.
      sends: ['bus', 'task-answers'],
    },
    {
      name: 'cut-chunks',
      purpose:
        'Puts the rows of each product together, by the confirmed columns, in chunks of a hundred products',
      memoryMb: tableMemoryMb,
      timeoutSeconds: 300,
      reads: ['state', 'audit', 'inbox', 'media'],
      writes: ['state', 'audit', 'media'],
    },
    {
      name: 'import-chunk',
      purpose: 'Saves the products of one chunk, puts refused rows into quarantine with their reason',
      memoryMb: 1024,
      timeoutSeconds: 300,
      reads: ['state', 'audit', 'media'],
      writes: ['state', 'audit', 'media'],
      sends: ['bus'],
    },
    {
      name: 'record-run',
      purpose: 'Closes the run: report, record, audit',
      memoryMb: 512,
      timeoutSeconds: 60,
      reads: ['state', 'audit', 'media'],
      writes: ['state', 'audit', 'media'],
      // A question that the run asked and nobody waits for any more.
      removes: ['state'],
      sends: ['bus'],
    },
    {
      name: 'send-row',
      purpose: 'Shows a refused row of a file, and saves its product once a person has corrected it',
      memoryMb: 512,
      timeoutSeconds: 29,
      reads: ['state', 'audit'],
      writes: ['state', 'audit'],
      // What is sent again stands on the list of what waits no more.
      removes: ['state'],
      sends: ['bus'],
    },
  ],
  triggers: [
    // `<store>/catalog/<file>` or `<store>/catalog/<source>/<file>`
    { kind: 'object-created', keyWildcards: ['*/catalog/*'] },
    { kind: 'api', route: 'GET /api/{store}/quarantine/{id}/row', function: 'send-row' },
    { kind: 'api', route: 'POST /api/{store}/quarantine/{id}/row', function: 'send-row' },
  ],
  intake: { starter: 'start-run', batchSize: 10, maxReceives: 5 },
  alarms: [
    { name: 'ExecutionsFailed', metric: 'executions-failed', threshold: 0, periodMinutes: 5 },
    { name: 'DeadLetters', metric: 'dead-letters', threshold: 0, periodMinutes: 5 },
    { name: 'IntakeStuck', metric: 'oldest-message-age-seconds', threshold: 900, periodMinutes: 5 },
    { name: 'FunctionErrors', metric: 'function-errors', threshold: 5, periodMinutes: 5 },
  ],
});
