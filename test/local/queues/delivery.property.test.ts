import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queues } from '../../../local/queues/queues.ts';

const identity = { accountId: '111122223333', region: 'eu-central-1' };

const step = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ kind: fc.constant('receive' as const), most: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('delete' as const), position: fc.nat() }),
  fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
);

test('a FIFO queue never overtakes within a group, never shows a message in flight, and loses none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const directory = mkdtempSync(join(tmpdir(), 'queues-'));
      let now = 1_000_000;
      const queues = new Queues(directory, identity, { now: () => now });
      queues.save('line.fifo', { VisibilityTimeout: '30' }, {});
      let sent = 0;
      /** Bodies not yet deleted, by group, in the order sent. */
      const standing = new Map<string, string[]>();
      let inFlight: { handle: string; group: string; body: string; until: number }[] = [];
      for (const action of steps) {
        inFlight = inFlight.filter((entry) => entry.until > now);
        if (action.kind === 'send') {
          const body = String(sent++);
          queues.send('line.fifo', { body, groupId: action.group, deduplicationId: body });
          standing.set(action.group, [...(standing.get(action.group) ?? []), body]);
        } else if (action.kind === 'wait') {
          now += action.seconds * 1_000;
        } else if (action.kind === 'delete') {
          const [entry] = inFlight.splice(action.position % Math.max(1, inFlight.length), 1);
          if (entry === undefined) continue;
          queues.deleteMessages('line.fifo', [entry.handle]);
          standing.set(
            entry.group,
            (standing.get(entry.group) ?? []).filter((body) => body !== entry.body),
          );
        } else {
          const busy = new Set(inFlight.map((entry) => entry.group));
          const received = await queues.receive('line.fifo', {
            maxMessages: action.most,
            waitMilliseconds: 0,
          });
          const free = [...standing].filter(([group, bodies]) => !busy.has(group) && bodies.length > 0);
          const available = free.reduce((sum, [, bodies]) => sum + bodies.length, 0);
          expect(received.length).toBe(Math.min(action.most, available));
          for (const [group, bodies] of free) {
            const got = received
              .filter((message) => message.groupId === group)
              .map((message) => message.body);
            expect(got).toEqual(bodies.slice(0, got.length));
          }
          for (const message of received) {
            expect(busy.has(message.groupId ?? '')).toBe(false);
            inFlight.push({
              handle: message.receiptHandle,
              group: message.groupId ?? '',
              body: message.body,
              until: now + 30_000,
            });
          }
        }
      }
      queues.close();
      rmSync(directory, { recursive: true });
    }),
    { numRuns: 60 },
  );
});
