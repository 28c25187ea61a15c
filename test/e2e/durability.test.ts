import { createHash } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, it } from 'vitest';
import type { Approval } from '../../functions/platform/approvals/approval.ts';
import { KillRound, taskStates } from './kill-round.ts';
import { Workshop } from './running-system.ts';
import type { ShopUnderTest } from './shop-under-test.ts';

const isFull = process.env.STOREHAND_FULL === '1';
/** Stands in the test's name, so that a failure can be repeated with STOREHAND_SEED. */
const seed = Number(process.env.STOREHAND_SEED ?? (isFull ? Date.now() % 1_000_000 : 1));
/** A round kills 25 times and more: 2 in the intake, 21 on the machine's way, 2 around decisions; 11 are over 270 kills. */
const rounds = isFull ? 11 : 1;
const roundMilliseconds = 420_000;

const filesOfAnAsset = [
  'cutout.png',
  'derived.json',
  'derived/plain-f3f0ea-800x800.jpg',
  'derived/scene-studio-sweep-800x800.jpg',
  'evidence.json',
  'inspection.json',
  'pictures.json',
  'retouch.json',
  'tmall-white-800x800.jpg',
  'tryon.json',
  'validation.json',
  'web-thumbnail-400x400.webp',
];

interface Publication {
  readonly sku: string;
  readonly status: string;
  readonly entry: {
    readonly files: readonly { key: string; sha256: string }[];
    readonly derived: readonly { key: string; sha256: string }[];
  };
}

describe('A system that is killed again and again', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.close());

  for (let number = 0; number < rounds; number++) {
    it(
      `finishes each photo exactly once (seed ${seed + number})`,
      async () => {
        const round = await KillRound.open(workshop, `seed-${seed + number}`, seed + number);
        await round.killInIntake(2);
        await round.putOtherPhotos();
        await round.killOnTheWay();
        await expectWaitingOnce(round.shop);

        await round.approveAndDieBefore('STRIPES-1', 'SendTaskSuccess');
        await expectToldBySweep(round, 1);
        await round.killOnTheWay();
        await round.approveAndDieBefore('STRIPES-2', 'PutEvents');
        await expectToldBySweep(round, 2);
        await round.killOnTheWay();

        await expectFinishedOnce(round.shop);
        expect(round.unkilled, 'where no kill has fallen').toEqual([]);
        console.log(`seed ${seed + number}: ${round.kills.length} kills: ${round.kills.join(', ')}`);
        await round.close();
      },
      roundMilliseconds,
    );
  }
});

async function expectWaitingOnce(shop: ShopUnderTest): Promise<void> {
  const { body } = await shop.call<{ approvals: Approval[] }>('approver', 'GET', 'approvals');
  expect(body.approvals.map((one) => one.subject.id).sort()).toEqual(['STRIPES-1', 'STRIPES-2']);
  expect(body.approvals.map((one) => one.items.length)).toEqual([1, 1]);
}

/** The decision was saved and nobody told the machine: the sweep does, and a second sweep does not again. */
async function expectToldBySweep(round: KillRound, toldInAll: number): Promise<void> {
  const { shop } = round;
  const { body } = await shop.call<{ approvals: Approval[] }>('approver', 'GET', 'approvals?status=approved');
  expect(body.approvals).toHaveLength(toldInAll);
  // On a machine so slow that a round takes five minutes, the schedule's own sweep may have come first.
  const toldAlready = round.journal.count('TaskSucceeded', 'Review');
  expect(toldAlready, 'told before the sweep').toBeOneOf([toldInAll - 1, toldInAll]);
  await shop.invoke('SweepApprovals');
  await shop.invoke('SweepApprovals');
  expect(round.journal.count('TaskSucceeded', 'Review'), 'told by the sweep').toBe(toldInAll);
}

async function expectFinishedOnce(shop: ShopUnderTest): Promise<void> {
  await expectRuns(shop);
  await expectPublications(shop);
  const records = await shop.records('State');
  const withPrefix = (entity: string, sk: string) =>
    records.filter((item) => item.pk.startsWith(`${shop.store}#${entity}#`) && item.sk === sk);

  const approvals = withPrefix('APPROVAL', 'APPROVAL').map((item) => item.d as unknown as Approval);
  expect(approvals.map((one) => [one.subject.id, one.status, one.items.map((item) => item.told)])).toEqual(
    expect.arrayContaining([
      ['STRIPES-1', 'approved', [true]],
      ['STRIPES-2', 'approved', [true]],
    ]),
  );
  expect(approvals).toHaveLength(2);
  expect(
    records.filter((item) => item.pk.endsWith('#APPROVALWORK')),
    'approvals with work left',
  ).toEqual([]);

  const notices = withPrefix('NOTICE', 'NOTICE').map(({ d }) => `${d.eventId} to ${d.address}`);
  expect(new Set(notices).size, 'notices are not doubled').toBe(notices.length);
  expect(new Set(withPrefix('NOTICE', 'NOTICE').map(({ d }) => d.eventId))).toEqual(
    new Set(approvals.map((one) => `approval-requested/${one.id}`)),
  );
  expect(withPrefix('NOTICE', 'NOTICE').map(({ d }) => d.status)).toEqual(notices.map(() => 'sent'));

  const audit = (await shop.records('Audit')).map(({ d }) => `${d.stream} ${d.entryId}`);
  expect(new Set(audit).size, 'audit entries are not doubled').toBe(audit.length);
  const verdict = await shop.call('admin', 'GET', 'audit/verification');
  expect(verdict.body).toMatchObject({ ok: true, entries: audit.length });
  expect(await shop.messagesLeft(), 'messages left in queues').toEqual({});
}

async function expectRuns(shop: ShopUnderTest): Promise<void> {
  const runs = await shop.runs();
  expect(runs.map((run) => `${run.subject.id} ${run.status}`).sort()).toEqual([
    'EASY duplicate',
    'EASY published',
    'STRIPES-1 published',
    'STRIPES-2 published',
    'TEXT quarantined',
  ]);
  for (const run of runs.filter(({ status }) => status === 'published')) {
    const stages = run.stages.map((stage) => `${stage.state} ${stage.outcome}`.replace('warned', 'done'));
    const isReviewed = run.subject.id.startsWith('STRIPES');
    const states = taskStates.filter((state) => state !== 'Record' && (state !== 'Review' || isReviewed));
    expect(stages).toEqual(states.map((state) => `${state} done`));
  }
  const quarantine = await shop.quarantine();
  expect(quarantine.map(({ code, subject }) => [code, subject.id])).toEqual([['NotAnImage', 'TEXT']]);

  const { stateMachines = [] } = await shop.sfn.send(new ListStateMachinesCommand({}));
  const stateMachineArn = stateMachines.find(({ name }) => name?.includes('image-assets'))?.stateMachineArn;
  const { executions = [] } = await shop.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(executions.map((one) => one.status)).toEqual(runs.map(() => 'SUCCEEDED'));
}

/** Each publication's files are in the media bucket, byte for byte, and nothing else is. */
async function expectPublications(shop: ShopUnderTest): Promise<void> {
  const records = await shop.records('State');
  const publications = records
    .filter((item) => item.sk === 'PUBLICATION')
    .map((item) => item.d as unknown as Publication);
  expect(publications.map(({ sku, status }) => `${sku} ${status}`).sort()).toEqual([
    'EASY published',
    'STRIPES-1 published',
    'STRIPES-2 published',
  ]);
  const onProducts = records.filter((item) => item.sk.startsWith('MEDIA#'));
  expect(onProducts.map(({ pk, v }) => [pk, v]).sort(), 'one write a product').toEqual(
    ['EASY', 'STRIPES-1', 'STRIPES-2'].map((sku) => [`${shop.store}#SKU#${sku}`, 1]),
  );
  expect(publications.map(({ entry }) => entry.derived.length)).toEqual([2, 2, 2]);
  const published = publications.flatMap(({ entry }) => [...entry.files, ...entry.derived]);
  for (const { key, sha256 } of published) {
    const object = await shop.s3.send(new GetObjectCommand({ Bucket: shop.media, Key: key }));
    const bytes = await object.Body?.transformToByteArray();
    expect(
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
      key,
    ).toBe(sha256);
  }
  const keys = await shop.keys(shop.media);
  const folders = [...new Set(keys.map((key) => key.split('/').slice(0, 2).join('/')))];
  expect(folders).toHaveLength(3);
  expect(keys).toEqual(folders.flatMap((folder) => filesOfAnAsset.map((name) => `${folder}/${name}`)).sort());
}
