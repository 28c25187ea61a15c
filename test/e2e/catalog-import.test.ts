import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProductRecord } from '../../functions/commerce/product/product-record.ts';
import type { Run } from '../../functions/platform/runs/run.ts';
import { type RunningSystem, Workshop } from './running-system.ts';
import { ShopUnderTest } from './shop-under-test.ts';

const isFull = process.env.STOREHAND_FULL === '1';
/** Three chunks in any case; as many as a mid-sized shop has where the full sizes are asked for. */
const products = isFull ? 5000 : 220;
const patience = isFull ? 1_200_000 : 240_000;
/** Of every hundred, in both sizes. */
const wrongOnes = (n: number) => n % 110 === 7;

/** As a supplier writes it: in GBK's country's words, with a family of two sizes now and then. */
function table(): string {
  const lines = ['商品编码,商品名称,价格,库存,材质'];
  for (let n = 1; n <= products; n++) {
    lines.push(`CUP-${n},陶瓷杯 ${n} 号,${wrongOnes(n) ? '面议' : `${n}.90`},${n % 40},陶瓷`);
  }
  return lines.join('\n');
}

const wrong = Array.from({ length: products }, (_, index) => index + 1).filter(wrongOnes).length;
const workshop = new Workshop();
let system: RunningSystem;
let shop: ShopUnderTest;

beforeAll(async () => {
  system = await workshop.start('catalog');
  shop = new ShopUnderTest(system);
  await shop.open({
    shop: { name: 'Shop', zone: 'UTC', currency: 'CNY', languages: ['en', 'zh'], sample: false },
    // What follows from a product is not what is looked at here.
    'kill-switches': { listing: true },
  });
});
afterAll(() => workshop.close());

const importRun = async (): Promise<Run | undefined> =>
  (await shop.runs()).find(({ workflow, subject }) => workflow === 'catalog-import' && subject.id === 'acme');

const doneOf = (run: Run | undefined) => {
  const { created = 0, refused = 0 } =
    run?.stages.find(({ state }) => state === 'ImportChunk')?.figures ?? {};
  return created + refused;
};

async function untilDone(least: number): Promise<Run> {
  const deadline = Date.now() + patience;
  for (;;) {
    const run = await importRun();
    if (run !== undefined && doneOf(run) >= least) return run;
    if (Date.now() > deadline) throw new Error(`the import stands at ${doneOf(run)} of ${least}`);
    await delay(50);
  }
}

it(
  `imports a file of ${products} products, killed in the middle and started again, each once`,
  async () => {
    await shop.put('catalog/acme/cups.csv', table());
    const shown = await untilDone(1);
    expect(shown.status).toBe('running');
    expect(doneOf(shown)).toBeLessThan(products);
    expect(await system.kill()).toEqual([]);

    system = await workshop.start('catalog');
    shop = new ShopUnderTest(system);
    await system.untilIdle(patience);
    const run = await importRun();
    expect(run).toMatchObject({
      status: 'completed',
      result: {
        products,
        rows: products,
        created: products - wrong,
        changed: 0,
        unchanged: 0,
        late: 0,
        refused: wrong,
      },
    });
    const records = await shop.records('State');
    const made = records.filter(({ sk }) => sk === 'PRODUCT').map(({ d }) => d as unknown as ProductRecord);
    expect(made).toHaveLength(products - wrong);
    expect(new Set(made.map(({ version }) => version))).toEqual(new Set([1]));
    const written = (await shop.records('Audit')).filter(({ d }) => d.action === 'product.created');
    expect(written).toHaveLength(products - wrong);
    expect((await shop.quarantine()).map(({ code }) => code)).toEqual(
      Array.from({ length: wrong }, () => 'NotAPrice'),
    );
    expect(await shop.messagesLeft()).toEqual({});
  },
  patience,
);

it(
  'finds nothing to do when the same file comes again',
  async () => {
    await shop.put('catalog/acme/cups-again.csv', table());
    await system.untilIdle(patience);
    const again = (await shop.runs()).find(({ subject }) => subject.label === 'cups-again.csv');
    expect(again?.result).toMatchObject({
      created: 0,
      changed: 0,
      unchanged: products - wrong,
      refused: wrong,
    });
  },
  patience,
);
