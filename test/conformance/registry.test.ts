import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { errorNames } from '../../functions/platform/errors.ts';
import { defineWorkflow, pascalCase, type WorkflowManifest } from '../../functions/platform/manifest.ts';
import { platformFunctions } from '../../functions/platform/platform-functions.ts';
import {
  rateLimitedCatch,
  recordRetry,
  reviewCatch,
  stageCatch,
  stageRetry,
  throttlingError,
  throttlingRetry,
  transientErrors,
} from '../../functions/platform/retry-policy.ts';
import { workflows } from '../../functions/workflows.ts';
import { closingStates, projectRoot, readMachine, substitutionOf } from './asl.ts';

/** What Step Functions itself names, in the machines that we write. */
const serviceErrors = ['States.ALL', 'States.Timeout'];

const handlersIn = (folder: string) =>
  readdirSync(join(projectRoot, folder))
    .filter((file) => file.endsWith('.handler.ts'))
    .map((file) => file.replace(/\.handler\.ts$/, ''))
    .sort();

/** Functions that the machine calls: all but the starter and those behind routes. */
function machineFunctions(manifest: WorkflowManifest): string[] {
  const behindRoutes = manifest.triggers.flatMap((trigger) =>
    trigger.kind === 'api' ? [trigger.function] : [],
  );
  return manifest.functions
    .map((spec) => spec.name)
    .filter((name) => name !== manifest.intake.starter && !behindRoutes.includes(name));
}

describe.each(workflows.map((manifest) => [manifest.slug, manifest] as const))(
  'the workflow %s',
  (slug, manifest) => {
    const machine = readMachine(slug);
    const states = Object.entries(machine.States);
    const tasks = states.filter(([, state]) => state.Type === 'Task');

    it('has one folder, one machine and one test folder by its slug', () => {
      for (const path of [
        `functions/${slug}/workflow.ts`,
        `statemachines/${slug}.asl.json`,
        `test/${slug}`,
      ]) {
        expect(existsSync(join(projectRoot, path)), path).toBe(true);
      }
    });

    it('has a valid machine', () => {
      const { errors } = aslValidator(machine, { checkArn: true, checkPaths: false });
      expect(errors).toEqual([]);
      expect(machine.QueryLanguage).toBe('JSONata');
      expect(machine.TimeoutSeconds).toBe(manifest.timeoutSeconds);
    });

    it('says in every state what it is for', () => {
      const silent = states.filter(([, state]) => (state.Comment ?? '').length < 10).map(([name]) => name);
      expect(silent).toEqual([]);
    });

    it('calls exactly the functions of the manifest, each with a handler file', () => {
      const called = [...new Set(tasks.map(([, state]) => substitutionOf(state)))].sort();
      expect(called).toEqual(machineFunctions(manifest).map(pascalCase).sort());
      expect(handlersIn(`functions/${slug}`)).toEqual(manifest.functions.map((spec) => spec.name).sort());
    });

    it('shows only stages that are states', () => {
      for (const { state } of manifest.stages) expect(machine.States[state]?.Type, state).toBe('Task');
    });

    it.each(tasks.map(([name]) => name))('retries and catches in %s by the policy, to the letter', (name) => {
      const { Retry, Catch, Resource } = machine.States[name] ?? { Type: '' };
      if (closingStates.includes(name)) {
        expect(Retry).toEqual(recordRetry);
        expect(Catch).toBeUndefined();
        return;
      }
      expect(Retry).toEqual(stageRetry);
      const allowed = Resource?.endsWith('.waitForTaskToken')
        ? [reviewCatch]
        : [stageCatch, rateLimitedCatch(name)];
      expect(allowed).toContainEqual(Catch);
    });

    it('ends at Record, and fails only for our own faults, recorded the same way', () => {
      const { Record, RecordFailure, Failed } = machine.States;
      expect(Record?.End).toBe(true);
      expect(RecordFailure?.Arguments).toEqual(Record?.Arguments);
      expect(RecordFailure?.Next).toBe('Failed');
      expect(Failed?.Type).toBe('Fail');
      const ends = states.filter(
        ([, { Type, End }]) => Type === 'Succeed' || Type === 'Fail' || End === true,
      );
      expect(ends.map(([name]) => name).sort()).toEqual(['Failed', 'Record']);
      const goingToFailed = states.filter(([, state]) =>
        /"(Next|Default)":"Failed"/.test(JSON.stringify(state)),
      );
      expect(goingToFailed.map(([name]) => name)).toEqual(['RecordFailure']);
    });

    it('bounds every wait in time', () => {
      for (const [name, state] of tasks) expect(state.TimeoutSeconds, name).toBeDefined();
    });

    it('gives a run more time than a throttled call may wait', () => {
      const { IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds } = throttlingRetry;
      const waits = Array.from({ length: MaxAttempts }, (_, attempt) =>
        Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** attempt),
      );
      expect(manifest.timeoutSeconds).toBeGreaterThan(waits.reduce((sum, wait) => sum + wait, 0));
    });

    it('gives each function less time than its state', () => {
      for (const [name, state] of tasks) {
        const spec = manifest.functions.find((one) => pascalCase(one.name) === substitutionOf(state));
        if (typeof state.TimeoutSeconds !== 'number' || spec === undefined) continue;
        expect(state.TimeoutSeconds, name).toBeGreaterThanOrEqual(spec.timeoutSeconds);
      }
    });

    it('matches only error names that are ours or the service’s', () => {
      const known = new Set<string>([...errorNames, ...transientErrors, throttlingError, ...serviceErrors]);
      const matched = tasks.flatMap(([, { Retry = [], Catch = [] }]) =>
        [...Retry, ...Catch].flatMap((entry) => entry.ErrorEquals),
      );
      expect(matched.filter((name) => !known.has(name))).toEqual([]);
    });

    it('names an entry of the runbook for every alarm', () => {
      const runbook = readFileSync(join(projectRoot, 'docs/runbook.md'), 'utf8');
      for (const alarm of manifest.alarms) expect(runbook).toContain(`## ${alarm.metric}`);
    });
  },
);

describe('the registry', () => {
  it('has no slug twice', () => {
    const slugs = workflows.map((manifest) => manifest.slug);
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  it('lists every folder below functions/ that holds a manifest', () => {
    const folders = readdirSync(join(projectRoot, 'functions'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .filter((name) => existsSync(join(projectRoot, 'functions', name, 'workflow.ts')));
    expect(folders.sort()).toEqual(workflows.map((manifest) => manifest.slug).sort());
  });

  it.each(['owner', 'escalation', 'measure'] as const)('refuses a manifest without %s', (field) => {
    const [manifest] = workflows;
    expect(() => defineWorkflow({ ...manifest, [field]: undefined } as never)).toThrow(field);
  });
});

describe('the platform’s own functions', () => {
  it('have a handler file each, and no handler file is left over', () => {
    const folders = readdirSync(join(projectRoot, 'functions/platform'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    const found = folders.flatMap((folder) =>
      handlersIn(`functions/platform/${folder}`).map((name) => `${folder}/${name}`),
    );
    expect(found.sort()).toEqual(platformFunctions.map(({ folder, name }) => `${folder}/${name}`).sort());
  });
});
