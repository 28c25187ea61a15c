import * as z from 'zod';
import { anyRole, apiHandler, param, type Routes, route } from '../handlers/api-handler.ts';
import { askChange } from '../settings/pending-changes.ts';
import { changeAskedAnswer } from '../settings/settings-answers.ts';
import {
  describeProposal,
  dismissProposal,
  findProposal,
  findProposals,
  withProposal,
} from './list-proposals.ts';
import { dismissedAnswer, proposalsAnswer } from './proposals-answers.ts';

const reasonBody = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() });

export const routes: Routes = {
  'GET /api/{store}/proposals': route({
    summary: 'What the record of approvals proposes to leave to the machines',
    answers: { 200: proposalsAnswer },
    roles: anyRole,
    run: async (platform, { store }) => {
      const { proposals } = await findProposals(platform, store);
      return { status: 200, body: { proposals: proposals.map(describeProposal) } };
    },
  }),
  'POST /api/{store}/proposals/{id}/accept': route({
    summary: 'Asks for the proposed change of the approval policy; a second admin confirms it',
    answers: { 202: changeAskedAnswer },
    roles: ['admin'],
    body: reasonBody,
    run: async (platform, request) => {
      const { store, member, body } = request;
      const { proposal, policy, version } = await findProposal(platform, store, param(request, 'id'));
      const asking = {
        store,
        name: 'approval-policy',
        expectedVersion: version,
        actor: { id: member.sub, roles: member.roles },
        reason: body.reason ?? describeProposal(proposal).says.en,
      } as const;
      return {
        status: 202,
        body: await askChange(platform, asking, { value: withProposal(policy, proposal) }),
      };
    },
  }),
  'POST /api/{store}/proposals/{id}/dismiss': route({
    summary: 'Puts a proposal away until as many new decisions say the same',
    answers: { 200: dismissedAnswer },
    roles: ['admin'],
    body: reasonBody,
    run: async (platform, request) => {
      const { store, member, body } = request;
      const { proposal } = await findProposal(platform, store, param(request, 'id'));
      await dismissProposal(platform, store, proposal, { sub: member.sub, reason: body.reason });
      return { status: 200, body: { dismissed: proposal.id } };
    },
  }),
};

export const handler = apiHandler(routes);
