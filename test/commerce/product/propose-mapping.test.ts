import { describe, expect, it } from 'vitest';
import { columnMappingSchema } from '../../../functions/commerce/product/column-mapping.ts';
import { proposeMapping } from '../../../functions/commerce/product/propose-mapping.ts';

function targetsOf(columns: Record<string, readonly string[]>) {
  const { mapping } = proposeMapping(Object.entries(columns).map(([name, samples]) => ({ name, samples })));
  columnMappingSchema.parse(mapping);
  return Object.fromEntries(Object.entries(mapping.columns).map(([name, { target }]) => [name, target]));
}

function named(...names: string[]) {
  return targetsOf(Object.fromEntries(names.map((name) => [name, []])));
}

describe('proposeMapping', () => {
  it('knows the columns of a Shopify export', () => {
    expect(
      named(
        'Handle',
        'Title',
        'Body (HTML)',
        'Vendor',
        'Product Category',
        'Published',
        'Option1 Name',
        'Option1 Value',
        'Variant SKU',
        'Variant Grams',
        'Variant Inventory Qty',
        'Variant Price',
        'Variant Compare At Price',
        'Variant Barcode',
        'Image Src',
        'Image Position',
        'Cost per item',
        'Variant Weight Unit',
        'Status',
        'Gift Card',
      ),
    ).toEqual({
      Handle: 'family',
      Title: 'title:en',
      'Body (HTML)': 'text:en',
      Vendor: 'brand',
      'Product Category': 'category',
      Published: 'status',
      'Option1 Name': 'optionName:1',
      'Option1 Value': 'optionValue:1',
      'Variant SKU': 'sku',
      'Variant Grams': 'weight',
      'Variant Inventory Qty': 'stock',
      'Variant Price': 'price',
      'Variant Compare At Price': 'compareAtPrice',
      'Variant Barcode': 'barcode',
      'Image Src': 'picture:1',
      'Image Position': 'picturePosition',
      'Cost per item': 'costPrice',
      'Variant Weight Unit': 'weightUnit',
      Status: 'status',
      'Gift Card': 'ignore',
    });
  });

  it('knows the columns of a Google feed', () => {
    expect(
      named(
        'id',
        'title',
        'description',
        'item_group_id',
        'image_link',
        'additional_image_link',
        'gtin',
        'price',
        'color',
        'age_group',
        'google_product_category',
        'shipping_weight',
      ),
    ).toEqual({
      id: 'sku',
      title: 'title:en',
      description: 'text:en',
      item_group_id: 'family',
      image_link: 'picture:1',
      additional_image_link: 'picture:2',
      gtin: 'barcode',
      price: 'price',
      color: 'attribute:color',
      age_group: 'attribute:ageGroup',
      google_product_category: 'category',
      shipping_weight: 'weight',
    });
  });

  it('knows the columns of an Amazon flat file', () => {
    expect(
      named(
        'item_sku',
        'item_name',
        'brand_name',
        'external_product_id',
        'standard_price',
        'quantity',
        'main_image_url',
        'other_image_url2',
        'bullet_point1',
        'bullet_point2',
        'parent_sku',
        'material_type',
        'size_name',
      ),
    ).toEqual({
      item_sku: 'sku',
      item_name: 'title:en',
      brand_name: 'brand',
      external_product_id: 'barcode',
      standard_price: 'price',
      quantity: 'stock',
      main_image_url: 'picture:1',
      other_image_url2: 'picture:2',
      bullet_point1: 'text:en',
      bullet_point2: 'text:en',
      parent_sku: 'family',
      material_type: 'attribute:material',
      size_name: 'attribute:size',
    });
  });

  it('knows Chinese columns, their language and their units', () => {
    const { mapping } = proposeMapping(
      [
        '商家编码',
        '宝贝标题',
        '英文标题',
        '售价(元)',
        '库存',
        '条形码',
        '面料成分',
        '颜色',
        '净重(kg)',
        '产品尺寸/cm',
        '主图',
      ].map((name) => ({ name, samples: [] })),
    );
    expect(mapping).toEqual({
      locale: 'zh-CN',
      decimal: '.',
      currency: 'CNY',
      columns: {
        商家编码: { target: 'sku' },
        宝贝标题: { target: 'title:zh-CN' },
        英文标题: { target: 'title:en' },
        '售价(元)': { target: 'price' },
        库存: { target: 'stock' },
        条形码: { target: 'barcode' },
        面料成分: { target: 'attribute:material' },
        颜色: { target: 'attribute:color' },
        '净重(kg)': { target: 'attribute:weight', unit: 'kg' },
        '产品尺寸/cm': { target: 'attribute:dimensions', unit: 'cm' },
        主图: { target: 'picture:1' },
      },
    });
  });

  it('tells the decimal sign from numbers that can be read one way only', () => {
    const decimal = (...samples: string[]) => proposeMapping([{ name: 'Price', samples }]).mapping.decimal;
    expect(decimal('12,50', '1.299')).toBe(',');
    expect(decimal('12.50', '1,299')).toBe('.');
    expect(decimal('1.299')).toBeUndefined();
    expect(decimal('12.5', '12,5')).toBeUndefined();
  });

  it('is less sure of a column whose values do not fit its name', () => {
    const sure = (samples: readonly string[]) =>
      proposeMapping([{ name: 'Barcode', samples }]).columns[0]?.confidence ?? 0;
    expect(sure(['4006381333931'])).toBeGreaterThan(0.9);
    expect(sure(['see box', 'none'])).toBeLessThan(0.5);
  });

  it('tells an unnamed column by its values', () => {
    expect(
      targetsOf({
        Kode: ['4006381333931', '5901234123457'],
        Bild: ['https://e.com/a.jpg', 'https://e.com/b.png'],
        Farbton: ['red', '藏青', 'Grey'],
      }),
    ).toEqual({
      Kode: 'barcode',
      Bild: 'picture:1',
      Farbton: 'attribute:color',
    });
  });

  it('keeps what it does not know under its own name and says what is missing', () => {
    const proposed = proposeMapping([{ name: 'Warehouse mood', samples: ['calm'] }]);
    expect(proposed.mapping.columns).toEqual({ 'Warehouse mood': { target: 'other:Warehouse mood' } });
    expect(proposed.missing).toEqual(['sku', 'title']);
  });

  it('gives a target to one column only, the surest', () => {
    expect(named('SKU', 'Item code')).toEqual({ SKU: 'sku', 'Item code': 'ignore' });
  });
});
