import * as z from 'zod';
import { apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { listMembers } from '../members/members.ts';
import { auditAnswer, verificationAnswer } from './audit-answers.ts';
import { searchAudit } from './search-audit.ts';
import { verifyAudit } from './verify-audit.ts';

const verificationQuery = z.object({ cursor: z.string().optional() });

const name = z.string().min(1).max(300).optional();
const searchQuery = z.strictObject({
  stream: name,
  /** Short for `stream=run/<id>`. */
  run: name,
  subject: name,
  actor: name,
  action: name,
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  cursor: z.string().optional(),
});

export const routes: Routes = {
  'GET /api/{store}/audit': route({
    summary:
      'Looks through the audit by run, subject, actor, action and day; each page reads a bounded part of it',
    answers: { 200: auditAnswer },
    // Reasons and decisions of everybody: for those who answer for them.
    roles: ['approver', 'admin'],
    query: searchQuery,
    run: async (platform, { store, query: { run, ...query } }) => {
      const stream = run === undefined ? query.stream : `run/${run}`;
      const [page, members] = await Promise.all([
        searchAudit(platform, store, { ...query, stream }),
        listMembers(platform, store),
      ]);
      const people = members.map(({ sub, name: called }) => ({ sub, name: called }));
      return { status: 200, body: { ...page, people } };
    },
  }),
  'GET /api/{store}/audit/verification': route({
    summary: 'Verifies the audit chain, page by page',
    answers: { 200: verificationAnswer },
    // It reads a lot, and what it finds is for whoever answers for the shop.
    roles: ['admin'],
    query: verificationQuery,
    run: async (platform, { store, query }) => ({
      status: 200,
      body: await verifyAudit(platform, store, query),
    }),
  }),
};

export const handler = apiHandler(routes);
