import { stateMachines } from '../../state-machines.ts';
import { workflows } from '../../workflows.ts';
import { InvalidInputError } from '../errors.ts';
import { anyRole, apiHandler, param, type Routes, route } from '../handlers/api-handler.ts';
import type { WorkflowManifest } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { changedBy } from '../settings/changed-by.ts';
import { isSwitchedOff, type KillSwitch } from '../settings/kill-switch.ts';
import { readSetting } from '../settings/read-setting.ts';
import { sinceWhen } from '../settings/since-when.ts';
import { describeMachine } from './describe-machine.ts';
import { type WorkflowsAnswer, workflowAnswer, workflowsAnswer } from './workflows-answers.ts';

export const routes: Routes = {
  'GET /api/{store}/workflows': route({
    summary: 'The workflows of this release: owner, measure, stages, and whether they are on in this shop',
    answers: { 200: workflowsAnswer },
    roles: anyRole,
    run: async (platform, { store }) => {
      const describe = await describer(platform, store);
      return { status: 200, body: { workflows: await Promise.all(workflows.map(describe)) } };
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
      return { status: 200, body: { ...(await describe(manifest)), machine } };
    },
  }),
};

export const handler = apiHandler(routes);

type Described = WorkflowsAnswer['workflows'][number];

/** What a manifest says, with what the shop set for it. */
async function describer(
  platform: Platform,
  store: string,
): Promise<(manifest: WorkflowManifest) => Promise<Described>> {
  const [switches, dryRun, pilot, responsible] = await Promise.all([
    readSetting(platform, store, 'kill-switches'),
    readSetting(platform, store, 'dry-run'),
    readSetting(platform, store, 'pilot'),
    readSetting(platform, store, 'responsible'),
  ]);
  return async ({ slug, version, title, owner, escalation, measure, stages }) => {
    const entry = switches.value[slug];
    const isOff = isSwitchedOff(entry, platform.clock.now());
    return {
      slug,
      version,
      title,
      // The shop's own people go before those of the manifest.
      owner: responsible.value[slug]?.owner ?? owner,
      escalation: responsible.value[slug]?.escalation ?? escalation,
      measure,
      stages,
      isEnabled: !isOff,
      ...(isOff ? { off: await describeOff(platform, store, slug, entry) } : {}),
      isDryRun: dryRun.value[slug] === true,
      isPilot: pilot.value[slug] !== undefined,
    };
  };
}

async function describeOff(
  platform: Platform,
  store: string,
  slug: string,
  entry: KillSwitch | undefined,
): Promise<NonNullable<Described['off']>> {
  const version = await sinceWhen(platform, store, 'kill-switches', slug);
  return {
    ...(version === undefined ? {} : { since: await changedBy(platform, store, version) }),
    ...(typeof entry === 'string' ? { until: entry } : {}),
  };
}

function workflowUnknown(slug: string): InvalidInputError {
  return new InvalidInputError('WorkflowUnknown', {
    en: `There is no workflow ${slug} in this release.`,
    zh: `此版本没有流程 ${slug}。`,
  });
}
