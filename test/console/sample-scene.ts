import { settingCatalogue } from '../../functions/platform/settings/setting-catalogue.ts';
import { renderSamplePhotos } from '../../sample/photos.ts';
import { sampleProducts, sampleShop } from '../../sample/shop.ts';
import type { ShopUnderTest } from '../e2e/shop-under-test.ts';
import type { ConsoleUnderTest } from './console-fixture.ts';
import type { Shown } from './places.ts';

/** Large enough that nothing is withheld for its size where a channel demands little, small enough to be quick. */
const sidePx = 1100;
/** A person looks at everything in this shop; these are left for later, and this one is refused. */
const left = ['CHAIR-OAK-01', 'VASE-PORCELAIN', 'SHOE-CANVAS-NAVY'];
const refused = 'PLANT-POT-TERRA';
const shown = 'BOTTLE-STEEL-750';
const held = 'LAMP-DESK-BRASS';
const comments: Readonly<Record<string, string>> = {
  'PLANT-POT-TERRA': 'The leaves are cut off at the left',
  'BOTTLE-STEEL-750': 'Amazon gets the one without the strap next week',
};

export const sceneSettings = {
  shop: {
    ...settingCatalogue.shop.default,
    name: sampleShop.name.en,
    zone: sampleShop.zone,
    currency: 'CNY',
    sample: true,
  },
  'approval-policy': {
    ...settingCatalogue['approval-policy'].default,
    workflows: {
      'image-assets': { when: 'always', role: 'approver', expiryWorkingHours: 16, fourEyes: true },
    },
  },
  channels: { selected: ['amazon-main', 'shopify', 'google-merchant', 'tmall-main', 'web-thumbnail'] },
} satisfies Record<string, unknown>;

/**
 * A day in the sample shop, by the workflow itself: published products, one that waits, one that a person let through without
 * one channel, a file in quarantine, a photo without SKU, a run that was held.
 */
export async function playSampleDay({ shop }: ConsoleUnderTest): Promise<Shown> {
  for (const { sku, category } of sampleProducts)
    await shop.put(`images/${sku}/product.json`, JSON.stringify({ category }));
  let lamp: Buffer = Buffer.alloc(0);
  for await (const { sku, fileName, bytes } of renderSamplePhotos(sidePx)) {
    if (sku === held) lamp = bytes;
    else await shop.put(`images/${sku}/${fileName}`, bytes);
    if (sku === 'MUG-ENAMEL-SAGE') await shop.put('unassigned/IMG_4021.jpg', bytes);
  }
  await shop.put('images/TEE-COTTON-CORAL/TEE-COTTON-CORAL_2.jpg', 'torn in two by the wire');
  await shop.system.untilIdle(600_000);
  // Last, as a switch that was turned is seen by the next starts a little later.
  await switchTo(shop, false, 'New lamps come tomorrow');
  await shop.put(`images/${held}/${held}.jpg`, lamp);
  await shop.system.untilIdle();
  await switchTo(shop, true, 'The lamps are here');
  const open = await openApprovals(shop);
  for (const { id, subject } of open) if (!left.includes(subject.id)) await decide(shop, id, subject.id);
  await shop.system.untilIdle(600_000);
  const approval = open.find(({ subject }) => subject.id === left[0])?.id;
  if (approval === undefined) {
    const runs = (await shop.runs()).map((one) => `${one.subject.label}: ${one.status}`);
    throw new Error(`nothing is asked about ${left[0]}; ${runs.join(', ')}`);
  }
  return { run: (await shop.runOf(shown)).id, approval, sku: shown, setting: 'channels' };
}

async function switchTo(shop: ShopUnderTest, enabled: boolean, reason: string): Promise<void> {
  const setting = 'settings/kill-switches';
  const { body } = await shop.call<{ value: object; version: number }>('admin', 'GET', setting);
  const value = { ...body.value, 'image-assets': !enabled };
  const answer = await shop.call('admin', 'PUT', setting, { value, expectedVersion: body.version, reason });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

interface Asked {
  readonly id: string;
  readonly subject: { readonly id: string };
}

async function openApprovals(shop: ShopUnderTest): Promise<readonly Asked[]> {
  const path = 'approvals?status=open&limit=100';
  return (await shop.call<{ approvals: readonly Asked[] }>('approver', 'GET', path)).body.approvals;
}

async function decide(shop: ShopUnderTest, id: string, sku: string): Promise<void> {
  type Answer = { payloadHash: string; items: readonly { run: string }[] };
  const { body } = await shop.call<Answer>('approver', 'GET', `approvals/${id}`);
  const withoutAmazon = Object.fromEntries(body.items.map(({ run }) => [run, ['amazon-main']]));
  const answer = await shop.call('approver', 'POST', `approvals/${id}/decision`, {
    payloadHash: body.payloadHash,
    decision: sku === refused ? 'reject' : 'approve',
    ...(sku === shown ? { rejectedChoices: withoutAmazon } : {}),
    ...(comments[sku] === undefined ? {} : { comment: comments[sku] }),
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}
