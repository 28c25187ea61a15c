import { beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import {
  listQuarantine,
  markRetried,
  putInQuarantine,
  type QuarantineRecord,
  readQuarantine,
} from '../../../functions/platform/quarantine/quarantine.ts';
import { retryQuarantined } from '../../../functions/platform/quarantine/retry-quarantined.ts';
import { requestReplay } from '../../../functions/platform/runs/request-replay.ts';
import { replayRun } from '../../../functions/platform/runs/start-run.ts';
import { readUploaders, uploadedBy } from '../../../functions/platform/uploads/uploads.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { auditOf, close, LETTERS_MACHINE, letters, start } from '../runs/run-fixtures.ts';

const DAY = 86_400_000;

type Entry = Parameters<typeof putInQuarantine>[1];

const entry = (over: Partial<Entry> = {}): Entry => ({
  id: 'run-1',
  store: 'shop',
  workflow: 'letters',
  kind: 'refused',
  run: 'run-1',
  attempt: 1,
  subject: { kind: 'letter', id: 'L-1', label: 'L-1' },
  code: 'NotALetter',
  says: { en: 'This is no letter.', zh: '这不是信件。' },
  original: { bucket: 'inbox', key: 'shop/images/L-1/a b.jpg' },
  ...over,
});

const unassigned = entry({
  id: 'q-1',
  kind: 'unassigned',
  run: undefined,
  original: { bucket: 'inbox', key: 'shop/unassigned/图 1.jpg' },
});

const put = (platform: MemoryPlatform, over: Partial<Entry> = {}) => putInQuarantine(platform, entry(over));
const retry = (platform: MemoryPlatform, id = 'run-1', sku?: string) =>
  retryQuarantined(platform, { store: 'shop', id, by: 'otto', sku });
const actions = (platform: MemoryPlatform, id = 'run-1') =>
  auditOf(platform, `quarantine/${id}`).map(({ action, actor }) => `${action} by ${actor.id}`);
const openIds = async (platform: MemoryPlatform) =>
  (await listQuarantine(platform, 'shop')).items.map((record) => record.id);

/** A run that was quarantined on its first attempt. */
async function quarantinedRun(): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  await platform.objects.put({ bucket: 'inbox', key: 'shop/images/L-1/a b.jpg' }, 'bytes', {
    contentType: 'image/jpeg',
  });
  await start(platform);
  await close(platform, 'quarantined');
  await put(platform);
  return platform;
}

describe('the quarantine', () => {
  it('keeps what cannot be worked on with its reason, once, though the step dies at any call and is repeated', async () => {
    await crashEverywhere(
      () => createMemoryPlatform(),
      (platform) => put(platform),
      async (platform, crashed) => {
        platform.inspection.advance(5000);
        await put(platform);
        expect((await listQuarantine(platform, 'shop')).items, crashed).toMatchObject([
          { ...entry(), status: 'open' },
        ]);
        expect(actions(platform), crashed).toEqual(['quarantine.put by letters']);
        expect(await verifyAudit(platform, 'shop'), crashed).toMatchObject({ ok: true });
      },
    );
  });

  it('lists what is open newest first, however old, of this store only', async () => {
    const platform = createMemoryPlatform();
    for (const id of ['a', 'b', 'c']) {
      await put(platform, { id });
      platform.inspection.advance(DAY);
    }
    await put(platform, { id: 'x', store: 'other' });
    platform.inspection.advance(400 * DAY);
    expect(await openIds(platform)).toEqual(['c', 'b', 'a']);
    expect(await readQuarantine(platform, 'shop', 'a')).toMatchObject({ status: 'open' });
    await expect(readQuarantine(platform, 'other', 'a')).rejects.toMatchObject({ code: 'QuarantineUnknown' });
  });

  it('lists in pages, and nothing twice that was refused once more', async () => {
    const platform = createMemoryPlatform();
    for (let number = 0; number < 7; number++) {
      await put(platform, { id: `q-${number}` });
      platform.inspection.advance(1000);
    }
    await put(platform, { id: 'q-2', attempt: 2 });
    const listed: string[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await listQuarantine(platform, 'shop', { cursor, limit: 3 });
      listed.push(...page.items.map(({ id }) => id));
      sizes.push(page.items.length);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(listed).toEqual(['q-6', 'q-5', 'q-4', 'q-3', 'q-2', 'q-1', 'q-0']);
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('opens a record again only for a later attempt: a message delivered late changes nothing', async () => {
    const platform = await quarantinedRun();
    await retry(platform);
    await put(platform);
    expect(await openIds(platform)).toEqual([]);
    await put(platform, { attempt: 2, code: 'StillNone' });
    await put(platform, { attempt: 1 });
    expect((await listQuarantine(platform, 'shop')).items).toMatchObject([{ attempt: 2, code: 'StillNone' }]);
    await put(platform, { attempt: 3, code: 'NoneAtAll' });
    expect((await listQuarantine(platform, 'shop')).items).toMatchObject([{ attempt: 3, code: 'NoneAtAll' }]);
    expect((await readQuarantine(platform, 'shop', 'run-1')).retriedAt).toBeUndefined();
  });

  it('does not take a later refusal for the one that was sent again', async () => {
    const platform = await quarantinedRun();
    const first = await readQuarantine(platform, 'shop', 'run-1');
    await put(platform, { attempt: 2 });
    await markRetried(platform, first, { kind: 'person', id: 'otto' });
    expect(await openIds(platform)).toEqual(['run-1']);
  });
});

describe('sending again what is in quarantine', () => {
  it('replays the run, in the name of who asks, and is on record', async () => {
    const platform = await quarantinedRun();
    await retry(platform);
    expect(platform.inspection.messages).toEqual([
      {
        queue: 'letters',
        message: { kind: 'replay', store: 'shop', runId: 'run-1', attempt: 2, startedBy: 'otto' },
      },
    ]);
    expect(await openIds(platform)).toEqual([]);
    expect(await readQuarantine(platform, 'shop', 'run-1')).toMatchObject({
      status: 'retried',
      retriedBy: 'otto',
    });
    expect(actions(platform)).toEqual(['quarantine.put by letters', 'quarantine.retried by otto']);
  });

  it('once more does nothing, also after the run has ended well meanwhile', async () => {
    const platform = await quarantinedRun();
    await retry(platform);
    await retry(platform);
    expect(platform.inspection.messages).toHaveLength(1);
  });

  it('asks for one attempt though it dies at any call and the person asks again', async () => {
    await crashEverywhere(
      quarantinedRun,
      (platform) => retry(platform),
      async (platform, crashed) => {
        await retry(platform);
        const asked = platform.inspection.messages.map(({ message }) => message as { attempt: number });
        expect(new Set(asked.map(({ attempt }) => attempt)), crashed).toEqual(new Set([2]));
        expect(actions(platform), crashed).toHaveLength(2);
        expect(await openIds(platform), crashed).toEqual([]);
      },
    );
  });

  it('puts a refused photo under another product where one is named', async () => {
    const platform = await quarantinedRun();
    await retry(platform, 'run-1', 'L-2');
    expect(platform.inspection.messages).toEqual([]);
    const copy = { bucket: 'inbox', key: 'shop/images/L-2/a b.jpg' } as const;
    expect((await platform.objects.get(copy)).toString()).toBe('bytes');
  });

  it('of nothing is refused', async () => {
    await expect(retry(createMemoryPlatform())).rejects.toMatchObject({ code: 'QuarantineUnknown' });
  });

  it('of a message that could not be read is refused, and it stays', async () => {
    const platform = createMemoryPlatform();
    await put(platform, { run: undefined, original: undefined, message: '{' });
    await expect(retry(platform)).rejects.toMatchObject({ code: 'NothingToRetry' });
    await expect(retry(platform, 'run-1', 'L-1')).rejects.toMatchObject({ code: 'NothingToRetry' });
    expect(await openIds(platform)).toEqual(['run-1']);
  });
});

describe('replaying a run by itself', () => {
  const replayed = (platform: MemoryPlatform) => requestReplay(platform, 'shop', 'run-1', 'otto');
  const again = (platform: MemoryPlatform) =>
    replayRun(platform, letters, LETTERS_MACHINE, { store: 'shop', runId: 'run-1', attempt: 2 });

  it('takes it out of quarantine, on record as sent again by whoever asked', async () => {
    const platform = await quarantinedRun();
    await replayed(platform);
    expect(await openIds(platform)).toEqual([]);
    expect(actions(platform)).toEqual(['quarantine.put by letters', 'quarantine.retried by otto']);
  });

  it('leaves it there once where it ends there again', async () => {
    const platform = await quarantinedRun();
    await replayed(platform);
    await again(platform);
    await close(platform, 'quarantined', {}, 2);
    await put(platform, { attempt: 2 });
    expect(await openIds(platform)).toEqual(['run-1']);
  });

  it.each(['published', 'rejected', 'failed'] as const)(
    'takes it out when the replay ends as %s, whoever asked for it, at whichever call the process dies',
    async (outcome) => {
      await crashEverywhere(
        async () => {
          const platform = await quarantinedRun();
          await again(platform);
          expect(await openIds(platform)).toEqual(['run-1']);
          return platform;
        },
        (platform) => close(platform, outcome, {}, 2),
        async (platform, crashed) => {
          await close(platform, outcome, {}, 2);
          expect(await openIds(platform), crashed).toEqual([]);
          expect(actions(platform), crashed).toEqual([
            'quarantine.put by letters',
            'quarantine.retried by machine',
          ]);
          expect(await verifyAudit(platform, 'shop'), crashed).toMatchObject({ ok: true });
        },
      );
    },
  );
});

describe('a photo that waits for its product', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    const { original } = unassigned;
    const metadata = uploadedBy(['max']);
    if (original !== undefined) {
      await platform.objects.put(original, 'bytes', { contentType: 'image/jpeg', metadata });
    }
    await putInQuarantine(platform, unassigned);
  });

  it('goes to the folder of the SKU that is named, and the member counts as its uploader beside who uploaded it', async () => {
    await retry(platform, 'q-1', 'TEE-红');
    const key = 'shop/images/TEE-红/图 1.jpg';
    expect((await platform.objects.get({ bucket: 'inbox', key })).toString()).toBe('bytes');
    expect(await readUploaders(platform, { bucket: 'inbox', key })).toEqual(['max', 'otto']);
    expect(await openIds(platform)).toEqual([]);
  });

  it.each([undefined, '', 'a b', 'a/b', '../x', 'a#b', '-a', 'a%', 'x'.repeat(65)])(
    'stays for the SKU %j',
    async (sku) => {
      await expect(retry(platform, 'q-1', sku)).rejects.toMatchObject({ code: 'SkuMissing' });
      expect(await openIds(platform)).toEqual(['q-1']);
    },
  );

  it('stays when its file is gone', async () => {
    await platform.objects.remove({ bucket: 'inbox', key: 'shop/unassigned/图 1.jpg' });
    await expect(retry(platform, 'q-1', 'TEE-1')).rejects.toMatchObject({ code: 'ObjectMissing' });
    expect(await openIds(platform)).toEqual(['q-1']);
  });

  it('does not wait again when the event of its upload is delivered late', async () => {
    await retry(platform, 'q-1', 'TEE-1');
    const again: QuarantineRecord = await putInQuarantine(platform, unassigned);
    expect(again.status).toBe('retried');
    expect(await openIds(platform)).toEqual([]);
  });
});
