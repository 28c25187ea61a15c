import { stateMachines } from '../../state-machines.ts';
import { workflows } from '../../workflows.ts';
import { InvalidInputError } from '../errors.ts';
import { anyRole, apiHandler, param, type Routes, route } from '../handlers/api-handler.ts';
import type { WorkflowManifest } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { readSetting } from '../settings/read-setting.ts';
import { describeMachine } from './describe-machine.ts';
import { type WorkflowsAnswer, workflowAnswer, workflowsAnswer } from './workflows-answers.ts';

export const routes: Routes = {
  'GET /api/{store}/workflows': route({
    summary: 'The workflows of this release: owner, measure, stages, and whether they are on in this shop',
    answers: { 200: workflowsAnswer },
    roles: anyRole,
    run: async (platform, { store }) => {
      const describe = await describer(platform, store);
      return { status: 200, body: { workflows: workflows.map(describe) } };
    },
  }),
  'GET /api/{store}/workflows/{slug}': route({
    summary: 'One workflow with its state machine, for a drawing',
    answers: { 200: workflowAnswer },
    roles: anyRole,
    run: async (platform, request) => {
      const slug = param(request, 'slug');
      const manifest = workflows.find((candidate) => candidate.slug === slug);
      if (manifest === undefined) throw workflowUnknown(slug);
      const describe = await describer(platform, request.store);
      const machine = describeMachine(stateMachines[slug], manifest.stages);
      return { status: 200, body: { ...describe(manifest), machine } };
    },
  }),
};

export const handler = apiHandler(routes);

/** What a manifest says, with what the shop set for it. */
async function describer(
  platform: Platform,
  store: string,
): Promise<(manifest: WorkflowManifest) => WorkflowsAnswer['workflows'][number]> {
  const [switches, dryRun, pilot] = await Promise.all([
    readSetting(platform, store, 'kill-switches'),
    readSetting(platform, store, 'dry-run'),
    readSetting(platform, store, 'pilot'),
  ]);
  return ({ slug, version, title, owner, escalation, measure, stages }) => ({
    slug,
    version,
    title,
    owner,
    escalation,
    measure,
    stages,
    isEnabled: switches.value[slug] !== true,
    isDryRun: dryRun.value[slug] === true,
    isPilot: pilot.value[slug] !== undefined,
  });
}

function workflowUnknown(slug: string): InvalidInputError {
  return new InvalidInputError('WorkflowUnknown', {
    en: `There is no workflow ${slug} in this release.`,
    zh: `此版本没有流程 ${slug}。`,
  });
}
