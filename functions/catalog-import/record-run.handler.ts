import type { Says } from '../commerce/says.ts';
import { recordReview } from '../platform/approvals/record-review.ts';
import { readFailure } from '../platform/errors.ts';
import { countMeasure } from '../platform/handlers/observability.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import { markRetried, putInQuarantine } from '../platform/quarantine/quarantine.ts';
import { closeRun } from '../platform/runs/close-run.ts';
import type { Run } from '../platform/runs/run.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { describeEnd } from './describe-end.ts';
import {
  type ChunkReport,
  type ImportCounts,
  importFile,
  noCounts,
  type Refused,
  readImportFile,
  reportSchema,
} from './import-files.ts';
import { columnsFileSchema } from './propose-columns.ts';
import { mostQuarantined, rowEntryId } from './quarantine-row.ts';
import { type RecordInput, recordInputSchema } from './schemas.ts';
import { catalogImport } from './workflow.ts';
import { writeRefused } from './write-refused.ts';

export const task = defineTask({
  input: recordInputSchema,
  async run(platform, input) {
    const { outcome, decision, chunk, cut, file } = input;
    await recordReview(platform, input, decision);
    const { counts, quarantined } = await lastReport(platform, input, chunk);
    const refusedFile = counts.refused === 0 ? undefined : await keepRefused(platform, input, chunk);
    const failure = failureOf(input);
    const run = await closeRun(platform, catalogImport, input, {
      outcome,
      why: failure?.text ?? describeEnd(input, counts, quarantined),
      by: 'machine',
      result: {
        source: file.source,
        fileName: file.fileName,
        products: cut.products,
        rows: cut.rows,
        ...counts,
        quarantined,
        refusedFile,
        approval: decision.approvalId,
        decidedBy: decision.decidedBy ?? undefined,
      },
    });
    // A late repeat for an older attempt has nothing to follow up.
    if (run?.status === outcome && run.attempt === input.attempt) {
      if (outcome === 'quarantined') await quarantineFile(platform, input, run, failure?.code);
      if (outcome === 'completed' && run.attempt > 1) await closeEarlierRows(platform, input);
      if (outcome !== 'dry-run')
        countMeasure(catalogImport, outcome === 'completed' && counts.refused === 0 ? 1 : 0);
    }
    return { output: { outcome: run?.status ?? outcome } };
  },
});

export const handler = taskHandler(task);

function failureOf({ outcome, failure }: RecordInput): { code: string; text: Says } | undefined {
  const isEnd = outcome === 'quarantined' || outcome === 'failed';
  return isEnd && failure.Error !== undefined ? readFailure(failure) : undefined;
}

async function lastReport(
  platform: Platform,
  input: RecordInput,
  chunks: number,
): Promise<{ counts: ImportCounts; quarantined: number }> {
  if (chunks === 0) return { counts: noCounts, quarantined: 0 };
  return await readImportFile(platform, input, `report-${chunks - 1}.json`, reportSchema);
}

/** @returns the key of the file of refused rows in the media bucket */
async function keepRefused(platform: Platform, input: RecordInput, chunks: number): Promise<string> {
  const { columns } = await readImportFile(platform, input, 'columns.json', columnsFileSchema);
  const shop = await readSetting(platform, input.store, 'shop');
  const refused: Refused[] = [];
  for (let chunk = 0; chunk < chunks; chunk++)
    refused.push(...(await reportOf(platform, input, chunk)).refused);
  const names = columns.map(({ name }) => name);
  const body = writeRefused(refused, names, shop.value.languages[0] ?? 'en');
  const reference = importFile(input, 'refused.csv');
  await platform.objects.put(reference, body, { contentType: 'text/csv; charset=utf-8' });
  return reference.key;
}

async function reportOf(
  platform: Platform,
  reference: Pick<RecordInput, 'store' | 'run' | 'attempt'>,
  chunk: number,
): Promise<ChunkReport> {
  return await readImportFile(platform, reference, `report-${chunk}.json`, reportSchema);
}

/** A file that cannot be read at all. */
async function quarantineFile(
  platform: Platform,
  { file }: RecordInput,
  run: Run,
  code: string | undefined,
): Promise<void> {
  await putInQuarantine(platform, {
    id: run.id,
    store: run.store,
    workflow: run.workflow,
    kind: 'refused',
    run: run.id,
    attempt: run.attempt,
    subject: run.subject,
    code: code ?? 'Unexpected',
    says: run.why ?? { en: 'The file was refused.', zh: '文件被拒绝。' },
    original: file.original,
  });
}

/** Rows that an earlier attempt refused and this one took: what this one refused too was put in quarantine again, and stays. */
async function closeEarlierRows(platform: Platform, { store, run, attempt }: RecordInput): Promise<void> {
  const earlier = { store, run, attempt: attempt - 1 };
  let left = mostQuarantined;
  for (let chunk = 0; left > 0; chunk++) {
    const isThere = await platform.objects.head(importFile(earlier, `report-${chunk}.json`));
    if (isThere === undefined) return;
    const { refused } = await reportOf(platform, earlier, chunk);
    for (const { line } of refused.slice(0, left)) {
      const sent = { store, id: rowEntryId(earlier, line), attempt: earlier.attempt };
      await markRetried(platform, sent, { kind: 'system', id: catalogImport.slug });
    }
    left -= refused.length;
  }
}
