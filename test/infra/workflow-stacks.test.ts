import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { pascalCase } from '../../functions/platform/manifest.ts';
import { workflows } from '../../functions/workflows.ts';
import { projectRoot } from '../conformance/asl.ts';
import { asRecord, asText, ofType, plainId, type Resource, synthesise, targetOf } from './synthesised.ts';

const synthesis = synthesise();
const all = (type: string) => ofType(synthesis, type);
const named = (resources: readonly Resource[]) => resources.map((one) => [one.id, one] as const);
const functions = all('AWS::Lambda::Function');

describe('alarms', () => {
  const alarms = all('AWS::CloudWatch::Alarm');

  it('tell the topic when they begin and when they end, and miss no silence', () => {
    expect(alarms.length).toBeGreaterThan(0);
    for (const { id, properties } of alarms) {
      expect(
        [properties.AlarmActions, properties.OKActions].map((one) => asText((one as unknown[])[0])),
        id,
      ).toEqual(['<Alarms>', '<Alarms>']);
      expect(properties.TreatMissingData, id).toBe('notBreaching');
      expect(properties.AlarmDescription, id).toMatch(/docs\/runbook\.md#[a-z-]+$/);
    }
  });

  it('may publish to the topic: a topic with a policy of its own has lost the default one', () => {
    const [topicPolicy] = all('AWS::SNS::TopicPolicy');
    const statements = asRecord(topicPolicy?.properties.PolicyDocument).Statement as { Effect: string }[];
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([
      expect.objectContaining({
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
  });

  it.each(
    workflows.flatMap(({ slug, alarms: specs }) => specs.map((spec) => [slug, spec.name, spec] as const)),
  )('of %s: %s stands as its manifest says', (slug, name, spec) => {
    const stack = `Storehand-test-${slug}`;
    const [alarm] = alarms.filter((one) => one.stack === stack && plainId(one.id) === `${name}Alarm`);
    expect(alarm?.properties.Threshold).toBe(spec.threshold);
    expect(alarm?.properties.ComparisonOperator).toBe('GreaterThanThreshold');
    const text = JSON.stringify(alarm?.properties);
    const watches: Record<typeof spec.metric, RegExp> = {
      'executions-failed': /ExecutionsFailed.*ExecutionsTimedOut/,
      'dead-letters':
        /ApproximateNumberOfMessagesVisible.*DeadLetters|DeadLetters.*ApproximateNumberOfMessages/,
      'oldest-message-age-seconds':
        /Intake.*ApproximateAgeOfOldestMessage|ApproximateAgeOfOldestMessage.*Intake/,
      'function-errors': /AWS\/Lambda.*Errors/,
    };
    expect(text).toMatch(watches[spec.metric]);
    expect(text).toContain(`"Period":${spec.periodMinutes * 60}`);
  });

  it('watch every queue of dead letters, and each names an entry of the runbook', () => {
    const runbook = readFileSync(join(projectRoot, 'docs/runbook.md'), 'utf8');
    const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    for (const { id, properties } of alarms) {
      const [, entry] = /#([a-z-]+)$/.exec(String(properties.AlarmDescription)) ?? [];
      expect(headings, id).toContain(entry);
    }
    const watched = alarms
      .filter(({ properties }) => properties.MetricName === 'ApproximateNumberOfMessagesVisible')
      .map(({ stack, properties }) => {
        expect([properties.Threshold, properties.Namespace]).toEqual([0, 'AWS/SQS']);
        const [dimension] = properties.Dimensions as { Value: unknown }[];
        return `${stack} ${asText(dimension?.Value)}`;
      });
    const holding = all('AWS::SQS::Queue').filter(({ properties }) => properties.RedrivePolicy === undefined);
    expect(holding.length).toBeGreaterThan(2);
    expect(watched.sort()).toEqual(
      holding.map(({ stack, id }) => `${stack} <${plainId(id)}.QueueName>`).sort(),
    );
  });

  it('watch every function, ten at most in one expression', () => {
    const watching = alarms.filter(({ properties }) =>
      JSON.stringify(properties).includes('"MetricName":"Errors"'),
    );
    const watched = watching.flatMap(({ stack, properties }) => {
      const metrics = (properties.Metrics as Record<string, unknown>[]).filter(
        (one) => one.MetricStat !== undefined,
      );
      expect(metrics.length).toBeLessThanOrEqual(10);
      return metrics.map(({ MetricStat }) => {
        const [dimension] = asRecord(asRecord(MetricStat).Metric).Dimensions as { Value: unknown }[];
        return `${stack} ${asText(dimension?.Value)}`;
      });
    });
    expect(watched.sort()).toEqual(functions.map(({ stack, id }) => `${stack} <${plainId(id)}>`).sort());
  });
});

describe('the state machine', () => {
  const machines = all('AWS::StepFunctions::StateMachine');

  it.each(named(machines))('%s is valid once its functions are put in, each by a version', (_, machine) => {
    const { DefinitionString, DefinitionSubstitutions } = machine.properties;
    const substitutions = asRecord(DefinitionSubstitutions);
    const text = asText(DefinitionString).replaceAll('<Partition>', 'aws');
    const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '');
    expect([...new Set(names)].sort()).toEqual(Object.keys(substitutions).sort());
    const filled = text.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
      const version = targetOf(synthesis, machine, substitutions[name]);
      expect(version.type).toBe('AWS::Lambda::Version');
      const made = targetOf(synthesis, version, version.properties.FunctionName);
      expect(plainId(made.id)).toBe(name);
      return `arn:aws:lambda:us-east-1:111122223333:function:${name}:1`;
    });
    const definition = JSON.parse(filled);
    expect(aslValidator(definition, { checkArn: true, checkPaths: false }).errors).toEqual([]);
    const called = Object.values(definition.States).flatMap((state) => {
      const name: unknown = asRecord(asRecord(state).Arguments).FunctionName;
      return typeof name === 'string' ? [name] : [];
    });
    expect(called.length).toBeGreaterThan(0);
    for (const arn of called) expect(arn).toMatch(/^arn:aws:lambda:us-east-1:\d{12}:function:\w+:1$/);
  });

  it.each(named(machines))(
    '%s keeps execution data out of its logs and runs its published version',
    (_, machine) => {
      expect(machine.properties.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false });
      const slug = machine.stack.replace('Storehand-test-', '');
      const starterName = workflows.find((manifest) => manifest.slug === slug)?.intake.starter ?? '';
      const starter = functions.find(
        ({ stack, id }) => stack === machine.stack && plainId(id) === pascalCase(starterName),
      );
      const { Variables } = asRecord(starter?.properties.Environment);
      expect(asText(asRecord(Variables).STOREHAND_MACHINE_ARN)).toBe('<MachineVersion.Arn>');
    },
  );
});

describe('the API', () => {
  it('lets nobody through without a token', () => {
    const routes = all('AWS::ApiGatewayV2::Route');
    expect(routes.length).toBeGreaterThan(10);
    for (const { properties } of routes) {
      expect(properties.AuthorizationType, String(properties.RouteKey)).toBe('JWT');
      expect(properties.AuthorizerId).toBeDefined();
    }
  });
});
