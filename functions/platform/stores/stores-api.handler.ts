import { apiHandler, personRoute, type Routes } from '../handlers/api-handler.ts';
import { storesAnswer } from './stores-answers.ts';
import { storesOfPerson } from './stores-of-person.ts';

export const routes: Routes = {
  'GET /api/stores': personRoute({
    summary: 'The shops in which the signed-in person is a member',
    roles: 'signed-in',
    answers: { 200: storesAnswer },
    run: async (platform, { sub }) => ({
      status: 200,
      body: { stores: await storesOfPerson(platform, sub) },
    }),
  }),
};

export const handler = apiHandler(routes);
