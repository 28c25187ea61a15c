import { anyRole, apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { connectorsAnswer } from './connectors-answers.ts';
import { readConnectors } from './read-connectors.ts';

export const routes: Routes = {
  'GET /api/{store}/connectors': route({
    summary: 'What is plugged in where, and what trouble there is with it',
    answers: { 200: connectorsAnswer },
    roles: anyRole,
    run: async (platform, { store }) => ({
      status: 200,
      body: { connectors: await readConnectors(platform, store) },
    }),
  }),
};

export const handler = apiHandler(routes);
