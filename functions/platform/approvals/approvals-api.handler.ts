import * as z from 'zod';
import { anyRole, apiHandler, param, problem, type Routes, route } from '../handlers/api-handler.ts';
import type { ReplayMessage } from '../handlers/starter-handler.ts';
import { approvalStatuses } from './approval.ts';
import { approvalTexts } from './approval-texts.ts';
import {
  approvalAnswer,
  approvalCountsAnswer,
  approvalsAnswer,
  decisionAnswer,
  decisionConflictAnswer,
  decisionsAnswer,
  reopenAnswer,
} from './approvals-answers.ts';
import { decideApproval } from './decide-approval.ts';
import { decideMany } from './decide-many.ts';
import { answerTo } from './decision-answer.ts';
import { countApprovals, listApprovals, showApproval } from './list-approvals.ts';
import { nameDeciders } from './name-deciders.ts';
import { reopenApproval } from './reopen-approval.ts';

const listQuery = z.object({
  status: z.enum(approvalStatuses).default('open'),
  workflow: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  /** Of open ones: the oldest question first, or what expires next. */
  order: z.enum(['oldest', 'expiring']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().optional(),
});

const decisionBody = z.strictObject({
  /** Of what the person saw; another one by now answers 409. */
  payloadHash: z.string(),
  decision: z.enum(['approve', 'reject']),
  /** By run: the choices that are refused although the rest is approved. */
  rejectedChoices: z.record(z.string(), z.array(z.string().max(100)).max(100)).optional(),
  edits: z.unknown().optional(),
  comment: z.string().max(2000).optional(),
});

const decisionsBody = z.strictObject({
  decisions: z
    .array(decisionBody.omit({ edits: true }).extend({ id: z.string().min(1).max(100) }))
    .min(1)
    .max(25),
});

export const routes: Routes = {
  'GET /api/{store}/approvals': route({
    summary: 'Approvals of one status, without their payloads',
    answers: { 200: approvalsAnswer },
    roles: anyRole,
    query: listQuery,
    run: async (platform, { store, query }) => {
      const { approvals, ...page } = await listApprovals(platform, store, query);
      return { status: 200, body: { approvals: await nameDeciders(platform, store, approvals), ...page } };
    },
  }),
  'GET /api/{store}/approvals/counts': route({
    summary: 'How many approvals wait, and since when the oldest',
    answers: { 200: approvalCountsAnswer },
    roles: anyRole,
    run: async (platform, { store }) => ({ status: 200, body: await countApprovals(platform, store) }),
  }),
  'POST /api/{store}/approvals/decisions': route({
    summary: 'Decides several approvals, each by itself: one that cannot be decided leaves the others alone',
    answers: { 200: decisionsAnswer },
    roles: anyRole,
    body: decisionsBody,
    run: async (platform, { store, member, body }) => ({
      status: 200,
      body: { results: await decideMany(platform, store, member, body.decisions) },
    }),
  }),
  'GET /api/{store}/approvals/{id}': route({
    summary: 'One approval with everything that a person needs to see for it',
    answers: { 200: approvalAnswer },
    roles: anyRole,
    run: async (platform, request) => {
      const approval = await showApproval(platform, request.store, param(request, 'id'));
      return approval === undefined
        ? problem(404, 'ApprovalUnknown', approvalTexts.notFound)
        : { status: 200, body: (await nameDeciders(platform, request.store, [approval]))[0] };
    },
  }),
  'POST /api/{store}/approvals/{id}/decision': route({
    summary: 'Decides on what was seen, named by its hash',
    answers: { 200: decisionAnswer, 409: decisionConflictAnswer },
    // The approval names the role that may decide; `decideApproval` checks it, and four-eyes.
    roles: anyRole,
    body: decisionBody,
    run: async (platform, request) => {
      const { store, member, body } = request;
      const id = param(request, 'id');
      return await answerTo(platform, await decideApproval(platform, { ...body, store, id, actor: member }));
    },
  }),
  'POST /api/{store}/approvals/{id}/reopen': route({
    summary: 'Asks an expired question anew, with the facts checked again',
    answers: { 202: reopenAnswer },
    roles: anyRole,
    run: async (platform, request) => {
      const { store, member } = request;
      const reopened = await reopenApproval(platform, { store, id: param(request, 'id'), actor: member });
      if (reopened.outcome === 'not-found') return problem(404, 'ApprovalUnknown', reopened.says);
      if (reopened.outcome === 'conflict') return problem(409, 'ApprovalNotExpired', reopened.says);
      for (const { run, attempt } of reopened.runs) {
        // Without `startedBy`: whoever reopens starts nothing of their own, and may decide what is asked anew.
        const message: ReplayMessage = { kind: 'replay', store, runId: run, attempt };
        await platform.queues.send(reopened.workflow, message);
      }
      return { status: 202, body: { runs: reopened.runs } };
    },
  }),
};

export const handler = apiHandler(routes);
