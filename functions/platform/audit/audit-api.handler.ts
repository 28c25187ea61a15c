import * as z from 'zod';
import { anyRole, apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { verifyAudit } from './verify-audit.ts';

const verificationQuery = z.object({ cursor: z.string().optional() });

export const routes: Routes = {
  'GET /api/{store}/audit/verification': route({
    roles: anyRole,
    query: verificationQuery,
    run: async (platform, { store, query }) => ({
      status: 200,
      body: await verifyAudit(platform, store, query),
    }),
  }),
};

export const handler = apiHandler(routes);
