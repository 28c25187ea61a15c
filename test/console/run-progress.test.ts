import { describe, expect, it } from 'vitest';
import { pollPauseMs } from '../../console/src/api/use-polling.ts';
import { mergeRuns } from '../../console/src/pages/runs/merge-runs.ts';
import { progressOf } from '../../console/src/pages/runs/run-progress.ts';
import { imageAssets } from '../../functions/image-assets/workflow.ts';
import type { Run, StageRecord } from '../../functions/platform/runs/run.ts';
import { describeMachine } from '../../functions/platform/workflows/describe-machine.ts';
import { stateMachines } from '../../functions/state-machines.ts';

const { stages } = imageAssets;
const workflow = { stages, machine: describeMachine(stateMachines['image-assets'], stages) };
const at = '2026-03-02T08:00:00.000Z';

/** `Format!` failed, `Validate?` warned. */
function record(name: string): StageRecord {
  const outcome = name.endsWith('!') ? 'failed' : name.endsWith('?') ? 'warned' : 'done';
  return { state: name.replace(/[!?]$/, ''), startedAt: at, endedAt: at, outcome };
}

const progress = (status: Run['status'], ...recorded: string[]) =>
  progressOf({ status, stages: recorded.map(record) }, workflow);

function statesThat(is: string, { states }: ReturnType<typeof progress>): string[] {
  return [...states].filter(([, one]) => one === is).map(([name]) => name);
}

describe('how far a run is', () => {
  it('says which stage runs, where only one can', () => {
    const now = progress('running', 'Inspect', 'RemoveBackground', 'Format');
    expect(statesThat('running', now)).toEqual(['Validate']);
    expect(statesThat('skipped', now)).toEqual(['FetchPicture', 'Retouch', 'Derive', 'TryOnVersion']);
    expect(statesThat('not-reached', now)).toContain('Publish');
  });

  it('does not pretend to know where there are several', () => {
    expect(statesThat('perhaps', progress('running', 'Inspect'))).toEqual(['Retouch', 'RemoveBackground']);
    expect(statesThat('perhaps', progress('running'))).toEqual(['FetchPicture', 'Inspect']);
  });

  it.each([
    ['sound', 'Validate'],
    ['doubted', 'Validate?'],
  ])('does not pretend to publish what was just validated, %s: a person may be asked', (_, validated) => {
    const now = progress('running', 'Inspect', 'RemoveBackground', 'Format', validated);
    expect(statesThat('perhaps', now)).toEqual(['Review', 'Publish']);
    expect(statesThat('running', now)).toEqual([]);
  });

  it('waits where a person is asked, and publishes once one has answered', () => {
    const toValidate = ['Inspect', 'RemoveBackground', 'Format', 'Validate?'];
    const waiting = progress('waiting', ...toValidate);
    expect(statesThat('waiting', waiting)).toEqual(['Review']);
    expect(statesThat('warned', waiting)).toEqual(['Validate']);
    expect(statesThat('running', progress('running', ...toValidate, 'Review'))).toEqual(['Publish']);
  });

  it('has taken the ways between its stages', () => {
    const through = progress('published', 'Inspect', 'RemoveBackground', 'Format', 'Validate', 'Publish');
    const walked = [...through.walked].map((id) => (JSON.parse(id) as string[]).slice(0, 2).join('>'));
    expect(walked).toEqual([
      'NeedsFetch>Inspect',
      'Inspect>IsDuplicate',
      'IsDuplicate>RemoveBackground',
      'RemoveBackground>NeedsDerive',
      'NeedsDerive>Format',
      'Format>Validate',
      'Validate>NeedsReview',
      'NeedsReview>Publish',
      'Publish>Record',
    ]);
    expect(statesThat('not-reached', through)).not.toContain('Review');
    expect(statesThat('skipped', through)).toContain('Review');
  });

  it('went out by its error where a stage failed', () => {
    const failed = progress('failed', 'Inspect', 'RemoveBackground!');
    expect(statesThat('failed', failed)).toEqual(['RemoveBackground']);
    expect([...failed.walked].at(-2)).toBe(JSON.stringify(['RemoveBackground', 'RecordFailure', 'catch']));
    const refused = progress('quarantined', 'Inspect!');
    expect([...refused.walked].at(-1)).toBe(JSON.stringify(['Inspect', 'Record', 'catch']));
    expect(statesThat('not-reached', refused)).toContain('RemoveBackground');
  });

  it('ended where it was, if a stage left no record of its own', () => {
    const recorded = ['Inspect', 'RemoveBackground', 'Format', 'Validate'];
    expect(statesThat('ended', progress('expired', ...recorded))).toEqual(['Review']);
    expect(statesThat('ended', progress('stopped', 'Inspect', 'RemoveBackground', 'Format'))).toEqual([
      'Validate',
    ]);
    expect(statesThat('ended', progress('stopped', 'Inspect'))).toEqual([]);
  });

  it('has not begun while it is held', () => {
    const held = progress('held');
    expect(new Set(held.states.values())).toEqual(new Set(['not-reached']));
    expect(held.walked.size).toBe(0);
  });
});

const run = (id: string, minute: number, status: Run['status'] = 'running') =>
  ({ id, status, startedAt: `2026-03-02T08:0${minute}:00.000Z` }) as Run;
const ids = (runs: readonly Run[]) => runs.map(({ id, status }) => `${id} ${status}`);

describe('a list of runs that is asked again', () => {
  const listed = [run('c', 3), run('b', 2), run('a', 1)];

  it.each([
    [
      'shows new ones on top',
      [run('d', 4), run('c', 3)],
      ['d running', 'c running', 'b running', 'a running'],
    ],
    [
      'shows what became of them',
      [run('c', 3, 'failed'), run('b', 2)],
      ['c failed', 'b running', 'a running'],
    ],
    ['drops what does not fit any more', [run('d', 4), run('b', 2)], ['d running', 'b running', 'a running']],
    ['keeps all where the page is empty and more follow', [], ['c running', 'b running', 'a running']],
  ])('%s', (_, page, expected) => {
    expect(ids(mergeRuns(listed, page, false))).toEqual(expected);
  });

  it('is the page alone where nothing comes after it', () => {
    expect(ids(mergeRuns(listed, [run('b', 2, 'failed')], true))).toEqual(['b failed']);
    expect(mergeRuns(listed, [], true)).toEqual([]);
  });
});

describe('the pause before asking again', () => {
  it('grows while nothing happens, to a quarter of a minute', () => {
    expect([0, 1, 2, 50].map(pollPauseMs)).toEqual([1000, 1500, 2250, 15_000]);
  });
});
