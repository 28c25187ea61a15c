import { describe, expect, it } from 'vitest';
import { changeRecord, type Records } from '../../functions/platform/ports/records.ts';

/**
 * What every adapter of `Records` keeps to.
 *
 * @param make answers a store; the cases use partitions of their own, so that it may be the same one each time
 */
export function describeRecords(adapter: string, make: () => Promise<Records> | Records): void {
  let partitions = 0;
  const started = process.hrtime.bigint().toString(36);
  const fresh = () => `contract-${started}-${++partitions}`;

  describe(`${adapter} as records`, () => {
    it('answers undefined for what was never written', async () => {
      const records = await make();
      expect(await records.get({ pk: fresh(), sk: 'A' })).toBeUndefined();
    });

    it('keeps plain JSON, drops undefined fields, counts versions from 1', async () => {
      const records = await make();
      const key = { pk: fresh(), sk: 'A' };
      const data = {
        text: '中文 ✓',
        none: undefined,
        list: [1, 2.5, null],
        nested: { yes: true, empty: '' },
      };
      const first = await records.put({ key, data, expected: 'absent' });
      expect(first.version).toBe(1);
      const second = await records.put({ key, data: { ...data, text: 'b' }, expected: { version: 1 } });
      expect(second.version).toBe(2);
      const stored = await records.get<Record<string, unknown>>(key);
      expect(stored?.version).toBe(2);
      expect(stored?.data).toEqual({
        text: 'b',
        list: [1, 2.5, null],
        nested: { yes: true, empty: '' },
      });
      expect(Object.keys(stored?.data ?? {})).not.toContain('none');
    });

    it('refuses a write whose expectation does not hold, and leaves the record alone', async () => {
      const records = await make();
      const key = { pk: fresh(), sk: 'A' };
      await records.put({ key, data: { n: 1 }, expected: 'absent' });
      const conflict = { name: 'ConflictError' };
      await expect(records.put({ key, data: { n: 2 }, expected: 'absent' })).rejects.toMatchObject(conflict);
      await expect(records.put({ key, data: { n: 2 }, expected: { version: 7 } })).rejects.toMatchObject(
        conflict,
      );
      const nowhere = { pk: fresh(), sk: 'A' };
      await expect(records.put({ key: nowhere, data: {}, expected: { version: 1 } })).rejects.toMatchObject(
        conflict,
      );
      expect((await records.get(key))?.data).toEqual({ n: 1 });
      expect((await records.put({ key, data: { n: 3 }, expected: 'any' })).version).toBe(2);
    });

    it('writes all of a transaction or nothing of it', async () => {
      const records = await make();
      const pk = fresh();
      await records.put({ key: { pk, sk: 'A' }, data: { n: 1 }, expected: 'absent' });
      await expect(
        records.transact([
          { key: { pk, sk: 'B' }, data: {}, expected: 'absent' },
          { key: { pk, sk: 'A' }, data: { n: 2 }, expected: { version: 9 } },
        ]),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect((await records.list({ pk })).items).toHaveLength(1);
      await records.transact([
        { key: { pk, sk: 'B' }, data: { n: 5 }, expected: 'absent' },
        { key: { pk, sk: 'A' }, data: { n: 2 }, expected: { version: 1 } },
        { key: { table: 'audit', pk, sk: 'B' }, data: { n: 6 }, expected: 'absent' },
      ]);
      await expect(
        records.transact([
          { delete: { pk, sk: 'B' }, expected: { version: 2 } },
          { key: { pk, sk: 'C' }, data: {}, expected: 'any' },
        ]),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      await records.transact([{ delete: { pk, sk: 'B' }, expected: { version: 1 } }]);
      expect((await records.list({ pk })).items.map((item) => [item.key.sk, item.version])).toEqual([
        ['A', 2],
      ]);
    });

    it('counts by its version, keeps what came last, and loses no count to others who count', async () => {
      const records = await make();
      const key = { pk: fresh(), sk: 'A' };
      const expiresAtSeconds = 4_000_000_000;
      await Promise.all([1, 2, 3].map((n) => records.tally({ key, data: { n }, expiresAtSeconds })));
      await records.tally({ key, data: { at: '中', list: [1] }, expiresAtSeconds });
      expect(await records.get(key)).toEqual({ key, version: 4, data: { at: '中', list: [1] } });
      expect((await records.list({ pk: key.pk })).items).toHaveLength(1);
    });

    it('lets exactly one of two writers of the same version win', async () => {
      const records = await make();
      const key = { pk: fresh(), sk: 'A' };
      await records.put({ key, data: { by: 0 }, expected: 'absent' });
      const outcomes = await Promise.allSettled(
        [1, 2, 3, 4].map((by) => records.put({ key, data: { by }, expected: { version: 1 } })),
      );
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect((await records.get(key))?.version).toBe(2);
    });

    it('changes a record that others change too, without losing a change', async () => {
      const records = await make();
      const key = { pk: fresh(), sk: 'A' };
      const add = () =>
        changeRecord<{ n: number }>(records, key, (present) => ({ data: { n: (present?.n ?? 0) + 1 } }));
      await add();
      await Promise.all([add(), add()]);
      expect((await records.get(key))?.data).toEqual({ n: 3 });
    });

    it('keeps the two tables apart', async () => {
      const records = await make();
      const pk = fresh();
      await records.put({ key: { pk, sk: 'A' }, data: { in: 'state' }, expected: 'absent' });
      await records.put({ key: { table: 'audit', pk, sk: 'A' }, data: { in: 'audit' }, expected: 'absent' });
      expect((await records.get({ pk, sk: 'A' }))?.data).toEqual({ in: 'state' });
      expect((await records.list({ table: 'audit', pk })).items.map((item) => item.data)).toEqual([
        { in: 'audit' },
      ]);
    });

    it('pages a partition by prefix, forwards and backwards, in byte order of the sort key', async () => {
      const records = await make();
      const pk = fresh();
      const sortKeys = ['A#1', 'A#10', 'A#2', 'A#中', 'A#😀', 'A#\uffee', 'B#1'];
      for (const sk of sortKeys) await records.put({ key: { pk, sk }, data: {}, expected: 'absent' });
      const inOrder = ['A#1', 'A#10', 'A#2', 'A#中', 'A#\uffee', 'A#😀'];
      for (const descending of [false, true]) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await records.list({ pk, skPrefix: 'A#' }, { limit: 4, cursor, descending });
          expect(page.items.length).toBeLessThanOrEqual(4);
          seen.push(...page.items.map((item) => item.key.sk));
          cursor = page.cursor;
        } while (cursor !== undefined);
        expect(seen).toEqual(descending ? inOrder.toReversed() : inOrder);
      }
    });

    it('names every state record of a store, and of no other', async () => {
      const records = await make();
      const store = fresh();
      for (const pk of [`${store}#A`, `${store}#B`, `${store}x#A`]) {
        await records.put({ key: { pk, sk: 'A' }, data: {}, expected: 'absent' });
      }
      await records.put({ key: { table: 'audit', pk: `${store}#C`, sk: 'A' }, data: {}, expected: 'absent' });
      const found: string[] = [];
      for await (const key of records.keysOfStore(store)) found.push(key.pk);
      expect(found.sort()).toEqual([`${store}#A`, `${store}#B`]);
    });

    it('refuses a cursor of another list', async () => {
      const records = await make();
      const [one, other] = [fresh(), fresh()];
      for (const sk of ['A', 'B', 'C'])
        await records.put({ key: { pk: one, sk }, data: {}, expected: 'absent' });
      const { cursor } = await records.list({ pk: one }, { limit: 1 });
      expect(cursor).toBeTypeOf('string');
      const refused = { name: 'InvalidInputError', code: 'CursorInvalid' };
      await expect(records.list({ pk: other }, { cursor })).rejects.toMatchObject(refused);
      await expect(records.listIndex(one, { cursor })).rejects.toMatchObject(refused);
      await expect(records.list({ pk: one }, { cursor: 'abc' })).rejects.toMatchObject(refused);
    });

    it('lists what is below a sort key, and counts what is between two, without what is beside it', async () => {
      const records = await make();
      const [pk, index, beside] = [fresh(), fresh(), fresh()];
      for (const sk of ['01', '02', '02#b', '03']) {
        await records.put({ key: { pk, sk }, data: {}, index: { pk: index, sk }, expected: 'absent' });
      }
      await records.put({
        key: { pk: beside, sk: '02' },
        data: {},
        index: { pk: beside, sk: '02' },
        expected: 'absent',
      });
      for (let tries = 0; tries < 10; tries++) {
        if ((await records.countIndex(index, { from: '0', to: '9' })) === 4) break;
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await records.countIndex(index, { from: '02', to: '03' })).toBe(3);
      expect(await records.countIndex(index, { from: '01', to: '02' })).toBe(2);
      expect(await records.countIndex(index, { from: '04', to: '09' })).toBe(0);
      const keys = (page: { items: readonly { key: { sk: string } }[] }) =>
        page.items.map(({ key }) => key.sk);
      const newest = { descending: true, limit: 2 };
      expect(keys(await records.listIndex(index, { ...newest, below: '03' }))).toEqual(['02#b', '02']);
      expect(keys(await records.list({ pk }, { ...newest, below: '02' }))).toEqual(['01']);
    });

    it('lists by index, and a record leaves the list that its next write does not name', async () => {
      const records = await make();
      const [pk, open, done] = [fresh(), fresh(), fresh()];
      for (const n of [1, 2, 3]) {
        const key = { pk: `${pk}-${n}`, sk: 'A' };
        await records.put({ key, data: { n }, index: { pk: open, sk: `0${n}` }, expected: 'absent' });
      }
      const numbers = async (index: string, descending = false) =>
        (await records.listIndex<{ n: number }>(index, { descending })).items.map((item) => item.data.n);
      // The real index may lag by a second: ask until it has caught up, ten times at most.
      const caughtUp = async (index: string, count: number) => {
        for (let attempt = 0; attempt < 10 && (await numbers(index)).length !== count; attempt++) {
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      await caughtUp(open, 3);
      expect(await numbers(open)).toEqual([1, 2, 3]);
      expect(await numbers(open, true)).toEqual([3, 2, 1]);
      await records.put({
        key: { pk: `${pk}-2`, sk: 'A' },
        data: { n: 2 },
        index: { pk: done, sk: '1' },
        expected: 'any',
      });
      await records.put({ key: { pk: `${pk}-3`, sk: 'A' }, data: { n: 3 }, expected: 'any' });
      await caughtUp(open, 1);
      await caughtUp(done, 1);
      expect(await numbers(open)).toEqual([1]);
      expect(await numbers(done)).toEqual([2]);
    });
  });
}
