import * as z from 'zod';
import { anyRole, apiHandler, param, problem, type Routes, route } from '../handlers/api-handler.ts';
import { listQuarantine } from '../quarantine/quarantine.ts';
import { quarantineAnswer } from '../quarantine/quarantine-answers.ts';
import { retryQuarantined } from '../quarantine/retry-quarantined.ts';
import { listRuns } from './list-runs.ts';
import { peopleOf } from './people-of-run.ts';
import { requestReplay } from './request-replay.ts';
import { runStatusSchema } from './run.ts';
import { replayAnswer, runAnswer, runsAnswer } from './runs-answers.ts';
import { readRun } from './stages.ts';
import { takenBackOf } from './taken-back.ts';

const listQuery = z.object({
  status: runStatusSchema.optional(),
  days: z.coerce.number().int().min(1).max(31).default(7),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  workflow: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  cursor: z.string().optional(),
});

const quarantineQuery = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  kind: z.enum(['refused', 'unassigned']).optional(),
});

const replayBody = z.strictObject({ dryRun: z.boolean().default(false) });

const retryBody = z.object({ sku: z.string().optional() });

export const routes: Routes = {
  'GET /api/{store}/runs': route({
    summary: 'Runs, newest first',
    answers: { 200: runsAnswer },
    roles: anyRole,
    query: listQuery,
    run: async (platform, { store, query }) => ({
      status: 200,
      body: await listRuns(platform, store, query),
    }),
  }),
  'GET /api/{store}/runs/{id}': route({
    summary: 'One run with its stages',
    answers: { 200: runAnswer },
    roles: anyRole,
    run: async (platform, request) => {
      const run = await readRun(platform, { store: request.store, run: param(request, 'id') });
      const [people, takenBack] = await Promise.all([peopleOf(platform, run), takenBackOf(platform, run)]);
      return { status: 200, body: { ...run, people, ...(takenBack === undefined ? {} : { takenBack }) } };
    },
  }),
  'POST /api/{store}/runs/{id}/replay': route({
    summary: 'Runs it again with the same input, on request as a dry run: everything but the outward action',
    answers: { 202: replayAnswer },
    roles: ['operator', 'admin'],
    body: replayBody,
    run: async (platform, request) => {
      const { store, member, body } = request;
      const replay = await requestReplay(platform, store, param(request, 'id'), member.sub, body.dryRun);
      if (replay.kind === 'requested')
        return { status: 202, body: { run: replay.runId, attempt: replay.attempt } };
      return problem(409, 'RunOpen', {
        en: 'This run has not ended yet. Wait for its end, or decide the approval that it waits for.',
        zh: '该运行尚未结束，请等待其结束，或先处理其等待的审批。',
      });
    },
  }),
  'GET /api/{store}/quarantine': route({
    summary: 'What could not be worked on and waits for a person, newest first',
    answers: { 200: quarantineAnswer },
    roles: anyRole,
    query: quarantineQuery,
    run: async (platform, { store, query }) => ({
      status: 200,
      body: await listQuarantine(platform, store, query),
    }),
  }),
  'POST /api/{store}/quarantine/{id}/retry': route({
    summary: 'Sends it again, a photo without product with its SKU',
    answers: { 202: z.strictObject({}) },
    roles: ['operator', 'admin'],
    body: retryBody,
    run: async (platform, request) => {
      const { store, member, body } = request;
      await retryQuarantined(platform, { store, id: param(request, 'id'), by: member.sub, sku: body.sku });
      return { status: 202, body: {} };
    },
  }),
};

export const handler = apiHandler(routes);
