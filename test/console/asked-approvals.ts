import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { DynamoRecords } from '../../functions/platform/adapters/aws/dynamo-records.ts';
import type { Approval } from '../../functions/platform/approvals/approval.ts';
import {
  type ApprovalRequest,
  requestApproval,
} from '../../functions/platform/approvals/request-approval.ts';
import { localCredentials, localIdentity } from '../../local/system.ts';
import type { ShopUnderTest } from '../e2e/shop-under-test.ts';
import { easyPhoto } from '../e2e/test-photos.ts';
import { createMemoryPlatform } from '../platform/memory/memory-platform.ts';

const tables = { state: 'State', audit: 'Audit' } as const;

/**
 * Asks questions as a workflow's function does, in the running system's own tables, without a run that waits for the answer:
 * hundreds take seconds.
 */
export class AskedApprovals {
  readonly #shop: ShopUnderTest;
  readonly #records: DynamoRecords;

  constructor(shop: ShopUnderTest) {
    this.#shop = shop;
    const { tablesUrl: endpoint } = shop.system;
    const client = new DynamoDBClient({
      endpoint,
      region: localIdentity.region,
      credentials: localCredentials,
    });
    this.#records = new DynamoRecords(client, (name) =>
      shop.system.resource('AWS::DynamoDB::GlobalTable', tables[name]),
    );
  }

  /** Asks about a product's pictures, whose files are `putPictures`'. @param agoMs how long ago it was asked */
  async ask(sku: string, over: Partial<ApprovalRequest> = {}, agoMs = 0): Promise<Approval> {
    const now = new Date(Date.now() - agoMs).toISOString();
    const platform = { ...createMemoryPlatform(), records: this.#records, clock: { now: () => now } };
    const { store } = this.#shop;
    const run = over.run ?? `run-of-${sku}`;
    return await requestApproval(platform, {
      store,
      workflow: 'image-assets',
      subject: { kind: 'product', id: sku, label: sku },
      group: `image-assets/${sku}`,
      run,
      attempt: 1,
      token: `token-of-${run}`,
      asks: {
        en: `Publish the pictures made from ${run}.jpg for ${sku}?`,
        zh: `是否发布由 ${run}.jpg 生成的 ${sku} 图片？`,
      },
      reasons: [
        {
          en: 'The cut-out is not certain enough (confidence 62 %); 2 white-background files are withheld.',
          zh: '抠图结果不够可靠（置信度 62%），2 个白底图文件暂不发布。',
        },
      ],
      choices: ['amazon-main', 'shopify'],
      payload: payloadOf(store),
      thumbnail: `${store}/SKU/asset/amazon-main.jpg`,
      ...over,
    });
  }

  /** The files that every question's payload names. @param photo instead of a drawn one */
  async putPictures(photo?: Buffer, cutout?: Buffer): Promise<void> {
    const original = photo ?? (await easyPhoto());
    const cut = cutout ?? (await sharp(original).ensureAlpha().png().toBuffer());
    const white = await sharp(cut)
      .flatten({ background: '#fff' })
      .resize(400, 400, { fit: 'contain', background: '#fff' })
      .jpeg()
      .toBuffer();
    const { store, inbox, media } = this.#shop;
    const files = [
      [inbox, `${store}/original.jpg`, original, 'image/jpeg'],
      [media, `${store}/SKU/asset/cutout.png`, cut, 'image/png'],
      [media, `${store}/SKU/asset/amazon-main.jpg`, white, 'image/jpeg'],
      [media, `${store}/SKU/asset/shopify.jpg`, white, 'image/jpeg'],
      [media, `${store}/SKU/asset/validation.json`, Buffer.from('{}'), 'application/json'],
    ] as const;
    for (const [Bucket, Key, Body, ContentType] of files) {
      await this.#shop.s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
    }
  }
}

function payloadOf(store: string) {
  const file = (name: string) => ({ bucket: 'media', key: `${store}/SKU/asset/${name}` });
  const halo = {
    rule: 'no-halo',
    answer: 'fail',
    measured: 0.52,
    demanded: { max: 0.38 },
    unit: 'ratio',
    publisher: 'house',
    confirmed: true,
    says: {
      en: 'No halo of the backdrop around the product (at most 0.38). Measured: 0.52',
      zh: '商品边缘不得残留背景（不超过 0.38）。实测：0.52',
    },
  };
  const small = {
    ...halo,
    rule: 'fill',
    answer: 'warn',
    publisher: 'platform',
    says: { en: 'The product fills 85 % of the frame. Measured: 78 %', zh: '商品应占画面 85%。实测：78%' },
  };
  const picture = (channel: string, en: string, zh: string, answer: string, findings: number[]) => ({
    channel,
    title: { en, zh },
    file: file(`${channel}.jpg`),
    sha256: 'f'.repeat(64),
    width: 400,
    height: 400,
    answer,
    withheld: answer === 'fail',
    findings,
  });
  return {
    version: 2,
    asset: { sku: 'SKU', asset: '0'.repeat(16), position: 1 },
    original: { bucket: 'inbox', key: `${store}/original.jpg` },
    cutout: {
      made: true,
      accepted: false,
      confidence: 0.62,
      engine: 'rules/grabcut@1',
      file: file('cutout.png'),
    },
    evidence: { file: file('validation.json'), sha256: 'f'.repeat(64) },
    findings: [halo, small],
    findingsLeftOut: 0,
    pictures: [
      picture('amazon-main', 'Amazon, main picture', '亚马逊主图', 'fail', [0, 1]),
      picture('shopify', 'Shopify', 'Shopify 商品图', 'warn', [1]),
    ],
    derived: [],
  };
}
