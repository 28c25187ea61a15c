import { anyRole, apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { readToday } from './read-today.ts';
import { todayAnswer } from './today-answers.ts';

export const routes: Routes = {
  'GET /api/{store}/today': route({
    summary: 'What waits, what failed, what ran today, what it cost, how well it goes, and what to do first',
    answers: { 200: todayAnswer },
    roles: anyRole,
    run: async (platform, { store }) => ({ status: 200, body: await readToday(platform, store) }),
  }),
};

export const handler = apiHandler(routes);
