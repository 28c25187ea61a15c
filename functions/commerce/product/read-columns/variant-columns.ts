import type { Money } from '../../money.ts';
import { isSku } from '../../sku-pattern.ts';
import { readBarcode } from '../barcode.ts';
import { findUnit, readMeasure } from '../normalise-measure.ts';
import { readNumber } from '../normalise-number.ts';
import { type PriceContext, readPrice } from '../normalise-price.ts';
import type { Variant } from '../product-record.ts';
import type { Problem, Reading } from '../reading.ts';
import { tidyText } from '../tidy-text.ts';
import { attributeById } from '../vocabulary/find-term.ts';
import type { Cell, Cells } from './cells.ts';
import { notASku } from './product-line.ts';

const MOST_OPTIONS = 3;

export interface ReadOption {
  readonly name: string;
  readonly values: readonly string[];
  /** Value of each row of `variantRows`, in their order. */
  readonly byVariant: readonly string[];
}

/**
 * Options from columns that are options, from pairs of name and value (Shopify), and from attributes in which the variants
 * differ. Shopify's placeholder for none (`Title`: `Default Title`) is none.
 */
export function readOptions(
  cells: Cells,
  variantRows: readonly number[],
  varying: readonly { readonly name: string; readonly column: string }[],
): readonly ReadOption[] {
  const columns = new Map<string, (row: number) => Cell | undefined>();
  for (const number of ['1', '2', '3']) {
    const name = cells.all('optionName').find(({ target }) => target.detail === number)?.given;
    const cellOf = (row: number) =>
      cells.all('optionValue', row).find(({ target }) => target.detail === number);
    if (name !== undefined) columns.set(tidyText(name), cellOf);
    else if (variantRows.some((row) => cellOf(row) !== undefined)) columns.set(`Option ${number}`, cellOf);
  }
  for (const name of new Set(cells.all('option').map(({ target }) => target.detail))) {
    columns.set(name, (row) => cells.all('option', row).find(({ target }) => target.detail === name));
  }
  for (const { name, column } of varying) {
    columns.set(name, (row) => cells.all('attribute', row).find((cell) => cell.column === column));
  }
  const options: ReadOption[] = [];
  for (const [name, cellOf] of columns) {
    const byVariant = variantRows.map((row) => tidyText(cellOf(row)?.given ?? ''));
    const values = [...new Set(byVariant)];
    if (values.every((value) => value === '' || /^default(?: title)?$/iu.test(value))) continue;
    const missing = byVariant.indexOf('');
    if (missing !== -1) cells.noteMissing(name, optionMissing(name), 'refused', variantRows[missing]);
    options.push({ name, values, byVariant });
  }
  if (options.length > MOST_OPTIONS)
    cells.noteMissing('options', tooManyOptions(options.map(({ name }) => name)), 'refused');
  return options;
}

/** Every variant, or `undefined` where one is refused (the notes say which). */
export function readVariants(
  cells: Cells,
  variantRows: readonly number[],
  options: readonly ReadOption[],
): Variant[] | undefined {
  const variants: Variant[] = [];
  for (const [index, row] of variantRows.entries()) {
    const sku = readSku(cells, row);
    if (sku === undefined) continue;
    if (variants.some((other) => other.sku === sku)) {
      cells.noteMissing('sku', doubleSku(sku), 'refused', row);
      continue;
    }
    const chosen = Object.fromEntries(options.map(({ name, byVariant }) => [name, byVariant[index] ?? '']));
    const same = variants.find((other) => options.every(({ name }) => other.options[name] === chosen[name]));
    if (same !== undefined) cells.noteMissing('options', sameOptions(same.sku, sku), 'refused', row);
    variants.push({ sku, options: chosen, ...readPrices(cells, row), ...readStockAndCode(cells, row) });
  }
  if (variants.length === 0 || variants.length < variantRows.length) return undefined;
  return variants;
}

function readSku(cells: Cells, row: number): string | undefined {
  // A product of one row may have its family's name for its only SKU.
  const cell = cells.first('sku', row) ?? (cells.rows.length === 1 ? cells.first('family', row) : undefined);
  if (cell === undefined) {
    const says = { en: 'The row has no SKU.', zh: '该行没有 SKU。' };
    cells.noteMissing(
      'sku',
      { code: 'SkuMissing', expected: { en: 'a SKU', zh: 'SKU 编码' }, says },
      'refused',
      row,
    );
    return undefined;
  }
  if (isSku(cell.given)) return cell.given;
  cells.note(cell, notASku(cell.given), 'refused');
  return undefined;
}

function readPrices(cells: Cells, row: number): Pick<Variant, 'price' | 'compareAtPrice' | 'costPrice'> {
  const currency = cells.first('currency', row)?.given.toUpperCase() ?? cells.mapping.currency;
  const decimal = cells.mapping.decimal;
  const context: PriceContext = {
    ...(currency === undefined ? {} : { currency }),
    ...(decimal === undefined ? {} : { decimal }),
  };
  const price = readMoney(cells, cells.first('price', row), context);
  const costPrice = readMoney(cells, cells.first('costPrice', row), context);
  const beforeCell = cells.first('compareAtPrice', row);
  const before = readMoney(cells, beforeCell, context);
  if (price?.amount === 0) {
    const cell = cells.first('price', row);
    if (cell !== undefined) cells.note(cell, zeroPrice(), 'refused');
  }
  const isReduced =
    before !== undefined &&
    price !== undefined &&
    before.currency === price.currency &&
    before.amount > price.amount;
  // Many exports repeat the price or write 0 where nothing is reduced; a lower one is a mistake that somebody should see.
  if (
    !isReduced &&
    before !== undefined &&
    before.amount > 0 &&
    price !== undefined &&
    beforeCell !== undefined
  ) {
    if (before.amount !== price.amount || before.currency !== price.currency)
      cells.note(beforeCell, notReduced(), 'left-out');
  }
  return {
    ...(price === undefined ? {} : { price }),
    ...(isReduced ? { compareAtPrice: before } : {}),
    ...(costPrice === undefined ? {} : { costPrice }),
  };
}

function readMoney(cells: Cells, cell: Cell | undefined, context: PriceContext): Money | undefined {
  return cell === undefined ? undefined : take(cells, cell, readPrice(cell.given, context), 'refused');
}

function readStockAndCode(cells: Cells, row: number): Pick<Variant, 'stock' | 'barcode' | 'weightGrams'> {
  const stockCell = cells.first('stock', row);
  const codeCell = cells.first('barcode', row);
  const weightCell = cells.first('weight', row);
  const stock = stockCell && take(cells, stockCell, readStock(stockCell.given), 'refused');
  const barcode = codeCell && take(cells, codeCell, readBarcode(codeCell.given), 'refused');
  const weightGrams = weightCell && readWeight(cells, weightCell, cells.first('weightUnit', row)?.given);
  return {
    ...(stock === undefined ? {} : { stock }),
    ...(barcode === undefined ? {} : { barcode }),
    ...(weightGrams === undefined ? {} : { weightGrams }),
  };
}

/** Whole pieces: `12`, `12.0`, `1,200`, `-3`; `in stock` says not how many. */
function readStock(given: string): Reading<number> {
  const text = tidyText(given).replace(/\s*(?:pcs|pieces|件|个)$/iu, '');
  const [, sign = '', digits = ''] = /^([-−]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?$/u.exec(text) ?? [];
  const read = digits === '' ? undefined : readNumber(digits.replaceAll(',', ''));
  if (read?.value !== undefined && Number.isSafeInteger(read.value)) {
    return { value: sign === '' ? read.value : 0 - read.value };
  }
  const says = { en: `“${given}” is not a number of pieces.`, zh: `“${given}”不是件数。` };
  return {
    problem: { code: 'NotAStock', expected: { en: 'a whole number, e.g. 12', zh: '整数，例如 12' }, says },
  };
}

function readWeight(cells: Cells, cell: Cell, unitCell: string | undefined): number | undefined {
  const attribute = attributeById('weight');
  if (attribute?.kind !== 'measure') return undefined;
  const unit = unitCell !== undefined && findUnit('mass', unitCell) !== undefined ? unitCell : cell.unit;
  const decimal = cells.mapping.decimal;
  const read = readMeasure(cell.given, attribute, {
    ...(unit === undefined ? {} : { unit }),
    ...(decimal === undefined ? {} : { decimal }),
  });
  const grams = take(cells, cell, read, 'left-out')?.values[0];
  // Exports write 0 for a weight that nobody entered.
  return grams === undefined || grams <= 0 ? undefined : grams;
}

function take<T>(cells: Cells, cell: Cell, read: Reading<T>, outcome: 'refused' | 'left-out'): T | undefined {
  if (read.problem === undefined) return read.value;
  cells.note(cell, read.problem, outcome);
  return undefined;
}

function optionMissing(name: string): Problem {
  return {
    code: 'OptionMissing',
    expected: { en: `a value for ${name}`, zh: `“${name}”的值` },
    says: {
      en: `Other variants have a value for ${name}, this row has none.`,
      zh: `其他规格填写了“${name}”，本行没有。`,
    },
  };
}

function tooManyOptions(names: readonly string[]): Problem {
  return {
    code: 'TooManyOptions',
    expected: { en: `${MOST_OPTIONS} options at most`, zh: `最多 ${MOST_OPTIONS} 个规格项` },
    says: {
      en: `The variants differ in ${names.join(', ')}; most channels take ${MOST_OPTIONS} options. Split the product.`,
      zh: `规格项有 ${names.join('、')}，多数渠道最多支持 ${MOST_OPTIONS} 个。请拆分商品。`,
    },
  };
}

function doubleSku(sku: string): Problem {
  return {
    code: 'DoubleSku',
    expected: { en: 'a SKU of its own', zh: '唯一的 SKU' },
    says: { en: `The SKU ${sku} stands in two rows of this product.`, zh: `该商品有两行使用了 SKU ${sku}。` },
  };
}

function sameOptions(first: string, second: string): Problem {
  return {
    code: 'SameOptions',
    expected: { en: 'variants that differ', zh: '各规格应有区别' },
    says: {
      en: `${first} and ${second} have the same options; a shopper could not choose between them.`,
      zh: `${first} 与 ${second} 的规格完全相同，顾客无法区分。`,
    },
  };
}

function zeroPrice(): Problem {
  return {
    code: 'ZeroPrice',
    expected: { en: 'a price above zero', zh: '大于零的价格' },
    says: { en: 'A price of zero would give the product away.', zh: '价格为零，商品会被免费售出。' },
  };
}

function notReduced(): Problem {
  return {
    code: 'NotReduced',
    expected: { en: 'a former price above the price, in the same currency', zh: '高于现价且币种相同的原价' },
    says: {
      en: 'The former price is not higher than the price: shown as reduced it would mislead.',
      zh: '原价不高于现价，若显示为降价会误导顾客。',
    },
  };
}
