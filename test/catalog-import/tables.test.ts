import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../functions/catalog-import/tables/read-table.ts';
import { type BadRow, type TableRow, UnreadableTable } from '../../functions/catalog-import/tables/table.ts';
import { workbook } from './workbook.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

async function read(file: Uint8Array) {
  const table = await readTable(file);
  const rows: (TableRow | BadRow)[] = [];
  for await (const row of table.rows) rows.push(row);
  return { ...table, rows };
}

async function codeOf(file: Uint8Array): Promise<string> {
  const error: unknown = await read(file).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof UnreadableTable ? error.refusal.code : String(error);
}

/** UTF-16 in either order, with or without its mark. */
function utf16(text: string, order: 'le' | 'be', mark: boolean): Uint8Array {
  const little = Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le');
  return order === 'le' ? little : little.swap16();
}

// 货号,名称,颜色 / 杯子,陶瓷马克杯,白色 in GBK: no encoder for it is at hand.
const gbk = Buffer.from(
  'bbf5bac52cc3fbb3c62cd1d5c9ab0a4d31 2ccce5b4c9c2edbfcbb1ad2cb0d7c9ab'.replaceAll(' ', ''),
  'hex',
);

describe('what a text file is written in', () => {
  it.each([
    ['UTF-8', bytes('SKU,名称\nA1,杯子'), 'utf-8'],
    ['UTF-8 with its mark', bytes('\uFEFFSKU,名称\nA1,杯子'), 'utf-8'],
    ['UTF-16, little end first', utf16('SKU,名称\nA1,杯子', 'le', true), 'utf-16le'],
    ['UTF-16, big end first', utf16('SKU,名称\nA1,杯子', 'be', true), 'utf-16be'],
    ['UTF-16 without its mark', utf16('SKU,名称\nA1,杯子', 'le', false), 'utf-16le'],
  ])('reads %s', async (_, file, encoding) => {
    const { form, columns, rows } = await read(file);
    expect(form.encoding).toBe(encoding);
    expect(columns).toEqual(['SKU', '名称']);
    expect(rows).toEqual([{ line: 2, cells: { SKU: 'A1', 名称: '杯子' } }]);
  });

  it('reads a short GBK file as GB 18030', async () => {
    const { form, columns, rows } = await read(gbk);
    expect(form.encoding).toBe('gb18030');
    expect(columns).toEqual(['货号', '名称', '颜色']);
    expect(rows[0]).toMatchObject({ cells: { 货号: 'M1', 颜色: '白色' } });
  });

  it('reads Big5 and Shift_JIS as what they are', async () => {
    // 貨號,名稱 … 白色陶瓷馬克杯，可用於微波爐 and 商品名 … コーヒーカップ（白）
    const big5 = Buffer.from(
      'b3f8b8b92ca657bad90a41312ca5d5a6e2b3b3b2a1b0a8a74aaa4da141a569a5cea9f3b74caa69c46c',
      'hex',
    );
    expect((await read(big5)).form.encoding).toBe('big5');
    const shiftJis = Buffer.from(
      '8fa4956994d48d862c96bc914f0a41312c835283 5b8371815b834a8362837681698e8f816a82c682ab82ea82a282c88365'.replaceAll(
        ' ',
        '',
      ),
      'hex',
    );
    expect((await read(shiftJis)).form.encoding).toBe('shift_jis');
  });

  it('takes a Western file of one byte a letter for what Excel writes, not for Chinese', async () => {
    const file = Buffer.from('SKU;Name;Größe\nA1;Hülle für Möbel;groß\nA2;Tür;klein\n', 'latin1');
    const { form, rows } = await read(file);
    expect(form.encoding).toBe('windows-1252');
    expect(rows[0]).toEqual({ line: 2, cells: { SKU: 'A1', Name: 'Hülle für Möbel', Größe: 'groß' } });
  });

  it('refuses in its row what is no character of the encoding', async () => {
    const broken = Buffer.concat([
      bytes('\uFEFFSKU,Name\nA1,gut\nA2,'),
      Buffer.from([0xff]),
      bytes('\nA3,gut\n'),
    ]);
    const { rows } = await read(broken);
    expect(rows.map((row) => ('cells' in row ? row.cells.SKU : row.refused.code))).toEqual([
      'A1',
      'WrongEncoding',
      'A3',
    ]);
  });

  it('says that a picture is no table', async () => {
    expect(await codeOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 1, 0, 0]))).toBe('NotText');
  });
});

describe('a CSV', () => {
  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ])('is read with %s between its cells, and whatever stands in quotes', async (_, delimiter) => {
    const file = stringify(
      [
        ['SKU', 'Price', 'Text'],
        ['A1', '1.234,50', `one${delimiter} two\nand "three"`],
        ['A2', '7,5', 'four'],
      ],
      { delimiter },
    );
    const { form, rows } = await read(bytes(file));
    expect(form.delimiter).toBe(delimiter);
    expect(rows).toEqual([
      { line: 2, cells: { SKU: 'A1', Price: '1.234,50', Text: `one${delimiter} two\nand "three"` } },
      { line: 4, cells: { SKU: 'A2', Price: '7,5', Text: 'four' } },
    ]);
  });

  it('names columns that have no name or the same one', async () => {
    const { columns } = await read(bytes('SKU,, Size ,Size,\nA1,b,c,d,\n'));
    expect(columns).toEqual(['SKU', '(B)', 'Size', 'Size (2)']);
  });

  it('says which line has more cells than the header, and reads the others', async () => {
    const { rows } = await read(bytes('SKU,Name\nA1,one\nA2,two, three\nA4,four,\n'));
    expect(rows.map((row) => ('cells' in row ? row.cells.SKU : row.refused.code))).toEqual([
      'A1',
      'TooManyCells',
      'A4',
    ]);
    expect(rows[1]).toMatchObject({ line: 3, given: 'A2 | two |  three' });
  });

  it('refuses a field of 1 MB in its row only', async () => {
    const { rows } = await read(bytes(`SKU,Name\nA1,${'x'.repeat(1_000_000)}\nA2,two\n`));
    expect(rows.map((row) => ('cells' in row ? row.cells.SKU : row.refused.code))).toEqual([
      'CellTooLong',
      'A2',
    ]);
  });

  it('says where a quotation mark is opened that never ends', async () => {
    const file = bytes(`SKU,Name\nA1,one\nA2,"two\n${'A3,three\n'.repeat(600_000)}`);
    const error: unknown = await read(file).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      refusal: { code: 'QuoteOpen', says: { en: expect.stringMatching(/^In line 3 or/) } },
    });
  });

  it.each([
    ['nothing', '', 'Empty'],
    ['empty lines', '\n\n\n', 'Empty'],
    ['a header of commas', ',,,\nA1,b\n', 'NoHeader'],
    [
      '600 columns',
      `${Array.from({ length: 600 }, (_, index) => `c${index}`).join(',')}\n`,
      'TooManyColumns',
    ],
  ])('with %s is refused', async (_, text, code) => {
    expect(await codeOf(bytes(text))).toBe(code);
  });

  it('gives back whatever was written into cells', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((text) => text.trim() !== '' && !text.includes('\uFFFD'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
        async (cells) => {
          const file = stringify([['SKU', '名称', 'Preis'], ...cells], { quoted: true });
          const { rows } = await read(bytes(`\uFEFF${file}`));
          expect(rows.map((row) => ('cells' in row ? Object.values(row.cells) : row.refused.code))).toEqual(
            cells,
          );
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });
});

describe('a workbook', () => {
  it('is read from its first sheet that has rows, numbers as they are kept', async () => {
    const file = await workbook([
      { sheet: 'Notes', rows: [] },
      {
        sheet: 'Products',
        rows: [
          ['SKU', 'Price', 'EAN'],
          ['A1', 19.9, 4006381333931],
          [null, null, null],
          ['A2', 5, null],
        ],
      },
      { sheet: 'Old', rows: [['SKU']] },
    ]);
    const { form, columns, rows } = await read(file);
    expect(form).toEqual({ format: 'xlsx', sheet: 'Products', otherSheets: ['Notes', 'Old'] });
    expect(columns).toEqual(['SKU', 'Price', 'EAN']);
    expect(rows).toEqual([
      { line: 2, cells: { SKU: 'A1', Price: '19.9', EAN: '4006381333931' } },
      { line: 4, cells: { SKU: 'A2', Price: '5' } },
    ]);
  });

  it('that unpacks to gigabytes is refused before it is unpacked', async () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': [new Uint8Array(201 * 1024 * 1024), { level: 1 }] });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await codeOf(bomb)).toBe('WorkbookTooLarge');
  });

  it('that is cut off, or of the old kind, is refused with what to do', async () => {
    const file = await workbook([{ sheet: 'One', rows: [['SKU'], ['A1']] }]);
    expect(await codeOf(file.subarray(0, file.length / 2))).toBe('WorkbookBroken');
    expect(await codeOf(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('OldWorkbook');
  });
});

describe('JSON', () => {
  it('is read as a list, inside of an object, or one object a line', async () => {
    const product = { sku: 'A1', title: { en: 'Cup', zh: '杯子' }, tags: ['a', 'b'], none: null };
    const cells = { sku: 'A1', 'title.en': 'Cup', 'title.zh': '杯子', tags: 'a, b' };
    const files = [
      JSON.stringify([product]),
      JSON.stringify({ products: [product] }),
      `${JSON.stringify(product)}\n${JSON.stringify(product)}\n`,
    ];
    for (const text of files) expect((await read(bytes(text))).rows[0]).toEqual({ line: 1, cells });
  });

  it('makes a row of each variant beside its product', async () => {
    const text = JSON.stringify([
      {
        sku: 'A',
        variants: [
          { sku: 'A-1', price: 5 },
          { sku: 'A-2', price: 6 },
        ],
      },
    ]);
    const { columns, rows } = await read(bytes(text));
    expect(columns).toEqual(['sku', 'variant.sku', 'variant.price']);
    expect(rows).toEqual([
      { line: 1, cells: { sku: 'A', 'variant.sku': 'A-1', 'variant.price': '5' } },
      { line: 1, cells: { sku: 'A', 'variant.sku': 'A-2', 'variant.price': '6' } },
    ]);
  });

  it('says which entry is no object, and refuses what is no list', async () => {
    const { rows } = await read(bytes('[{"sku":"A1"},7]'));
    expect(rows[1]).toMatchObject({ line: 2, refused: { code: 'NoObject' } });
    expect(await codeOf(bytes('{"sku"'))).toBe('NoList');
  });

  it('does not take names of fields for more than names', async () => {
    const { rows } = await read(bytes('[{"sku":"A1","__proto__":{"price":"1"},"constructor":"x"}]'));
    expect(rows[0]).toMatchObject({ cells: { sku: 'A1', constructor: 'x' } });
    expect(({} as Record<string, unknown>).price).toBeUndefined();
  });
});
