import { workflows } from '../../workflows.ts';
import type { Approval } from '../approvals/approval.ts';
import { approvalIndexPk } from '../approvals/approval.ts';
import { auditWrites } from '../audit/append-audit.ts';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { RecordKey } from '../ports/records.ts';
import { daysBack } from '../runs/days-back.ts';
import { readSetting } from '../settings/read-setting.ts';
import { approvalRuleSchema, type SettingValue } from '../settings/setting-catalogue.ts';
import { sinceWhen } from '../settings/since-when.ts';
import type { Proposal } from './proposals-answers.ts';
import { type AutomationProposal, type DecidedApproval, proposeAutomation } from './propose-automation.ts';

/** Closed approvals are listed this many days back. */
const DAYS = 30;
/** Approvals that are read at most: four workflows' worth, some 4 KB each. */
const READ_AT_MOST = 200;

export type ApprovalPolicy = SettingValue<'approval-policy'>;

export interface FoundProposals {
  readonly proposals: readonly AutomationProposal[];
  readonly policy: ApprovalPolicy;
  readonly version: number;
}

/** What the shop's approval record proposes now. */
export async function findProposals(platform: Platform, store: string): Promise<FoundProposals> {
  const [decided, setting, dismissed] = await Promise.all([
    newestDecided(platform, store),
    readSetting(platform, store, 'approval-policy'),
    platform.records.list<{ id: string; at: string }>({ pk: dismissedPk(store) }),
  ]);
  const { value: policy, version } = setting;
  const when = (workflow: string) => (policy.workflows[workflow] ?? approvalRuleSchema.parse({})).when;
  const countedAfter = new Map(dismissed.items.map(({ data }) => [data.id, data.at]));
  // Of those alone that would be proposed the policy's versions are read.
  for (const { id, workflow } of proposeAutomation(decided, when, countedAfter)) {
    const { at = '' } = (await sinceWhen(platform, store, 'approval-policy', workflow)) ?? {};
    if (at > (countedAfter.get(id) ?? '')) countedAfter.set(id, at);
  }
  return { proposals: proposeAutomation(decided, when, countedAfter), policy, version };
}

/** @throws InvalidInputError `ProposalUnknown`: it never was, or the record says something else by now */
export async function findProposal(
  platform: Platform,
  store: string,
  id: string,
): Promise<FoundProposals & { proposal: AutomationProposal }> {
  const found = await findProposals(platform, store);
  const proposal = found.proposals.find((one) => one.id === id);
  if (proposal !== undefined) return { ...found, proposal };
  throw new InvalidInputError('ProposalUnknown', {
    en: 'This is not proposed any more: later decisions say something else, or it was accepted. Nothing was changed.',
    zh: '该建议已不再成立：之后的审批结果不同，或已被采纳。未作更改。',
  });
}

/**
 * Puts a proposal away, with its entry in the audit. The same may be put away again when it has come back.
 *
 * @param by who puts it away, and why
 * @throws ConflictError when somebody else did at the same moment
 */
export async function dismissProposal(
  platform: Platform,
  store: string,
  { id, workflow, decisions, since, before, after }: AutomationProposal,
  { sub, reason }: { readonly sub: string; readonly reason?: string | undefined },
): Promise<void> {
  const audit = await auditWrites(platform, {
    store,
    stream: `proposal/${id}`,
    actor: { kind: 'person', id: sub },
    action: 'proposal.dismissed',
    subject: `proposal/${workflow}`,
    // What stays as it is, what was proposed instead, and on what grounds.
    before: { when: before },
    after: { when: before, proposed: after, decisions, since },
    reason,
  });
  const data = { id, at: platform.clock.now(), by: sub, reason };
  const dismissed = { key: dismissedKey(store, id), data, expected: 'any' } as const;
  await platform.records.transact([dismissed, ...audit]);
}

/** The policy with the proposal in it. */
export function withProposal(
  policy: ApprovalPolicy,
  { workflow, after }: AutomationProposal,
): ApprovalPolicy {
  const rule = policy.workflows[workflow] ?? approvalRuleSchema.parse({});
  return { ...policy, workflows: { ...policy.workflows, [workflow]: { ...rule, when: after } } };
}

export function describeProposal(proposal: AutomationProposal): Proposal {
  const { id, workflow, decisions, unchanged, since, reasons, before, after } = proposal;
  const title = workflows.find(({ slug }) => slug === workflow)?.title ?? { en: workflow, zh: workflow };
  const then = {
    'on-doubt': { en: 'ask only where there is doubt', zh: '仅在存疑时请人审批' },
    never: { en: 'ask nobody', zh: '不再请人审批' },
    always: { en: 'always ask', zh: '始终请人审批' },
  }[after];
  return {
    id,
    workflow,
    says: {
      en: `The last ${decisions} decisions on “${title.en}” approved everything unchanged. Proposal: ${then.en}.`,
      zh: `“${title.zh}”最近 ${decisions} 次审批均原样通过。建议：${then.zh}。`,
    },
    decisions,
    unchanged,
    since,
    reasons: reasons.map((one) => ({ ...one })),
    change: { setting: 'approval-policy', path: `workflows.${workflow}.when`, before, after },
  };
}

const dismissedPk = (store: string) => `${store}#PROPOSALS`;
const dismissedKey = (store: string, id: string): RecordKey => ({ pk: dismissedPk(store), sk: id });

async function newestDecided(platform: Platform, store: string): Promise<readonly DecidedApproval[]> {
  const found: DecidedApproval[] = [];
  for (const day of daysBack(platform.clock.now(), DAYS)) {
    const pages = await Promise.all(
      (['approved', 'rejected'] as const).map((status) =>
        platform.records.listIndex<Approval>(approvalIndexPk(store, status, day), {
          limit: 100,
          descending: true,
        }),
      ),
    );
    found.push(...pages.flatMap(({ items }) => items.flatMap(({ data }) => summary(data) ?? [])));
    if (found.length >= READ_AT_MOST) break;
  }
  return found;
}

function summary({ workflow, decision, items }: Approval): DecidedApproval | undefined {
  if (decision === undefined) return undefined;
  const isWhole = Object.values(decision.rejectedChoices).every((choices) => choices.length === 0);
  const isEdited = decision.edits !== undefined && decision.edits !== null;
  return {
    workflow,
    at: decision.at,
    isUnchanged: decision.decision === 'approve' && isWhole && !isEdited,
    reasons: items.flatMap(({ reasons }) => reasons),
  };
}
