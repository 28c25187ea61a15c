import { describe, expect, it } from 'vitest';
import { InvalidInputError, TransientError } from '../../../functions/platform/errors.ts';
import { logger } from '../../../functions/platform/handlers/observability.ts';
import { drain } from '../../../functions/platform/handlers/queue-handler.ts';
import { workThroughStores } from '../../../functions/platform/handlers/schedule-handler.ts';
import { type Intake, startFromMessage } from '../../../functions/platform/handlers/starter-handler.ts';
import { validate } from '../../../functions/platform/handlers/validate.ts';
import { listQuarantine } from '../../../functions/platform/quarantine/quarantine.ts';
import { registerStore } from '../../../functions/platform/stores/list-stores.ts';
import { storeIdSchema } from '../../../functions/platform/stores/store-id.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { close, LETTERS_MACHINE, letters, runNow, startRequest } from '../runs/run-fixtures.ts';

logger.setLogLevel('SILENT');

const says = { en: 'No.', zh: '不行。' };

describe('a batch of a queue', () => {
  const records = ['{"n":1}', 'not json', '{"n":3}', '""'].map((body, at) => ({ messageId: `m${at}`, body }));

  it('is worked through in order, each message read as JSON where it is JSON', async () => {
    const seen: unknown[] = [];
    const answer = await drain(records, async (body, id) => void seen.push([id, body]));
    expect(seen).toEqual([
      ['m0', { n: 1 }],
      ['m1', 'not json'],
      ['m2', { n: 3 }],
      ['m3', ''],
    ]);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it('sends back exactly the messages that failed', async () => {
    const answer = await drain(records, async (body) => {
      if (typeof body === 'string') throw new TransientError('ServiceBusy', says);
    });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }] });
  });
});

const deliver = (platform: MemoryPlatform, body: unknown, intake: () => Promise<Intake>, id = 'm-1') =>
  startFromMessage(platform, letters, LETTERS_MACHINE, intake, body, id);

const refuse = async (): Promise<Intake> => {
  throw new InvalidInputError('NotALetter', says);
};

const startTwo = async (): Promise<Intake> => ({
  kind: 'start',
  requests: [startRequest(), startRequest({ runId: 'run-2' })],
});

const names = (platform: MemoryPlatform) =>
  [...platform.inspection.executions.values()].map((execution) => execution.name);

describe('a message of the intake queue', () => {
  it('starts all its runs, once, though it is delivered twice or the starter dies at any call', async () => {
    await crashEverywhere(
      () => createMemoryPlatform(),
      (platform) => deliver(platform, {}, startTwo),
      async (platform, crashed) => {
        await deliver(platform, {}, startTwo);
        await deliver(platform, {}, startTwo);
        expect(names(platform), crashed).toEqual(['1-run-1', '1-run-2']);
      },
    );
  });

  it('that is not for the workflow does nothing', async () => {
    const platform = createMemoryPlatform();
    await deliver(platform, {}, async () => ({ kind: 'ignore' }));
    expect(platform.inspection.records.all()).toEqual([]);
  });

  it('that asks for a replay replays, and is not read by the workflow', async () => {
    const platform = createMemoryPlatform();
    await deliver(platform, {}, startTwo);
    await close(platform, 'failed');
    const replay = { kind: 'replay', store: 'shop', runId: 'run-1', attempt: 2, startedBy: 'li' };
    await deliver(platform, replay, refuse);
    await deliver(platform, replay, refuse);
    expect(names(platform)).toEqual(['1-run-1', '1-run-2', '2-run-1']);
    expect(await runNow(platform)).toMatchObject({ attempt: 2, trigger: { startedBy: ['wang', 'li'] } });
  });

  it('that fails for a passing reason goes back to the queue', async () => {
    const platform = createMemoryPlatform();
    const error = new TransientError('ServiceBusy', says);
    await expect(deliver(platform, {}, async () => Promise.reject(error))).rejects.toBe(error);
    expect(platform.inspection.records.all()).toEqual([]);
  });

  it.each([
    ['at its top', { store: 'shop', sku: '#' }],
    ['inside an event of the bus', { 'detail-type': 'LetterWritten', detail: { store: 'shop', sku: '#' } }],
  ])('that can never be read goes to the quarantine of the store that it names %s, once', async (_, body) => {
    const platform = createMemoryPlatform();
    await registerStore(platform, 'shop');
    await deliver(platform, body, refuse);
    await deliver(platform, body, refuse);
    const [record, ...others] = (await listQuarantine(platform, 'shop')).items;
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      workflow: 'letters',
      kind: 'refused',
      code: 'NotALetter',
      says,
      message: JSON.stringify(body),
      subject: { kind: 'message', id: 'm-1' },
    });
  });

  it('is kept in quarantine up to 8,000 characters of it', async () => {
    const platform = createMemoryPlatform();
    await registerStore(platform, 'shop');
    await deliver(platform, { store: 'shop', text: '信'.repeat(100_000) }, refuse);
    const [record] = (await listQuarantine(platform, 'shop')).items;
    expect(record?.message).toHaveLength(8000);
  });

  it.each([
    ['is no JSON', 'half a mess'],
    ['names no store', { sku: 'A' }],
    ['names a store that cannot be', { store: 'shop#MEMBER#ada' }],
    ['names a store that nobody opened', { store: 'shop' }],
    ['is nothing', null],
  ])(
    'that can never be read and %s goes back, towards the dead-letter queue and its alarm',
    async (_, body) => {
      const platform = createMemoryPlatform();
      await expect(deliver(platform, body, refuse)).rejects.toMatchObject({ code: 'NotALetter' });
      expect(platform.inspection.records.all()).toEqual([]);
    },
  );
});

describe('a store id', () => {
  it.each(['shop', 'shop-2', 'a1'])('may be %s', (id) => {
    expect(validate(storeIdSchema, id, 'it')).toBe(id);
  });

  it.each(['', 'a', 'Shop', '2shop', 'shop#x', 'shop/x', '店铺', 'x'.repeat(32)])('may not be %j', (id) => {
    expect(storeIdSchema.safeParse(id).success).toBe(false);
  });
});

describe('scheduled work', () => {
  it('is done for each store, though it fails for one, and the faults are told at the end', async () => {
    const platform = createMemoryPlatform();
    for (const store of ['a1', 'b2', 'c3']) await registerStore(platform, store);
    const done: string[] = [];
    const work = workThroughStores(platform, async (_, store) => {
      if (store === 'b2') throw new Error('b2 is broken');
      done.push(store);
    });
    await expect(work).rejects.toMatchObject({ errors: [new Error('b2 is broken')] });
    expect(done).toEqual(['a1', 'c3']);
    await workThroughStores(platform, async () => undefined);
  });
});
