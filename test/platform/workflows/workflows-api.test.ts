import { describe, expect, it } from 'vitest';
import type { WorkflowAnswer } from '../../../functions/platform/workflows/workflows-answers.ts';
import { routes } from '../../../functions/platform/workflows/workflows-api.handler.ts';
import { stateMachines } from '../../../functions/state-machines.ts';
import { workflows } from '../../../functions/workflows.ts';
import { readMachine } from '../../conformance/asl.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform } from '../memory/memory-platform.ts';
import { set } from '../runs/run-fixtures.ts';

async function shop() {
  const platform = createMemoryPlatform();
  await addMembers(platform);
  return platform;
}

const show = async (slug: string) =>
  await call(await shop(), routes, 'GET /api/{store}/workflows/{slug}', { params: { slug } });

describe('the workflows of a release', () => {
  it('are listed with their owner, their measure and whether they are on', async () => {
    const platform = await shop();
    await set(platform, 'kill-switches', { 'image-assets': true });
    await set(platform, 'dry-run', { 'image-assets': true });
    const { body } = await call(platform, routes, 'GET /api/{store}/workflows');
    const listed = body.workflows as { slug: string }[];
    expect(listed.map(({ slug }) => slug)).toEqual(workflows.map(({ slug }) => slug));
    expect(listed[0]).toMatchObject({
      slug: 'image-assets',
      owner: 'content-team',
      escalation: 'shop-manager',
      isEnabled: false,
      isDryRun: true,
      isPilot: false,
    });
  });

  it('name the people whom the shop set, and those of the release for all others', async () => {
    const platform = await shop();
    await set(platform, 'responsible', { 'image-assets': { owner: 'Li Na', escalation: 'Wang Wei' } });
    const { body } = await call(platform, routes, 'GET /api/{store}/workflows');
    const listed = body.workflows as { slug: string; owner: string; escalation: string }[];
    for (const { slug, owner, escalation } of listed) {
      const manifest = workflows.find((one) => one.slug === slug);
      const expected =
        slug === 'image-assets' ? ['Li Na', 'Wang Wei'] : [manifest?.owner, manifest?.escalation];
      expect([owner, escalation]).toEqual(expected);
    }
  });

  it('have their machine beside them, every one of the registry', () => {
    expect(Object.keys(stateMachines).sort()).toEqual(workflows.map(({ slug }) => slug).sort());
    for (const { slug } of workflows) expect(stateMachines[slug]).toEqual(readMachine(slug));
  });

  it.each(workflows.map(({ slug }) => slug))(
    'show the machine of %s as states that lead to states',
    async (slug) => {
      const { machine, stages } = (await show(slug)).body as unknown as WorkflowAnswer;
      const names = machine.states.map(({ name }) => name);
      expect(names).toContain(machine.startAt);
      const reached = new Set([machine.startAt]);
      for (const { next, choices, catches } of machine.states) {
        const leads = [next, ...choices.map((one) => one.next), ...catches.map((one) => one.next)];
        for (const name of leads) if (name !== undefined) reached.add(name);
      }
      expect([...reached].sort()).toEqual([...names].sort());
      for (const { name, next, choices, isEnd } of machine.states) {
        expect(isEnd || next !== undefined || choices.length > 0, name).toBe(true);
      }
      for (const { state } of stages) {
        expect(machine.states.find(({ name }) => name === state)?.title, state).toBeDefined();
      }
    },
  );

  it('say which stage waits for a person', async () => {
    const { machine } = (await show('image-assets')).body as unknown as WorkflowAnswer;
    const waiting = machine.states.filter(({ waitsForAnswer }) => waitsForAnswer);
    expect(waiting.map(({ name }) => name)).toEqual(['Review']);
  });

  it('are not shown where there is none of that name', async () => {
    expect((await show('letters')).status).toBe(404);
    expect((await show('constructor')).status).toBe(404);
  });
});
