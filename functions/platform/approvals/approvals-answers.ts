import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';
import { problemSchema } from '../handlers/problem-answer.ts';
import { roleSchema } from '../members/role.ts';

const status = z.enum(['open', 'approved', 'rejected', 'expired', 'withdrawn']);

const listedDecision = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  /** By run: the choices that were refused although the rest was approved. */
  rejectedChoices: z.record(z.string(), z.array(z.string())),
  comment: z.string().optional(),
  /** The member's `sub`. */
  by: z.string(),
  /** Left out for somebody who is no member any more. */
  byName: z.string().optional(),
  at: z.iso.datetime(),
});

const listedItem = z.strictObject({
  run: z.string(),
  attempt: z.int().min(1),
  startedBy: z.array(z.string()).optional(),
  asks: saysSchema,
  /** In a list: the first one only. */
  reasons: z.array(saysSchema),
  payloadHash: z.string(),
  choices: z.array(z.string()),
  /** Key in the media bucket of a picture to show in a list. */
  thumbnail: z.string().optional(),
  takesEdits: z.boolean().optional(),
  told: z.boolean(),
});

const head = z.strictObject({
  id: z.string(),
  store: z.string(),
  workflow: z.string(),
  subject: z.strictObject({ kind: z.string(), id: z.string(), label: z.string() }),
  group: z.string(),
  status,
  payloadHash: z.string(),
  role: roleSchema,
  fourEyes: z.boolean(),
  requestedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  expiresAtLatest: z.iso.datetime(),
  escalateAt: z.iso.datetime(),
  escalatedAt: z.iso.datetime().optional(),
  closedAt: z.iso.datetime().optional(),
  announced: z.array(z.enum(['requested', 'escalated', 'closed'])),
  reopenedAt: z.iso.datetime().optional(),
});

export const listedApprovalSchema = head.extend({
  items: z.array(listedItem),
  decision: listedDecision.optional(),
});

/** `GET /api/{store}/approvals`: without payloads. With a filter a page may be short and still have a cursor. */
export const approvalsAnswer = z.strictObject({
  approvals: z.array(listedApprovalSchema),
  cursor: z.string().optional(),
});

/** `GET /api/{store}/approvals/counts`: what waits, all of it. */
export const approvalCountsAnswer = z.strictObject({
  open: z.int().min(0),
  /** There are more than were counted. */
  isMore: z.boolean(),
  oldestAt: z.iso.datetime().optional(),
});

/** `GET /api/{store}/approvals/{id}` */
export const approvalAnswer = head.extend({
  items: z.array(listedItem.extend({ payload: z.unknown() })),
  decision: listedDecision.extend({ edits: z.unknown().optional() }).optional(),
});

/** `POST /api/{store}/approvals/{id}/decision`; `told` false: saved, the machines are told within minutes. */
export const decisionAnswer = z.strictObject({
  outcome: z.enum(['decided', 'already-decided']),
  told: z.boolean(),
  approval: approvalAnswer,
});

/** 409 of a decision: what it was compared with, and who was faster where somebody was. */
export const decisionConflictAnswer = problemSchema.extend({
  payloadHash: z.string().optional(),
  status: status.optional(),
  decided: listedDecision.extend({ byName: z.string() }).optional(),
});

/** `POST /api/{store}/approvals/decisions`: an answer for each, in the order of the request; each one is decided by itself. */
export const decisionsAnswer = z.strictObject({
  results: z.array(
    z.strictObject({
      id: z.string(),
      /** As the single route would have answered; 0: there was no time left, nothing was tried. */
      status: z.int(),
      code: z.string().optional(),
      text: saysSchema.optional(),
    }),
  ),
});

/** `POST /api/{store}/approvals/{id}/reopen`: the runs that ask anew. */
export const reopenAnswer = z.strictObject({
  runs: z.array(z.strictObject({ run: z.string(), attempt: z.int().min(1) })),
});
export type ListedApproval = z.output<typeof listedApprovalSchema>;
export type ApprovalsAnswer = z.output<typeof approvalsAnswer>;
export type ApprovalCountsAnswer = z.output<typeof approvalCountsAnswer>;
export type ApprovalAnswer = z.output<typeof approvalAnswer>;
export type DecisionAnswer = z.output<typeof decisionAnswer>;
export type DecisionConflictAnswer = z.output<typeof decisionConflictAnswer>;
export type DecisionsAnswer = z.output<typeof decisionsAnswer>;
export type ReopenAnswer = z.output<typeof reopenAnswer>;
