import { beforeEach, describe, expect, it } from 'vitest';
import { closeEndedRun } from '../../../functions/platform/runs/close-ended-run.ts';
import { routes as runRoutes } from '../../../functions/platform/runs/runs-api.handler.ts';
import { replayRun } from '../../../functions/platform/runs/start-run.ts';
import { routes } from '../../../functions/platform/runs/stop-run-api.handler.ts';
import { ask } from '../approvals/approval-fixtures.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { Crash, crashAt, createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { auditOf, close, LETTERS_MACHINE, letters, runNow, set, start } from './run-fixtures.ts';

describe('stopping a run', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
    await start(platform);
  });
  const stop = (sub = 'otto', body: unknown = { reason: 'the wrong photo' }) =>
    call(platform, routes, 'POST /api/{store}/runs/{id}/stop', { sub, params: { id: 'run-1' }, body });
  const execution = () => platform.inspection.executions.get(`${LETTERS_MACHINE}:1-run-1`);

  it('ends the execution and closes the run as stopped, with who and why', async () => {
    expect(await stop()).toMatchObject({ status: 200, body: { run: { status: 'stopped' } } });
    expect(execution()?.status).toBe('ABORTED');
    expect(await runNow(platform)).toMatchObject({
      status: 'stopped',
      why: { en: expect.stringContaining('the wrong photo') },
    });
    expect(auditOf(platform, 'run/run-1').at(-1)).toMatchObject({
      action: 'run.stopped',
      actor: { kind: 'person', id: 'otto' },
      reason: expect.stringContaining('the wrong photo'),
    });
    expect(platform.inspection.events.filter(({ name }) => name === 'AlertRaised')).toEqual([]);
  });

  it('changes nothing when it is asked again', async () => {
    await stop();
    const before = JSON.stringify(platform.inspection.records.all());
    expect(await stop('max', { reason: 'me too' })).toMatchObject({ status: 200 });
    expect(JSON.stringify(platform.inspection.records.all())).toBe(before);
  });

  it('takes the question back that the run had asked', async () => {
    const approval = await ask(platform);
    await stop();
    const { body } = await call(platform, runRoutes, 'GET /api/{store}/runs/{id}', {
      params: { id: 'run-1' },
    });
    expect(body.status).toBe('stopped');
    const key = { pk: `shop#APPROVAL#${approval.id}`, sk: 'APPROVAL' };
    expect((await platform.records.get<{ status: string }>(key))?.data.status).toBe('withdrawn');
  });

  it('closes a held run, which has no execution', async () => {
    await set(platform, 'kill-switches', { letters: true });
    await start(platform, { runId: 'run-2' });
    const params = { id: 'run-2' };
    const body = { reason: 'not needed' };
    const answered = await call(platform, routes, 'POST /api/{store}/runs/{id}/stop', { params, body });
    expect(answered).toMatchObject({ status: 200, body: { run: { status: 'stopped' } } });
  });

  it('says so when the run has ended by itself', async () => {
    await close(platform, 'published');
    expect(await stop()).toMatchObject({ status: 409, body: { code: 'RunEnded', status: 'published' } });
    expect((await runNow(platform)).status).toBe('published');
  });

  it('can be run again afterwards', async () => {
    await stop();
    const again = { store: 'shop', runId: 'run-1', attempt: 2 };
    expect(await replayRun(platform, letters, LETTERS_MACHINE, again)).toMatchObject({ status: 'running' });
    expect(await runNow(platform)).not.toHaveProperty('stop');
    await close(platform, 'published', {}, 2);
    expect((await runNow(platform)).status).toBe('published');
  });

  it('ends as stopped though the process dies anywhere on the way', async () => {
    for (let number = 1; number <= 40; number++) {
      platform = createMemoryPlatform();
      await addMembers(platform);
      await start(platform);
      crashAt(platform, number, 'after');
      await stop().catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
      platform.inspection.onCall(undefined);
      if (execution()?.status !== 'ABORTED') continue;
      // What Step Functions tells of the aborted execution.
      const input = JSON.stringify({ store: 'shop', run: 'run-1', attempt: 1 });
      await closeEndedRun(platform, [letters], { detail: { status: 'ABORTED', input } });
      expect((await runNow(platform)).status, String(number)).toBe('stopped');
    }
  });

  it('needs a reason and the role of an operator or admin', async () => {
    expect((await stop('otto', {})).status).toBe(400);
    expect((await stop('otto', { reason: ' ' })).status).toBe(400);
    expect((await stop('anna')).status).toBe(403);
    expect((await runNow(platform)).status).toBe('running');
  });
});

describe('a dry run of one photo', () => {
  it('is a replay that does everything but the outward action, whatever the settings say', async () => {
    const platform = createMemoryPlatform();
    await addMembers(platform);
    await start(platform);
    await close(platform, 'rejected');
    const request = { params: { id: 'run-1' }, body: { dryRun: true } };
    const { status } = await call(platform, runRoutes, 'POST /api/{store}/runs/{id}/replay', request);
    expect(status).toBe(202);
    const [sent] = platform.inspection.messages;
    expect(sent?.message).toMatchObject({ kind: 'replay', attempt: 2, dryRun: true });
    const wanted = { store: 'shop', runId: 'run-1', attempt: 2, dryRun: true };
    expect(await replayRun(platform, letters, LETTERS_MACHINE, wanted)).toMatchObject({ mode: 'dry-run' });
    expect(platform.inspection.executions.get(`${LETTERS_MACHINE}:2-run-1`)?.input).toMatchObject({
      mode: 'dry-run',
    });
  });
});
