import * as z from 'zod';
import { apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { verificationAnswer } from './audit-answers.ts';
import { verifyAudit } from './verify-audit.ts';

const verificationQuery = z.object({ cursor: z.string().optional() });

export const routes: Routes = {
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
