import { beforeEach, describe, expect, it, vi } from 'vitest';
import { imageAssets } from '../../functions/image-assets/workflow.ts';
import { metrics } from '../../functions/platform/handlers/observability.ts';
import { listQuarantine } from '../../functions/platform/quarantine/quarantine.ts';
import { replayRun } from '../../functions/platform/runs/start-run.ts';
import { crashEverywhere } from '../platform/memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { alertsOf, auditOf, runNow } from '../platform/runs/run-fixtures.ts';
import { type PhotoJob, recordEnd, startPhoto } from './photo-job.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:image-assets:1';

/** What Step Functions hands on of an error that a function threw. */
function failure(name: string, code: string, en: string): { Error: string; Cause: string } {
  const errorMessage = JSON.stringify({ code, text: { en, zh: `${en}（中）` } });
  return { Error: name, Cause: JSON.stringify({ errorType: name, errorMessage, trace: [] }) };
}

const refused = failure('InvalidInputError', 'NotAnImage', 'This is no picture.');
const toldToWait = failure('RateLimitedError', 'Busy', 'Told to wait.');
const rejected = failure('RejectedError', 'PolicyForbids', 'The policy forbids it.');
const published = { outcome: 'published', publication: 'run-1-1', files: 2 };

let platform: MemoryPlatform;
let job: PhotoJob;
beforeEach(async () => {
  platform = createMemoryPlatform();
  job = await startPhoto(platform, Buffer.from('x'));
});

describe('the end of a run', () => {
  it.each([
    ['published', { published }, undefined],
    // It waited on its way; that is not how it ended.
    ['published', { published, failure: toldToWait }, undefined],
    ['duplicate', {}, 'was worked on before'],
    ['expired', { decision: { decision: 'expired', comment: null } }, 'Nobody decided in time'],
    ['dry-run', {}, 'A dry run'],
    ['conflict', { published: { outcome: 'conflict', why: { en: 'Theirs.', zh: '他人。' } } }, 'Theirs.'],
    [
      'rejected',
      { decision: { decision: 'reject', comment: 'too dark' } },
      'A reviewer rejected the pictures. “too dark”',
    ],
    ['rejected', { decision: { decision: 'reject', comment: null } }, 'A reviewer rejected the pictures.'],
    ['rejected', { decision: { decision: 'reject', comment: '' } }, 'A reviewer rejected the pictures.'],
    [
      'rejected',
      { decision: { decision: 'reject' }, failure: toldToWait },
      'A reviewer rejected the pictures.',
    ],
    ['rejected', { failure: rejected }, 'The policy forbids it.'],
    ['quarantined', { failure: refused }, 'This is no picture.'],
    ['failed', { failure: toldToWait }, 'Told to wait.'],
    ['failed', { failure: { Error: 'States.Timeout' } }, '(States.Timeout)'],
    [
      'failed',
      { failure: { Error: 'Lambda.Unknown', Cause: 'Runtime exited' } },
      '(Lambda.Unknown Runtime exited)',
    ],
  ] as const)('as %s with %j says why', async (outcome, more, why) => {
    expect(await recordEnd(platform, job, { outcome, ...more })).toEqual({ outcome });
    const run = await runNow(platform);
    expect(run.status).toBe(outcome);
    if (why === undefined) expect(run.why).toBeUndefined();
    else if (outcome === 'rejected') expect(run.why?.en).toBe(why);
    else expect(run.why?.en).toContain(why);
    expect(alertsOf(platform)).toEqual(outcome === 'failed' ? ['run-failed/run-1/1'] : []);
    const announced = platform.inspection.events.filter(({ name }) => name === 'AssetsPublished');
    expect(announced).toHaveLength(outcome === 'published' ? 1 : 0);
    expect((await listQuarantine(platform, 'shop')).items).toHaveLength(outcome === 'quarantined' ? 1 : 0);
  });

  it.each([
    { asset: { sku: 'MUG-1', asset: '0123456789abcdef', position: 100 } },
    { photo: null, asset: undefined, checked: 'none', decision: { decision: 'maybe' }, published: [] },
    { failure: 'a text' },
  ])('comes also with %j, which it cannot read', async (more) => {
    expect(await recordEnd(platform, job, { outcome: 'failed', ...more })).toEqual({ outcome: 'failed' });
    expect((await runNow(platform)).status).toBe('failed');
  });

  const channels = { pass: 1, warn: 1, fail: 0, withheld: 0 };
  const checked = { needsReview: false, reviewSeconds: 60, channels };
  it.each([
    ['published', { published, checked }, [1]],
    ['published', { published, checked: { ...checked, channels: { ...channels, withheld: 1 } } }, [0]],
    ['published', { published, checked: { ...checked, channels: { ...channels, fail: 1 } } }, [0]],
    ['published', { published: { ...published, files: 1 }, checked }, [0]],
    ['published', { published, checked, decision: { decision: 'approve', approvalId: 'a' } }, [0]],
    ['rejected', { decision: { decision: 'reject' } }, [0]],
    ['failed', { failure: toldToWait }, [0]],
    ['quarantined', { failure: refused }, [0]],
    ['duplicate', {}, []],
    ['dry-run', { checked }, []],
  ] as const)('as %s with %j counts as %j for the business measure', async (outcome, more, values) => {
    const counted = vi.spyOn(metrics, 'addMetric').mockReturnValue(metrics);
    await recordEnd(platform, job, { outcome, ...more });
    expect(counted.mock.calls).toEqual(values.map((value) => ['PhotosPublished', 'Count', value]));
    counted.mockRestore();
  });

  it('in quarantine keeps the original and its reason, to be retried', async () => {
    await recordEnd(platform, job, { outcome: 'quarantined', failure: refused });
    expect((await listQuarantine(platform, 'shop')).items).toMatchObject([
      {
        id: 'run-1',
        run: 'run-1',
        attempt: 1,
        code: 'NotAnImage',
        says: { zh: 'This is no picture.（中）' },
        original: { bucket: 'inbox', key: 'shop/images/MUG-1/MUG-1.jpg' },
      },
    ]);
  });

  it.each([
    ['published', { published }],
    ['quarantined', { failure: refused }],
    ['failed', { failure: toldToWait }],
  ] as const)(
    'as %s is recorded once when the process dies at any call and the machine tries again',
    async (outcome, more) => {
      const jobs = new Map<MemoryPlatform, PhotoJob>();
      const recordNow = async (p: MemoryPlatform) => {
        const started = jobs.get(p);
        if (started !== undefined) await recordEnd(p, started, { outcome, ...more });
      };
      const crashes = await crashEverywhere(
        async () => {
          const p = createMemoryPlatform();
          jobs.set(p, await startPhoto(p, Buffer.from('x')));
          return p;
        },
        recordNow,
        async (p, crashed) => {
          await recordNow(p);
          expect((await runNow(p)).status, crashed).toBe(outcome);
          expect(auditOf(p, 'run/run-1'), crashed).toHaveLength(1);
          expect(new Set(p.inspection.events.map(({ eventId }) => eventId)).size, crashed).toBe(
            outcome === 'quarantined' ? 0 : 1,
          );
          expect((await listQuarantine(p, 'shop')).items, crashed).toHaveLength(
            outcome === 'quarantined' ? 1 : 0,
          );
        },
      );
      expect(crashes).toBeGreaterThanOrEqual(8);
    },
  );

  it('that is recorded late, for an older attempt, changes and announces nothing', async () => {
    await recordEnd(platform, job, { outcome: 'failed', failure: toldToWait });
    await replayRun(platform, imageAssets, MACHINE, { store: 'shop', runId: 'run-1', attempt: 2 });
    await recordEnd(platform, { ...job, attempt: 2 }, { published });
    const events = platform.inspection.events.length;
    const run = await runNow(platform);
    expect(await recordEnd(platform, job, { published })).toEqual({ outcome: 'published' });
    expect(await runNow(platform)).toEqual(run);
    expect(platform.inspection.events).toHaveLength(events);
  });
});
