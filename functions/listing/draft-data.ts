import type { ListingLocale, ProductFacts } from '../commerce/product/product-record.ts';
import { attributeById } from '../commerce/product/vocabulary/find-term.ts';
import type { DataPiece } from '../platform/ai/delimit-data.ts';

/**
 * What the prompt `draft-listing` is told of a product: the task, the attributes that the vocabulary knows, and the supplier's own
 * words. Prices, costs and stock stay here.
 */
export function draftData(
  facts: Pick<ProductFacts, 'title' | 'brand' | 'attributes' | 'options' | 'sourceText'>,
  locale: ListingLocale,
): readonly DataPiece[] {
  const line = (id: string, name: string, value: string) =>
    `${id} | ${name} | ${value.replace(/\s+/g, ' ').trim()}`;
  const attributes = Object.entries(facts.attributes).flatMap(([id, { given }]) => {
    const known = attributeById(id);
    return known === undefined ? [] : [line(id, known.name[locale], given)];
  });
  const title = facts.title[locale] ?? Object.values(facts.title)[0] ?? '';
  return [
    { name: 'task', text: `language: ${locale}\ntitle: 150 characters at most` },
    {
      name: 'attributes',
      text: [
        line('title', 'title', title),
        ...(facts.brand === undefined ? [] : [line('brand', 'brand', facts.brand)]),
        ...attributes,
        ...facts.options.map(({ name, values }) => line(`option:${name}`, name, values.join(', '))),
      ].join('\n'),
    },
    { name: 'source-text', text: Object.values(facts.sourceText).join('\n\n'), most: 4000 },
  ];
}
