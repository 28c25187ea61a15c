import type { Approval, ApprovalItem, ApprovalStatus } from '../../functions/platform/approvals/approval.ts';
import type { ApprovalPage } from '../../functions/platform/approvals/list-approvals.ts';
import { roleTitles } from '../../functions/platform/members/role.ts';
import type { Cell } from '../printer.ts';
import type { OpenSession } from '../session.ts';
import { printFindings, type ReviewFile, readReview } from './review-view.ts';

export function printApprovals(session: OpenSession, page: ApprovalPage, status: ApprovalStatus): void {
  const { print, say, shop, language, time } = session;
  const { approvals } = page;
  if (approvals.length === 0) {
    print.line(status === 'open' ? say('approvals.none') : say('approvals.noneOfStatus'));
    return;
  }
  const isOpen = status === 'open';
  print.table(
    [
      say(isOpen ? 'approvals.column.expires' : 'approvals.column.closed', { zone: shop.zone }),
      say('column.what'),
      say('approvals.column.items'),
      say('column.reason'),
      say('column.id'),
    ],
    approvals.map((approval) => [
      time(isOpen ? approval.expiresAt : approval.closedAt),
      approval.subject.label,
      String(approval.items.length),
      reasonsOf(approval.items).map((reason) => reason[language])[0] ?? '',
      approval.id,
    ]),
  );
  print.line();
  if (page.cursor !== undefined) print.line(say('approvals.more', { count: approvals.length }));
  print.line(say('approvals.hint.show'));
  if (isOpen) print.line(say('approvals.hint.decide'));
  if (status === 'expired') print.line(say('approvals.hint.reopen'));
}

/** The same reason of several photos is read once. */
function reasonsOf(items: readonly Pick<ApprovalItem, 'reasons'>[]): ApprovalItem['reasons'] {
  return [...new Map(items.flatMap((item) => item.reasons).map((reason) => [reason.en, reason])).values()];
}

/** What it is about, in a few lines: before a decision, and above the details. */
export function printSubject(session: OpenSession, approval: Approval): void {
  const { print, say, language } = session;
  print.fields([
    [say('column.id'), approval.id],
    [say('column.what'), approval.subject.label],
    ...approval.items.map((item): [string, string] => [say('approval.question'), item.asks[language]]),
    ...reasonsOf(approval.items).map((reason): [string, string] => [
      say('approval.reason'),
      reason[language],
    ]),
  ]);
}

/**
 * Before an approval: an approval lets withheld and failed files go out as well, so whoever approves reads which ones. Says
 * nothing where there are none.
 *
 * @param leftOut channels that this approval rejects
 */
export function printDoubtful(session: OpenSession, approval: Approval, leftOut: readonly string[]): void {
  const { print, say, language } = session;
  const doubtful = approval.items.flatMap((item) => {
    const review = readReview(item.payload);
    const files = (review?.files ?? []).filter(
      ({ choice, withheld, answer }) => (withheld || answer === 'fail') && !leftOut.includes(choice),
    );
    return review === undefined || files.length === 0 ? [] : [{ item, review, files }];
  });
  if (doubtful.length === 0) return;
  print.line();
  print.line(say('approval.goesOutToo'), 'waits');
  print.table(
    [say('approval.column.channel'), say('approval.column.why'), say('approval.question')],
    doubtful.flatMap(({ item, files }) =>
      files.map((file) => [
        file.choice,
        file.withheld && file.answer === 'fail'
          ? { text: say('approval.answer.withheldAndFail'), tone: 'bad' as const }
          : answerCell(session, file),
        item.asks[language],
      ]),
    ),
  );
  for (const { review, files } of doubtful) {
    printFindings(
      session,
      review,
      files.map(({ choice }) => choice),
    );
  }
}

/** @param linkTo answers a link to look at a made file */
export async function printApproval(
  session: OpenSession,
  approval: Approval,
  linkTo: ((key: string) => Promise<string | undefined>) | undefined,
): Promise<void> {
  const { print, say, language, time } = session;
  const role = roleTitles[approval.role][language];
  print.fields([
    [say('column.id'), approval.id],
    [say('column.what'), approval.subject.label],
    [say('column.status'), say(`approval.status.${approval.status}`)],
    [say('approval.role'), approval.fourEyes ? say('approval.roleFourEyes', { role }) : role],
    [say('approval.expires'), `${time(approval.expiresAt)} ${session.shop.zone}`],
    [say('approval.decision'), time(approval.decision?.at) || undefined],
    [say('approval.comment'), approval.decision?.comment],
    [say('approval.hash'), approval.payloadHash],
  ]);
  for (const item of approval.items) {
    print.line();
    await printItem(session, item, linkTo);
  }
  print.line();
  if (approval.status === 'open') print.line(say('approvals.hint.decide'));
  if (approval.status === 'expired') print.line(say('approvals.hint.reopen'));
}

async function printItem(
  session: OpenSession,
  item: ApprovalItem,
  linkTo: ((key: string) => Promise<string | undefined>) | undefined,
): Promise<void> {
  const { print, say, language } = session;
  const review = readReview(item.payload);
  const cutout = review?.cutout;
  print.fields([
    [say('approval.question'), item.asks[language]],
    [say('approval.run'), item.run],
    ...item.reasons.map((reason): [string, string] => [say('approval.reason'), reason[language]]),
    [
      say('approval.confidence'),
      cutout === undefined
        ? undefined
        : say('approval.confidenceValue', {
            percent: Math.round(cutout.confidence * 100),
            engine: cutout.engine,
          }),
    ],
  ]);
  if (review === undefined) {
    print.fields([[say('approval.payload'), JSON.stringify(item.payload)]]);
    return;
  }
  const { files } = review;
  const links =
    linkTo === undefined ? undefined : await Promise.all(files.map((one) => linkTo(one.file.key)));
  print.table(
    [
      say('approval.column.channel'),
      say('approval.column.size'),
      say('approval.column.answer'),
      say(links === undefined ? 'approval.column.file' : 'approval.link'),
    ],
    files.map((file, index) => [
      file.choice,
      `${file.width} × ${file.height}`,
      answerCell(session, file),
      links === undefined ? file.file.key : (links[index] ?? ''),
    ]),
  );
  printFindings(session, review);
}

function answerCell({ say }: OpenSession, file: ReviewFile): Cell {
  if (file.withheld) return { text: say('approval.answer.withheld'), tone: 'waits' };
  const tones = { pass: 'good', warn: 'waits', fail: 'bad' } as const;
  return { text: say(`approval.answer.${file.answer}`), tone: tones[file.answer] };
}
