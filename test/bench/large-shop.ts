import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { DynamoRecords } from '../../functions/platform/adapters/aws/dynamo-records.ts';
import { localCredentials, localIdentity } from '../../local/system.ts';
import { AskedApprovals } from '../console/asked-approvals.ts';
import type { Shown } from '../console/places.ts';
import type { ShopUnderTest } from '../e2e/shop-under-test.ts';
import { largeShop, seedRecords, skuOf } from '../platform/seed-records.ts';

/** So many products get a file: as many as a walk through the list can show. */
const pictured = 300;

/** Fills a shop in a running system with years of work. */
export async function seedLargeShop(shop: ShopUnderTest): Promise<{ shown: Shown; seconds: number }> {
  const startedAt = performance.now();
  const client = new DynamoDBClient({
    endpoint: shop.system.tablesUrl,
    region: localIdentity.region,
    credentials: localCredentials,
  });
  const table = shop.system.resource('AWS::DynamoDB::GlobalTable', 'State');
  const now = new Date().toISOString();
  const records = new DynamoRecords(client, () => table);
  await seedRecords(records, shop.store, now, { ...largeShop, approvals: 0 });
  const asked = new AskedApprovals(shop);
  await asked.putPictures();
  const first = await asked.ask(skuOf(0));
  await inTurns(largeShop.approvals - 1, (index) => asked.ask(skuOf(index + 1), {}, index * 60_000));
  await inTurns(pictured, (index) => putPicture(shop, index));
  const shown = { run: 'seed-1', approval: first.id, sku: skuOf(0), setting: 'channels' };
  return { shown, seconds: (performance.now() - startedAt) / 1000 };
}

/** Each its own, so that the browser has to load and keep them all. */
async function putPicture(shop: ShopUnderTest, index: number): Promise<void> {
  const background = { r: index % 256, g: (index * 7) % 256, b: 90 };
  const Body = await sharp({ create: { width: 600, height: 600, channels: 3, background } })
    .webp()
    .toBuffer();
  const Key = `${shop.store}/${skuOf(index)}/a/t.webp`;
  await shop.s3.send(new PutObjectCommand({ Bucket: shop.media, Key, Body, ContentType: 'image/webp' }));
}

/** Some at a time. */
async function inTurns(count: number, act: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const actAll = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: 8 }, actAll));
}
