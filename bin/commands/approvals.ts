import { type Command, Option } from 'commander';
import {
  type Approval,
  type ApprovalStatus,
  approvalStatuses,
} from '../../functions/platform/approvals/approval.ts';
import type { ApprovalPage, ListedApproval } from '../../functions/platform/approvals/list-approvals.ts';
import { segment } from '../api-client.ts';
import { CommandFailure, wrongUsage } from '../failures.ts';
import type { Invocation } from '../invocation.ts';
import { type Say, saysOf } from '../messages/catalogue.ts';
import { forReading, type OpenSession, openSession } from '../session.ts';
import { numberOption, several } from '../usage.ts';
import { printApproval, printApprovals, printDoubtful, printSubject } from './approval-view.ts';

interface ListOptions {
  readonly status: ApprovalStatus;
  readonly limit: number;
}

interface DecideOptions {
  readonly rejectChannel?: readonly string[];
  readonly comment?: string;
  readonly seen?: string;
}

interface Decided {
  readonly outcome: 'decided' | 'already-decided';
  /** The waiting machines have their answer. */
  readonly told: boolean;
  readonly approval: Approval;
}

export function addApprovals(program: Command, invocation: Invocation, say: Say): void {
  const approvals = program.command('approvals').description(say('help.approvals'));
  approvals
    .command('list')
    .description(say('help.approvals.list'))
    .addOption(
      new Option('--status <status>', say('help.runs.status')).choices(approvalStatuses).default('open'),
    )
    .addOption(numberOption('--limit <n>', say('help.runs.limit'), 1, 500).default(100))
    .action(async (options: ListOptions, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const page = await readApprovals(session, options.status, options.limit);
      session.print.show(page, () => printApprovals(session, page, options.status));
    });
  approvals
    .command('show')
    .description(say('help.approvals.show'))
    .argument('<id>')
    .option('--links', say('help.approvals.links'))
    .action(async (id: string, options: { links?: boolean }, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const approval = await session.api.get<Approval>(`approvals/${segment(id)}`);
      const linkTo = options.links === true ? (key: string) => readLink(session, key) : undefined;
      if (session.print.isJson) session.print.show(approval, () => undefined);
      else await printApproval(session, approval, linkTo);
    });
  addDecision(approvals, invocation, say, 'approve').option(
    '--reject-channel <id>',
    say('help.approvals.rejectChannel'),
    several,
  );
  addDecision(approvals, invocation, say, 'reject');
  approvals
    .command('reopen')
    .description(say('help.approvals.reopen'))
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      const session = await openSession(invocation, command, ['operator', 'approver']);
      const answer = await session.api.post<{ runs: unknown[] }>(`approvals/${segment(id)}/reopen`);
      session.print.show(answer, () =>
        session.print.line(session.say('approval.reopened', { count: answer.runs.length }), 'good'),
      );
    });
}

function addDecision(
  approvals: Command,
  invocation: Invocation,
  say: Say,
  decision: 'approve' | 'reject',
): Command {
  return approvals
    .command(decision)
    .description(say(`help.approvals.${decision}`))
    .argument('<id>')
    .option('--comment <text>', say('help.approvals.comment'))
    .option('--seen <hash>', say('help.approvals.seen'))
    .action(async (id: string, options: DecideOptions, command: Command) => {
      const session = await openSession(invocation, command, ['approver']);
      await decide(session, id, decision, options);
    });
}

async function decide(
  session: OpenSession,
  id: string,
  decision: 'approve' | 'reject',
  { rejectChannel = [], comment, seen }: DecideOptions,
): Promise<void> {
  const { api, print, say } = session;
  const path = `approvals/${segment(id)}`;
  const approval = await api.get<Approval>(path);
  if (seen !== undefined && seen !== approval.payloadHash) {
    const text = saysOf('approval.notSeen', { id });
    throw new CommandFailure('refused', 'PayloadChanged', text, { status: 409 });
  }
  const rejectedChoices = choicesByRun(approval, rejectChannel);
  if (!print.isJson) {
    print.line(say(`approval.deciding.${decision}`));
    printSubject(session, approval);
    if (rejectChannel.length > 0) print.fields([[say('approval.leftOut'), rejectChannel.join(', ')]]);
    if (decision === 'approve') printDoubtful(session, approval, rejectChannel);
    print.line();
  }
  const answer = await api.post<Decided>(`${path}/decision`, {
    // Of what is on the screen: what joined since is not decided by it, the API answers 409.
    payloadHash: approval.payloadHash,
    decision,
    ...(rejectChannel.length === 0 ? {} : { rejectedChoices }),
    ...(comment === undefined ? {} : { comment }),
  });
  print.show(answer, () => {
    if (answer.outcome === 'already-decided') print.line(say('approval.already'));
    print.line(say(decision === 'approve' ? 'approval.approved' : 'approval.rejected'), 'good');
    if (!answer.told) print.line(say('approval.saved'));
  });
}

/** A channel is left out of every run that offers it. */
function choicesByRun(approval: Approval, channels: readonly string[]): Record<string, string[]> {
  const offered = new Set(approval.items.flatMap((item) => item.choices));
  const unknown = channels.find((channel) => !offered.has(channel));
  if (unknown !== undefined) {
    throw wrongUsage('approval.channelUnknown', { channel: unknown, channels: [...offered].join(', ') });
  }
  const byRun = approval.items.map((item): [string, string[]] => [
    item.run,
    channels.filter((channel) => item.choices.includes(channel)),
  ]);
  return Object.fromEntries(byRun.filter(([, refusedOnes]) => refusedOnes.length > 0));
}

/** Pages until there are no more, or at least `limit` of them. */
export async function readApprovals(
  session: OpenSession,
  status: ApprovalStatus,
  limit: number,
): Promise<ApprovalPage> {
  const approvals: ListedApproval[] = [];
  let cursor: string | undefined;
  do {
    const page = await session.api.get<ApprovalPage>('approvals', { status, cursor });
    approvals.push(...page.approvals);
    cursor = page.cursor;
  } while (cursor !== undefined && approvals.length < limit);
  return cursor === undefined ? { approvals } : { approvals, cursor };
}

/** @returns undefined for a file that was not made */
async function readLink(session: OpenSession, key: string): Promise<string | undefined> {
  try {
    return (await session.api.get<{ url: string }>('media', { key })).url;
  } catch (error) {
    if (error instanceof CommandFailure && error.details.status === 404) return undefined;
    throw error;
  }
}
