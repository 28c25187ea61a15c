import type { Command } from 'commander';
import { roleTitles } from '../../functions/platform/members/role.ts';
import type { Run, RunStatus } from '../../functions/platform/runs/run.ts';
import { dayInZone } from '../../functions/platform/settings/shop-time.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import { forReading, type OpenSession, openSession } from '../session.ts';
import { readApprovals } from './approvals.ts';
import { readQuarantine } from './quarantine.ts';

/** The API lists no more at once; a count that reaches it is shown as "500+". */
const mostRuns = 500;

interface Status {
  readonly store: string;
  readonly name: string;
  readonly sample: boolean;
  readonly apiUrl: string;
  readonly running: number;
  readonly held: number;
  readonly openApprovals: number;
  readonly unassigned: number;
  readonly quarantined: number;
  readonly failedLast7Days: number;
  readonly today: {
    /** Of the shop's zone. */
    readonly day: string;
    readonly runs: number;
    readonly byStatus: Readonly<Partial<Record<RunStatus, number>>>;
  };
}

export function addStatus(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('status')
    .description(say('help.status'))
    .action(async (_options: unknown, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const status = await readStatus(session, invocation.shell.now());
      session.print.show(status, () => printStatus(session, status));
    });
}

async function readStatus(session: OpenSession, now: Date): Promise<Status> {
  const runsOf = async (days: number, status?: RunStatus) =>
    (await session.api.get<{ runs: Run[] }>('runs', { status, days, limit: mostRuns })).runs;
  const [running, held, failed, recent, approvals, quarantine] = await Promise.all([
    runsOf(31, 'running'),
    runsOf(31, 'held'),
    runsOf(7, 'failed'),
    // The shop's day began on this UTC day or the one before, whatever the zone.
    runsOf(2),
    readApprovals(session, 'open', mostRuns),
    readQuarantine(session),
  ]);
  const { zone, name, sample } = session.shop;
  const day = dayInZone(now.toISOString(), zone);
  const ofToday = recent.filter((run) => dayInZone(run.startedAt, zone) === day);
  const byStatus: Partial<Record<RunStatus, number>> = {};
  for (const run of ofToday) byStatus[run.status] = (byStatus[run.status] ?? 0) + 1;
  return {
    store: session.store,
    name,
    sample,
    apiUrl: session.connection.apiUrl,
    running: running.length,
    held: held.length,
    openApprovals: approvals.approvals.length,
    unassigned: quarantine.filter((item) => item.kind === 'unassigned').length,
    quarantined: quarantine.filter((item) => item.kind === 'refused').length,
    failedLast7Days: failed.length,
    today: { day, runs: ofToday.length, byStatus },
  };
}

function printStatus(session: OpenSession, status: Status): void {
  const { print, say, language, member, connection } = session;
  const roles = member.roles.map((role) => roleTitles[role][language]).join(language === 'zh' ? '、' : ', ');
  print.fields([
    [say('status.shop'), `${status.name} (${status.store})`],
    ['', status.sample ? { text: say('status.sample'), tone: 'waits' } : undefined],
    [say('status.system'), `${connection.kind === 'local' ? 'local' : connection.stage} · ${status.apiUrl}`],
    [say('status.member'), `${member.name} · ${roles}`],
  ]);
  print.line();
  const { today } = status;
  const counts = Object.entries(today.byStatus) as [RunStatus, number][];
  const parts = counts.map(([one, count]) => `${say(`run.status.${one}`)} ${count}`);
  print.fields([
    [
      say('status.today', { day: today.day }),
      parts.length === 0 ? say('status.nothingToday') : parts.join(' · '),
    ],
    [say('status.running'), shown(status.running)],
    [
      say('status.approvals'),
      { text: shown(status.openApprovals), tone: toneOf(status.openApprovals, 'waits') },
    ],
    [say('status.unassigned'), { text: shown(status.unassigned), tone: toneOf(status.unassigned, 'waits') }],
    [say('status.quarantined'), { text: shown(status.quarantined), tone: toneOf(status.quarantined, 'bad') }],
    [say('status.held'), { text: shown(status.held), tone: toneOf(status.held, 'waits') }],
    [
      say('status.failed'),
      { text: shown(status.failedLast7Days), tone: toneOf(status.failedLast7Days, 'bad') },
    ],
  ]);
  print.line();
  const next = nextSteps(say, status);
  if (next.length === 0) print.line(say('status.nothingWaits'), 'good');
  else for (const line of next) print.line(line);
}

function nextSteps(say: Say, status: Status): string[] {
  const steps = [
    status.openApprovals > 0 ? say('runs.hint.waiting', { count: shown(status.openApprovals) }) : undefined,
    status.unassigned > 0 ? say('upload.unassigned', { count: status.unassigned }) : undefined,
    status.quarantined > 0 ? say('runs.hint.quarantined', { count: status.quarantined }) : undefined,
    status.held > 0 ? say('runs.hint.held', { count: shown(status.held) }) : undefined,
    status.failedLast7Days > 0
      ? say('runs.hint.failed', { count: shown(status.failedLast7Days) })
      : undefined,
  ];
  return steps.filter((step) => step !== undefined);
}

function shown(count: number): string {
  return count >= mostRuns ? `${mostRuns}+` : String(count);
}

function toneOf(count: number, tone: 'waits' | 'bad'): 'waits' | 'bad' | undefined {
  return count > 0 ? tone : undefined;
}
