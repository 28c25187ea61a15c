import { apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { askSampleRemoval } from './ask-sample-removal.ts';
import { sampleRemovalAnswer } from './stores-answers.ts';

export const routes: Routes = {
  'DELETE /api/{store}/sample': route({
    summary: 'Asks for the sample shop to be removed; every other shop refuses',
    answers: { 202: sampleRemovalAnswer },
    roles: ['admin'],
    run: async (platform, { store, member }) => {
      await askSampleRemoval(platform, store, member.sub);
      return { status: 202, body: { removing: store } };
    },
  }),
};

export const handler = apiHandler(routes);
