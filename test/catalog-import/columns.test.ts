import { beforeEach, describe, expect, it } from 'vitest';
import { columnsPayload } from '../../functions/catalog-import/columns-payload.ts';
import { correctMapping } from '../../functions/catalog-import/correct-mapping.ts';
import { columnsFileSchema, proposeColumns } from '../../functions/catalog-import/propose-columns.ts';
import { readMapping } from '../../functions/catalog-import/saved-mapping.ts';
import type { Survey } from '../../functions/catalog-import/survey-table.ts';
import {
  type Approval,
  approvalKey,
  LARGEST_EDITS_BYTES,
} from '../../functions/platform/approvals/approval.ts';
import { listApprovals } from '../../functions/platform/approvals/list-approvals.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { ask, cut, importFile, productOf, readFile, runOf, startFile } from './catalog-file.ts';

const shop = { currency: 'CNY' };
const survey = (columns: Record<string, string[]>): Survey => ({
  rows: 2,
  bad: 0,
  columns: Object.entries(columns).map(([name, samples]) => ({ name, samples, filled: samples.length })),
});

describe('the columns of a file', () => {
  it('are taken as proposed where everybody names them so', () => {
    const { mapping, doubts } = proposeColumns(
      survey({ SKU: ['A-1', 'A-2'], Title: ['Mug', 'Cup'], Price: ['9.90', '12.00'], 材质: ['棉', '陶瓷'] }),
      undefined,
      shop,
    );
    expect(doubts).toEqual([]);
    expect(mapping).toMatchObject({
      currency: 'CNY',
      columns: { SKU: { target: 'sku' }, Price: { target: 'price' }, 材质: { target: 'attribute:material' } },
    });
  });

  it('are asked about where no SKU or name is found, or one is a guess', () => {
    const { doubts } = proposeColumns(
      survey({ Ref: ['x', 'y'], Weave: ['cotton', 'linen'] }),
      undefined,
      shop,
    );
    expect(doubts.map(({ en }) => en)).toEqual([
      'No column is known as the SKU.',
      'No column is known as the name of the product.',
      'What these columns mean is not certain: Weave.',
    ]);
  });

  it('mean what was saved for their source; a new one that nobody asks for is kept under its name', () => {
    const saved = {
      locale: 'en',
      currency: 'EUR',
      columns: { Ref: { target: 'sku' }, Name: { target: 'title:en' }, Price: { target: 'costPrice' } },
    } as const;
    const { mapping, doubts } = proposeColumns(
      survey({ Ref: ['x'], Name: ['Mug'], Price: ['3.00'], SKU: ['y'], Remark: ['soon'] }),
      saved,
      shop,
    );
    expect(doubts).toEqual([]);
    expect(mapping).toMatchObject({
      ...saved,
      columns: { ...saved.columns, SKU: { target: 'ignore' }, Remark: { target: 'other:Remark' } },
    });
  });
});

describe('a correction', () => {
  const proposed = {
    locale: 'en',
    columns: { Ref: { target: 'other:Ref' }, Name: { target: 'title:en' } },
  } as const;

  it('changes the columns that it names and leaves the rest', () => {
    const edits = { currency: 'USD', columns: { Ref: { target: 'sku' }, Name: null } };
    expect(correctMapping(proposed, edits, ['Ref', 'Name'])).toEqual({
      locale: 'en',
      currency: 'USD',
      columns: { Ref: { target: 'sku' } },
    });
  });

  it('is read as well from the question itself, changed in place', () => {
    const known = {
      locale: 'en',
      columns: {
        Ref: { target: 'other:Ref' },
        W: { target: 'weight', unit: 'kg' },
        Old: { target: 'brand' },
      },
    } as const;
    const payload = {
      version: 1,
      fileName: 'a.csv',
      reading: { locale: 'en', currency: 'EUR' },
      columns: [
        { name: 'Ref', target: 'sku', samples: ['A-1'] },
        { name: 'W', target: 'weight', samples: ['0.4'] },
        { name: 'Old', target: null, samples: [] },
      ],
    };
    expect(correctMapping(known, payload, ['Ref', 'W', 'Old'])).toEqual({
      locale: 'en',
      currency: 'EUR',
      columns: { Ref: { target: 'sku' }, W: { target: 'weight', unit: 'kg' } },
    });
  });

  it.each([
    ['ColumnUnknown', { columns: { Other: { target: 'sku' } } }],
    ['SkuColumnMissing', {}],
    ['InputInvalid', { columns: { Ref: { target: 'no such thing' } } }],
    ['InputInvalid', { locale: 'tlh' }],
  ])('is refused as %s', (code, edits) => {
    expect(() => correctMapping(proposed, edits, ['Ref', 'Name'])).toThrow(code);
  });
});

describe('the question about columns', () => {
  let platform: MemoryPlatform;
  beforeEach(() => {
    platform = createMemoryPlatform();
  });
  const odd = 'Ref,Name,Euro\nA-1,Mug,9.90\nA-2,Cup,4.00\n';

  it('is asked once for a source: the next file goes by the answer', async () => {
    const job = await startFile(platform, odd, { source: 'acme' });
    const table = await readFile(platform, job);
    expect(table.needsReview).toBe(true);
    await ask(platform, job, table);
    expect((await runOf(platform, job)).status).toBe('waiting');
    const { approvals } = await listApprovals(platform, 'shop', { status: 'open', limit: 10 });
    const id = approvals[0]?.id ?? '';
    const asked = await platform.records.get<Approval>(approvalKey('shop', id));
    expect(asked?.data.items[0]).toMatchObject({
      takesEdits: true,
      payload: {
        rows: 2,
        columns: [{ name: 'Ref', samples: ['A-1', 'A-2'] }, { name: 'Name' }, { name: 'Euro' }],
      },
    });

    const edits = { currency: 'EUR', columns: { Ref: { target: 'sku' }, Euro: { target: 'price' } } };
    await importFile(platform, job, { decision: 'approve', edits, decidedBy: 'ada' });
    expect((await productOf(platform, 'A-2'))?.variants[0]?.price).toEqual({ amount: 400, currency: 'EUR' });
    expect(await readMapping(platform, 'shop', 'acme')).toMatchObject({
      savedBy: 'run-1',
      confirmedBy: 'ada',
    });

    const next = await startFile(platform, `${odd}A-3,Pot,7.00\n`, { run: 'run-2', source: 'acme' });
    expect((await readFile(platform, next)).needsReview).toBe(false);
    expect((await importFile(platform, next)).result).toMatchObject({ created: 1, unchanged: 2 });
  });

  it('answered with a column that there is not imports nothing and keeps nothing', async () => {
    const job = await startFile(platform, odd, { source: 'acme' });
    await readFile(platform, job);
    const edits = { columns: { Nothing: { target: 'sku' } } };
    await expect(cut(platform, job, { decision: 'approve', edits })).rejects.toThrow('ColumnUnknown');
    expect(await readMapping(platform, 'shop', 'acme')).toBeUndefined();
  });

  it('fits into an approval however many columns there are', () => {
    const names = Array.from({ length: 500 }, (_, n) => `Column ${n} ${'长'.repeat(30)}`);
    const { mapping, doubts } = proposeColumns(
      survey(Object.fromEntries(names.map((name) => [name, ['值'.repeat(80), 'b', 'c']]))),
      undefined,
      shop,
    );
    const columns = names.map((name) => ({ name, samples: ['值'.repeat(80), 'b', 'c'], filled: 2 }));
    const read = columnsFileSchema.parse({ form: { format: 'csv' }, rows: 2, columns, mapping, doubts });
    const reference = { store: 'shop', run: 'r', attempt: 1 };
    const file = {
      source: 'acme',
      fileName: 'a.csv',
      original: { bucket: 'inbox', key: 'k' },
      uploadedAt: '2026-03-02T09:00:00Z',
    } as const;
    const payload = columnsPayload(reference, file, read);
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThan(LARGEST_EDITS_BYTES);
    expect(payload.columnsLeftOut).toBe(500 - payload.columns.length);
  });
});
