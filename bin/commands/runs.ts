import { type Command, Option } from 'commander';
import type { Language } from '../../functions/commerce/says.ts';
import {
  type Run,
  type RunStatus,
  runStatusSchema,
  type StageRecord,
} from '../../functions/platform/runs/run.ts';
import { segment } from '../api-client.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import type { Cell, Tone } from '../printer.ts';
import { forReading, type OpenSession, openSession } from '../session.ts';
import { stageTitle } from '../stage-title.ts';
import { numberOption } from '../usage.ts';

interface ListOptions {
  readonly status?: RunStatus;
  readonly days: number;
  readonly limit: number;
}

export function addRuns(program: Command, invocation: Invocation, say: Say): void {
  const runs = program.command('runs').description(say('help.runs'));
  runs
    .command('list')
    .description(say('help.runs.list'))
    .addOption(new Option('--status <status>', say('help.runs.status')).choices(runStatusSchema.options))
    .addOption(numberOption('--days <n>', say('help.runs.days'), 1, 31).default(7))
    .addOption(numberOption('--limit <n>', say('help.runs.limit'), 1, 500).default(50))
    .action(async ({ status, days, limit }: ListOptions, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const answer = await session.api.get<{ runs: Run[] }>('runs', { status, days, limit });
      session.print.show(answer, () => printRuns(session, answer.runs, { status, days, limit }));
    });
  runs
    .command('show')
    .description(say('help.runs.show'))
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const run = await session.api.get<Run>(`runs/${segment(id)}`);
      session.print.show(run, () => printRun(session, run));
    });
  runs
    .command('replay')
    .description(say('help.runs.replay'))
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(invocation, command, ['operator', 'admin']);
      const answer = await session.api.post<{ run: string; attempt: number }>(`runs/${segment(id)}/replay`);
      session.print.show(answer, () =>
        session.print.line(session.say('run.replayed', { id: answer.run, attempt: answer.attempt })),
      );
    });
}

const tones: Partial<Record<RunStatus, Tone>> = {
  published: 'good',
  waiting: 'waits',
  held: 'waits',
  conflict: 'waits',
  expired: 'waits',
  quarantined: 'bad',
  failed: 'bad',
};

function statusCell(say: Say, status: RunStatus): Cell {
  return { text: say(`run.status.${status}`), tone: tones[status] };
}

function printRuns(session: OpenSession, runs: readonly Run[], options: ListOptions): void {
  const { print, say, shop, language, time } = session;
  if (runs.length === 0) {
    const { days } = options;
    print.line(
      options.status === undefined ? say('runs.none', { days }) : say('runs.noneOfStatus', { days }),
    );
    return;
  }
  print.table(
    [
      say('column.time', { zone: shop.zone }),
      say('column.what'),
      say('column.status'),
      say('runs.column.stage'),
      say('column.id'),
    ],
    runs.map((run) => [
      time(run.startedAt),
      run.subject.label,
      statusCell(say, run.status),
      lastStageTitle(run, language),
      run.id,
    ]),
  );
  print.line();
  if (runs.length === options.limit && options.limit < 500)
    print.line(say('runs.more', { count: runs.length }));
  print.line(say('runs.hint.show'));
  const hints = ['waiting', 'failed', 'held', 'quarantined'] as const;
  for (const status of hints) {
    const count = runs.filter((run) => run.status === status).length;
    if (count > 0) print.line(say(`runs.hint.${status}`, { count }));
  }
}

function printRun(session: OpenSession, run: Run): void {
  const { print, say, time, language } = session;
  const costMicroUsd = run.stages.reduce((sum, stage) => sum + (stage.costMicroUsd ?? 0), 0);
  const publication = run.result?.publication;
  print.fields([
    [say('column.id'), run.id],
    [say('column.what'), run.subject.label],
    [say('column.status'), statusCell(say, run.status)],
    [say('run.why'), run.why?.[language]],
    [say('run.workflow'), `${run.workflow} v${run.workflowVersion}`],
    [say('run.attempt'), String(run.attempt)],
    [say('run.mode'), say(`run.mode.${run.mode}`)],
    [say('run.trigger'), say(`run.trigger.${run.trigger.kind}`)],
    [say('run.started'), `${time(run.startedAt)} ${session.shop.zone}`],
    [say('run.ended'), run.endedAt === undefined ? undefined : time(run.endedAt)],
    [say('run.cost'), costMicroUsd > 0 ? say('run.costValue', { amount: costMicroUsd / 1e6 }) : undefined],
    [say('run.publication'), typeof publication === 'string' ? publication : undefined],
  ]);
  print.line();
  if (run.stages.length === 0) print.line(say('run.noStages'));
  else printStages(session, run);
  if (run.status === 'waiting') {
    print.line();
    print.line(say('run.hint.approvals'));
  }
  if (run.status === 'failed' || run.status === 'conflict' || run.status === 'held') {
    print.line();
    print.line(say('run.hint.replay', { id: run.id }));
  }
  if (run.status === 'published' && typeof publication === 'string') {
    print.line();
    print.line(say('run.hint.revert', { id: publication }));
  }
}

const stageTones = { done: 'good', warned: 'waits', failed: 'bad' } as const satisfies Record<
  StageRecord['outcome'],
  Tone
>;

function printStages({ print, say, language }: OpenSession, run: Run): void {
  print.table(
    [say('run.stage'), say('column.status'), say('run.seconds'), say('run.engine'), say('run.note')],
    run.stages.map((stage) => [
      stageTitle(run.workflow, stage.state, language),
      { text: say(`run.stage.${stage.outcome}`), tone: stageTones[stage.outcome] },
      ((Date.parse(stage.endedAt) - Date.parse(stage.startedAt)) / 1000).toFixed(1),
      stage.engine ?? '',
      stage.note?.[language] ?? '',
    ]),
  );
}

function lastStageTitle(run: Run, language: Language): string {
  const state = run.stages.at(-1)?.state;
  return state === undefined ? '' : stageTitle(run.workflow, state, language);
}
