import type { Command } from 'commander';
import type { NoticeRecord } from '../../functions/platform/notify/notice-record.ts';
import { daysBack } from '../../functions/platform/runs/days-back.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import { forReading, type OpenSession, openSession } from '../session.ts';
import { numberOption } from '../usage.ts';

/** The built-in outbox: on one machine the only place where notices and the daily digest can be read. */
export function addNotices(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('notices')
    .description(say('help.notices'))
    .command('list')
    .description(say('help.notices.list'))
    .addOption(numberOption('--days <n>', say('help.notices.days'), 1, 31).default(3))
    .action(async ({ days }: { days: number }, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const statuses = session.member.roles.includes('admin') ? ['sent', 'failed'] : ['sent'];
      const notices: NoticeRecord[] = [];
      for (const day of daysBack(invocation.shell.now().toISOString(), days)) {
        for (const status of statuses) notices.push(...(await readDay(session, day, status)));
      }
      notices.sort((one, other) => other.at.localeCompare(one.at));
      session.print.show({ notices }, () => printNotices(session, notices, days));
    });
}

async function readDay({ api }: OpenSession, day: string, status: string): Promise<readonly NoticeRecord[]> {
  const found: NoticeRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.get<{ notices: NoticeRecord[]; cursor?: string }>('notices', {
      day,
      status,
      cursor,
    });
    found.push(...page.notices);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

function printNotices(
  { print, say, time, language }: OpenSession,
  notices: readonly NoticeRecord[],
  days: number,
) {
  if (notices.length === 0) print.line(say('notices.none', { days }));
  for (const [at, notice] of notices.entries()) {
    if (at > 0) print.line();
    print.line(`${time(notice.at)}  ${notice.title}`);
    // Each by itself: `line` lets no line break of somebody else's text through.
    for (const line of notice.text.split('\n')) print.line(`  ${line}`);
    if (notice.link !== '') print.line(`  ${notice.link}`);
    if (notice.status === 'failed') {
      const reason = notice.failure?.[language] ?? '';
      print.line(`  ${say('notices.undelivered', { address: notice.address, reason })}`, 'bad');
    }
  }
}
