import { beforeEach, describe, expect, it } from 'vitest';
import { reportSchema } from '../../functions/catalog-import/import-files.ts';
import { task as record } from '../../functions/catalog-import/record-run.handler.ts';
import { catalogImport } from '../../functions/catalog-import/workflow.ts';
import { countQuarantine, listQuarantine } from '../../functions/platform/quarantine/quarantine.ts';
import { replayRun } from '../../functions/platform/runs/start-run.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import {
  cut,
  importFile,
  importOne,
  machineArn,
  perform,
  productOf,
  readFile,
  simpleTable,
  startFile,
} from './catalog-file.ts';

let platform: MemoryPlatform;
beforeEach(() => {
  platform = createMemoryPlatform();
});

const eventNames = () => platform.inspection.events.map(({ name, sku }) => `${name} ${String(sku)}`);

describe('a file of products', () => {
  it('becomes records, each told of once, and the run says how many', async () => {
    const run = await importFile(platform, await startFile(platform, simpleTable(3)));
    expect(run).toMatchObject({
      status: 'completed',
      why: { en: '3 created, 0 changed, 0 unchanged.', zh: '新建 3 个，更新 0 个，无变化 0 个。' },
      result: { source: 'catalog', products: 3, rows: 3, created: 3, refused: 0 },
    });
    expect(await productOf(platform, 'MUG-2')).toMatchObject({
      title: { en: 'Mug number 2' },
      variants: [{ sku: 'MUG-2', price: { amount: 250, currency: 'CNY' } }],
      version: 1,
      source: { kind: 'file', name: 'catalog' },
    });
    expect(eventNames().sort()).toEqual(['MUG-1', 'MUG-2', 'MUG-3'].map((sku) => `ProductCreated ${sku}`));
  });

  it('changes nothing when it comes again, and only what differs when it comes changed', async () => {
    await importFile(platform, await startFile(platform, simpleTable(3)));
    const before = await productOf(platform, 'MUG-1');
    const again = await importFile(platform, await startFile(platform, simpleTable(3), { run: 'run-2' }));
    expect(again.result).toMatchObject({ created: 0, changed: 0, unchanged: 3 });
    expect(await productOf(platform, 'MUG-1')).toEqual(before);
    expect(eventNames()).toHaveLength(3);

    const mended = simpleTable(3, (n) => (n === 2 ? { price: '9.90' } : {}));
    const third = await importFile(platform, await startFile(platform, mended, { run: 'run-3' }));
    expect(third.result).toMatchObject({ created: 0, changed: 1, unchanged: 2 });
    expect(eventNames().slice(3)).toEqual(['ProductChanged MUG-2']);
  });

  it('leaves what a newer file of the same source said', async () => {
    const newer = { run: 'run-2', uploadedAt: '2026-03-02T09:00:00.000Z' };
    await importFile(platform, await startFile(platform, simpleTable(1), newer));
    const late = simpleTable(2, () => ({ price: '1.00' }));
    const older = { run: 'run-1', uploadedAt: '2026-03-02T08:00:00.000Z' };
    const run = await importFile(platform, await startFile(platform, late, older));
    expect(run.result).toMatchObject({ created: 1, late: 1 });
    expect((await productOf(platform, 'MUG-1'))?.variants[0]?.price?.amount).toBe(150);
  });

  it('is imported but for the rows that are wrong: these are kept with line, field and reason', async () => {
    const wrong = simpleTable(4, (n) => (n === 2 ? { price: 'ask us' } : n === 3 ? { title: '' } : {}));
    const run = await importFile(platform, await startFile(platform, `${wrong}MUG-5,one,cell,too,many\n`));
    expect(run.result).toMatchObject({ created: 2, refused: 3, quarantined: 3 });
    expect(run.why?.en).toMatch(/3 refused, each with its line and reason/);
    const { items } = await listQuarantine(platform, 'shop');
    const byLine = items.map(({ subject, code, says }) => [subject.label, code, says.en]);
    expect(byLine.sort()).toEqual([
      ['products.csv · 3', 'NotAPrice', 'Line 3, Price: “ask us” is not one price.'],
      ['products.csv · 4', 'TitleMissing', 'Line 4, title: The product has no name.'],
      ['products.csv · 6', 'TooManyCells', expect.stringMatching(/^Line 6: Line 6 has 5 cells/)],
    ]);
  });

  it('leaves a table of the refused rows to mend and send again', async () => {
    const wrong = 'SKU,Title,Price,Currency,Note\nA-1,"Mug, small",free,CNY,=1+1\nA-2,Mug,3.00,CNY,\n';
    const run = await importFile(platform, await startFile(platform, wrong));
    const key = String(run.result?.refusedFile);
    const bytes = await platform.objects.get({ bucket: 'media', key });
    expect(bytes.toString('utf8')).toBe(
      '\uFEFFSKU,Title,Price,Currency,Note,Storehand line,Storehand column,Storehand reason\r\n' +
        'A-1,"Mug, small",free,CNY,\'=1+1,2,Price,“free” is not one price.\r\n',
    );
    const mended = Buffer.from(bytes.toString('utf8').replace(',free,', ',4.00,'));
    const again = await importFile(platform, await startFile(platform, mended, { run: 'run-2' }));
    expect(again.result).toMatchObject({ created: 1, refused: 0 });
    // What kept the spreadsheet from calculating is not taken for the supplier's own.
    expect((await productOf(platform, 'A-1'))?.attributes).toMatchObject({ Note: { given: '=1+1' } });
  });
});

describe('rows of one product', () => {
  it('come together in one chunk wherever they stand in the file', async () => {
    const lines = ['SKU,Handle,Title,Price,Currency,Option1 Name,Option1 Value'];
    for (const colour of ['Red', 'Blue']) {
      for (let n = 1; n <= 150; n++) lines.push(`P${n}-${colour},P${n},Shirt ${n},9.00,CNY,Colour,${colour}`);
    }
    const job = await startFile(platform, lines.join('\n'));
    const run = await importFile(platform, job);
    expect(run.result).toMatchObject({ products: 150, rows: 300, created: 150, refused: 0 });
    expect((await productOf(platform, 'P7'))?.variants.map(({ sku }) => sku)).toEqual(['P7-Red', 'P7-Blue']);
  });
});

describe('a chunk', () => {
  it('that was killed in the middle is finished without anything twice, and counted right', async () => {
    const job = await startFile(
      platform,
      simpleTable(30, (n) => (n % 10 === 0 ? { price: '?!' } : {})),
    );
    await readFile(platform, job);
    const made = await cut(platform, job, { decision: 'approve' });
    const start = platform.inspection.calls();
    for (const later of [5, 40, 90, 140]) {
      platform.inspection.onCall(({ number }) => {
        if (number === start + later) throw new Error('killed');
      });
      await importOne(platform, job, made, 0).catch(() => undefined);
    }
    platform.inspection.onCall(undefined);
    await importOne(platform, job, made, 0);
    const report = await platform.objects.get({ bucket: 'media', key: 'shop/imports/run-1/1/report-0.json' });
    expect(reportSchema.parse(JSON.parse(report.toString()))).toMatchObject({
      counts: { created: 27, changed: 0, unchanged: 0, late: 0, refused: 3 },
      quarantined: 3,
    });
    expect((await productOf(platform, 'MUG-9'))?.version).toBe(1);
    expect((await listQuarantine(platform, 'shop')).items).toHaveLength(3);
    expect(new Set(eventNames()).size).toBe(27);
  });
});

describe('a file with one fault in every row', () => {
  it('puts a bounded number into quarantine, and all of them into the table of refused rows', async () => {
    const wrong = simpleTable(230, () => ({ price: 'ask us' }));
    const run = await importFile(platform, await startFile(platform, wrong));
    expect(run.result).toMatchObject({ created: 0, refused: 230, quarantined: 200 });
    expect(run.why?.en).toMatch(/the first 200 stand in quarantine, all of them in the file of refused rows/);
    expect(await countQuarantine(platform, 'shop')).toMatchObject({ refused: { count: 200 } });
    const csv = await platform.objects.get({ bucket: 'media', key: String(run.result?.refusedFile) });
    expect(csv.toString().trim().split('\r\n')).toHaveLength(231);
  });
});

describe('a replay', () => {
  it('closes the entries of rows that it takes, and leaves those that it refuses again', async () => {
    const wrong = simpleTable(3, (n) => (n === 1 ? { price: 'ask' } : n === 2 ? { title: '' } : {}));
    const job = await startFile(platform, wrong);
    await importFile(platform, job);
    expect((await listQuarantine(platform, 'shop')).items).toHaveLength(2);
    // What a mended mapping, a later release or here a mended file changes.
    await platform.objects.put(
      { bucket: 'inbox', key: 'shop/catalog/products.csv' },
      simpleTable(3, (n) => (n === 2 ? { title: '' } : {})),
      { contentType: 'text/csv' },
    );
    await replayRun(platform, catalogImport, machineArn, {
      store: 'shop',
      runId: 'run-1',
      attempt: 2,
    });
    const run = await importFile(platform, { ...job, attempt: 2 });
    expect(run).toMatchObject({ attempt: 2, result: { created: 1, unchanged: 1, refused: 1 } });
    const { items } = await listQuarantine(platform, 'shop');
    expect(items.map(({ subject, attempt }) => [subject.label, attempt])).toEqual([['products.csv · 3', 2]]);
  });
});

describe('a dry run', () => {
  it('says what would be, and changes nothing', async () => {
    await importFile(platform, await startFile(platform, simpleTable(2)));
    const events = platform.inspection.events.length;
    const content = simpleTable(4, (n) => (n === 1 ? { price: '8.00' } : n === 4 ? { price: 'ask us' } : {}));
    const job = await startFile(platform, content, { run: 'run-2', mode: 'dry-run' });
    const run = await importFile(platform, job);
    expect(run.why?.en).toMatch(
      /^A dry run: nothing was changed. It would be: 1 created, 1 changed, 1 unchanged/,
    );
    expect(await productOf(platform, 'MUG-3')).toBeUndefined();
    expect((await listQuarantine(platform, 'shop')).items).toEqual([]);
    expect(platform.inspection.events).toHaveLength(events);
  });
});

describe('a file that is no table', () => {
  it.each([
    ['Empty', Buffer.from('')],
    ['NotText', Buffer.from([0, 1, 2, 0, 0, 7])],
    ['OldWorkbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0])],
    ['QuoteOpen', 'SKU,Title\nA,"never closed\nB,x\n'],
  ])('is refused as %s, and stands in quarantine with its original', async (code, content) => {
    const job = await startFile(platform, content);
    const failure = await readFile(platform, job).then(
      () => undefined,
      (error: Error) => ({ Error: error.name, Cause: JSON.stringify({ errorMessage: error.message }) }),
    );
    await perform(platform, record, { ...job, outcome: 'quarantined', failure });
    const { items } = await listQuarantine(platform, 'shop');
    expect(items).toMatchObject([{ code, original: { key: 'shop/catalog/products.csv' }, run: 'run-1' }]);
  });

  it('is refused before its bytes are fetched where it is too large', async () => {
    const job = await startFile(platform, simpleTable(1));
    const large = { bytes: 200 * 1024 * 1024, etag: 'x', contentType: 'text/csv', metadata: {} };
    const objects = {
      ...platform.objects,
      head: async () => large,
      get: () => Promise.reject(new Error('fetched')),
    };
    await expect(readFile({ ...platform, objects }, job)).rejects.toThrow('FileTooLarge');
  });
});
