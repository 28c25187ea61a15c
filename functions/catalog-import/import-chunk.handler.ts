import { type ColumnMapping, columnMappingSchema } from '../commerce/product/column-mapping.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import type { Platform } from '../platform/platform.ts';
import { previewProduct, saveProduct } from '../platform/products/save-product.ts';
import { type RunReference, recordStage } from '../platform/runs/stages.ts';
import {
  type ChunkReport,
  chunkSchema,
  type ImportCounts,
  type ImportUnit,
  noCounts,
  type Refused,
  readImportFile,
  reportSchema,
  writeImportFile,
} from './import-files.ts';
import { readUnit } from './import-unit.ts';
import { mostQuarantined, quarantineRow } from './quarantine-row.ts';
import { type CatalogFile, type Cut, importChunkInputSchema } from './schemas.ts';

/** Each product is three requests one after the other; so many are under way at once. */
const atOnce = 8;

/**
 * Saves the products of one chunk. Killed in the middle and called again, it finds what it saved by the run that wrote it, and
 * counts it as before.
 */
export const task = defineTask({
  input: importChunkInputSchema,
  async run(platform, { mode, file, cut, chunk, ...reference }) {
    const [{ units }, mapping, before] = await Promise.all([
      readImportFile(platform, reference, `chunk-${chunk}.json`, chunkSchema),
      readImportFile(platform, reference, 'mapping.json', columnMappingSchema),
      chunk === 0
        ? { startedAt: platform.clock.now(), counts: noCounts, quarantined: 0 }
        : readImportFile(platform, reference, `report-${chunk - 1}.json`, reportSchema),
    ]);
    const counts: Record<keyof ImportCounts, number> = { ...before.counts };
    const refused: Refused[] = [];
    for (let start = 0; start < units.length; start += atOnce) {
      const group = units.slice(start, start + atOnce);
      const ends = await Promise.all(
        group.map((unit) => importUnit(platform, reference, { unit, mapping, file, mode })),
      );
      for (const end of ends) {
        if (typeof end === 'string') counts[end] += 1;
        else refused.push(end);
      }
    }
    counts.refused += refused.length;
    const apart = mode === 'live' ? refused.slice(0, mostQuarantined - before.quarantined) : [];
    for (const row of apart) await quarantineRow(platform, reference, file, row);
    const report: ChunkReport = {
      startedAt: before.startedAt,
      counts,
      quarantined: before.quarantined + apart.length,
      refused,
    };
    await writeImportFile(platform, reference, `report-${chunk}.json`, report);
    await noteProgress(platform, reference, report, cut);
    return { output: { done: Object.values(counts).reduce((sum, count) => sum + count, 0) } };
  },
});

export const handler = taskHandler(task);

interface UnitJob {
  readonly unit: ImportUnit;
  readonly mapping: ColumnMapping;
  readonly file: CatalogFile;
  readonly mode: 'live' | 'dry-run';
}

async function importUnit(
  platform: Platform,
  { store, run, attempt }: RunReference,
  { unit, mapping, file, mode }: UnitJob,
): Promise<Exclude<keyof ImportCounts, 'refused'> | Refused> {
  const read = readUnit(unit, mapping);
  if ('refused' in read) return read.refused;
  const wanted = {
    store,
    facts: read.facts,
    source: { kind: read.kind, name: file.source, updatedAt: read.updatedAt ?? file.uploadedAt },
    writtenBy: `${run}/${attempt}`,
    actor: { kind: 'system' as const, id: 'catalog-import' },
  };
  const save = mode === 'live' ? saveProduct : previewProduct;
  return (await save(platform, wanted)).outcome;
}

/** One entry on the run for all chunks: from the first one's beginning to now, with what is done so far. */
async function noteProgress(
  platform: Platform,
  reference: RunReference,
  { startedAt, counts }: ChunkReport,
  { products }: Cut,
): Promise<void> {
  await recordStage(platform, reference, {
    state: 'ImportChunk',
    startedAt,
    endedAt: platform.clock.now(),
    outcome: counts.refused > 0 ? 'warned' : 'done',
    engine: 'rules',
    figures: { products, ...counts },
  });
}
