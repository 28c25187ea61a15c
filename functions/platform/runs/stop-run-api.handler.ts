import * as z from 'zod';
import { workflows } from '../../workflows.ts';
import { apiHandler, param, problem, type Routes, route } from '../handlers/api-handler.ts';
import { stopAnswer } from './runs-answers.ts';
import { stopRun } from './stop-run.ts';

const stopBody = z.strictObject({ reason: z.string().trim().min(1).max(500) });

/** A function of its own: only it may end executions. */
export const routes: Routes = {
  'POST /api/{store}/runs/{id}/stop': route({
    summary: 'Ends a run before it is through; a stage that is being worked on is not undone',
    answers: { 200: stopAnswer },
    roles: ['operator', 'admin'],
    body: stopBody,
    run: async (platform, request) => {
      const { store, member, body } = request;
      const wanted = { store, run: param(request, 'id'), by: member.sub, reason: body.reason };
      const stopped = await stopRun(platform, workflows, wanted);
      return stopped.kind === 'stopped'
        ? { status: 200, body: { run: stopped.run } }
        : problem(409, 'RunEnded', stopped.says, { status: stopped.run.status });
    },
  }),
};

export const handler = apiHandler(routes);
