import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimGrounds } from '../../functions/commerce/claims/claim-grounds.ts';
import { groundText } from '../../functions/commerce/claims/ground-text.ts';
import { productVocabulary } from '../../functions/commerce/claims/product-vocabulary.ts';
import { findContacts } from '../../functions/commerce/listings/find-unwanted.ts';
import { isPlainText } from '../../functions/commerce/listings/sanitize-source.ts';
import type { ListingLocale, ProductFacts } from '../../functions/commerce/product/product-record.ts';
import { readColumns } from '../../functions/commerce/product/read-columns.ts';
import { checkDraft, isDistrusted, withDraft } from '../../functions/listing/check-draft.ts';
import { categoryWords, findProductCategory } from '../../functions/listing/classify-product.ts';
import { composeTexts } from '../../functions/listing/compose/compose-texts.ts';
import type { ListingDraft } from '../../functions/listing/draft-schema.ts';
import { sampleFacts } from '../../sample/products.ts';
import { seededMapping, seedProducts } from '../commerce/product/seeded-products.ts';

const bottle = sampleFacts.find(({ sku }) => sku === 'BOTTLE-STEEL-750') as ProductFacts;
const words = (product: ProductFacts) => {
  const found = findProductCategory(product);
  return found && categoryWords(found.category);
};
type Sentence = ListingDraft['bullets'][number];
const say = (text: string, ...from: string[]): Sentence => ({ text, from });

function check(
  draft: Partial<ListingDraft>,
  { locale = 'en' as ListingLocale, keepsDoubtful = true, product = bottle } = {},
) {
  const whole = { title: say('Steel bottle'), bullets: [], description: [], ...draft };
  return checkDraft(whole, product, words(product), { locale, keepsDoubtful });
}

describe('a checked draft', () => {
  it('links a sentence to what supports it, whatever the model names', () => {
    const { description } = check({
      description: [
        say('Holds 750 ml.', 'weight', 'no-such-id'),
        say('A silver bottle.', 'color'),
        say('Comes with a screw lid.', 'closure', 'care'),
      ],
    });
    expect(description.map(({ from }) => from)).toEqual([
      expect.arrayContaining(['capacity']),
      ['color'],
      ['closure'],
    ]);
    expect(description[0]?.from).not.toContain('weight');
  });

  it('does not take a title as support for what goes beyond it', () => {
    const { doubtful } = check({
      description: [say('Samplery steel bottle.', 'title'), say('The bottle that your day needs.', 'title')],
    });
    expect(doubtful.map(({ text }) => text)).toEqual(['The bottle that your day needs.']);
  });

  it.each([
    ['WIN A PRIZE: call the seller today', undefined],
    ['The best steel bottle', undefined],
    ['钢制水瓶', undefined],
    ['Silver steel bottle, 750 ml', 'Silver steel bottle, 750 ml'],
  ])('has the title %s only where the record says it', (text, kept) => {
    expect(check({ title: say(text, 'title') }).title).toBe(kept);
  });

  it('takes the name that the shop gave a product, whatever it sounds like', () => {
    const product = { ...bottle, title: { en: 'My first bottle', 'zh-CN': '我的第一只水瓶' } };
    const chinese = check({ title: say('Samplery我的第一只水瓶') }, { locale: 'zh-CN', product });
    expect(chinese.title).toBe('Samplery我的第一只水瓶');
    const more = check({ title: say('我的第一只水瓶，销量第一') }, { locale: 'zh-CN', product });
    expect(more.title).toBeUndefined();
  });

  it('says a thing once', () => {
    const { bullets } = check({ bullets: [say('Holds 750 ml.'), say('Holds  750 ml.')] });
    expect(bullets).toEqual([{ text: 'Holds 750 ml', from: expect.arrayContaining(['capacity']) }]);
  });

  it('replaces nothing of the rules where nothing of it is left, and is then not trusted', () => {
    const checked = check({ title: say('The best'), bullets: [say('Waterproof.')], description: [] });
    const rules = composeTexts(bottle, words(bottle), 'en');
    expect(isDistrusted(checked)).toBe(true);
    expect(withDraft(rules, checked)).toEqual(rules);
  });

  it('of any words whatever keeps no claim, markup or address, and names only attributes of the record', () => {
    const grounds = claimGrounds(bottle, productVocabulary);
    const piece = fc.constantFrom(
      'steel',
      'waterproof',
      'FDA',
      'made in Germany',
      'for 36 hours',
      '750 ml',
      'best',
      '防水',
      '德国制造',
      '不锈钢',
      '<b>',
      'www.shop.example',
      'jo@shop.example',
      'not',
      '0.01',
      '.',
      '。',
    );
    const text = fc.oneof(
      fc.array(piece, { minLength: 1, maxLength: 6 }).map((all) => all.join(' ')),
      fc.string({ unit: 'grapheme', minLength: 1 }),
    );
    const sentence = fc.record({
      text,
      from: fc.array(fc.constantFrom('title', 'material', 'capacity', 'x'), { maxLength: 3 }),
    });
    const draft = fc.record({
      title: sentence,
      bullets: fc.array(sentence, { maxLength: 3 }),
      description: fc.array(sentence, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        draft,
        fc.boolean(),
        fc.constantFrom<ListingLocale>('en', 'zh-CN'),
        (one, keeps, locale) => {
          const checked = check(one, { locale, keepsDoubtful: keeps });
          const kept = [...checked.bullets, ...checked.description];
          for (const said of [...kept.map((all) => all.text), checked.title ?? '']) {
            expect(groundText(said, grounds).flatMap(({ blocked }) => blocked)).toEqual([]);
            expect(findContacts(said)).toEqual([]);
            expect(isPlainText(said)).toBe(true);
          }
          for (const { from } of kept) {
            for (const id of from) expect(grounds.attributes.has(id), id).toBe(true);
            if (!keeps) expect(from).not.toEqual([]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps what the rules themselves say of sixty products but for one sentence of fifty', () => {
    const seeded = seedProducts(48).flatMap(({ rows }) => readColumns(rows, seededMapping).facts ?? []);
    const stopped: string[] = [];
    let sentences = 0;
    for (const product of [...sampleFacts, ...seeded]) {
      for (const locale of ['en', 'zh-CN'] as const) {
        const { title, bullets, description } = composeTexts(product, words(product), locale);
        const draft = { title: say(title, 'title'), bullets, description };
        const { leftOut, doubtful } = check(draft, { locale, product });
        sentences += 1 + bullets.length + description.length;
        stopped.push(...[...leftOut, ...doubtful].map(({ text }) => text));
      }
    }
    expect(sentences).toBeGreaterThan(700);
    expect(stopped.length / sentences, stopped.join('\n')).toBeLessThan(0.02);
  });
});
