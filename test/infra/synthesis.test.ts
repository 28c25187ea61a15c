import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import { makeStage } from '../../lib/stage.ts';
import type { CloudFormationTemplate } from '../../local/provision/template.ts';
import { projectRoot } from '../conformance/asl.ts';
import { ofType, referencesIn, type Synthesis, synthesise, withoutBundles } from './synthesised.ts';

/** AWS allows 500; the rest is room for the next release. */
const mostResources = 400;

/** Synthesis on a busy machine, with the policy checks of all stacks. */
const patience = { timeout: 120_000 };

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const plain = synthesise();

describe('the policy checks', patience, () => {
  it('find nothing that is not acknowledged, and CDK warns of nothing', () => {
    expect(synthesise({ checks: true }).complaints).toEqual([]);
  });

  it('refuse a queue without encryption in transit', () => {
    const add = () =>
      synthesise({ checks: true }, (app) => {
        new Queue(new Stack(app, 'Bad'), 'Leaky', { enforceSSL: false });
      });
    expect(add).toThrow(/SQS4/);
  });

  it('refuse a wildcard that nobody acknowledged', () => {
    const add = () =>
      synthesise({ checks: true }, (app) => {
        const role = new Role(new Stack(app, 'Bad'), 'Greedy', {
          assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
        });
        role.addToPolicy(
          new PolicyStatement({ actions: ['dynamodb:*'], resources: ['arn:aws:dynamodb:*:*:table/*'] }),
        );
      });
    expect(add).toThrow(/IAM5\[Resource::arn:aws:dynamodb/);
  });

  it('refuse a template that CloudFormation would refuse', () => {
    const add = () =>
      synthesise({}, (app) => {
        new CfnFunction(new Stack(app, 'Bad'), 'Wrong', {
          code: { zipFile: 'x' },
          role: 'arn:aws:iam::111122223333:role/none',
          handler: 'index.handler',
          runtime: 'nodejs24.x',
          memorySize: 12,
        });
      });
    expect(add).toThrow(/12 is less than the minimum of 128/);
  });
});

describe('the stacks', () => {
  it('stand in no circle', () => {
    expect(findCycle(plain.stackDependencies)).toBeUndefined();
  });

  it.each([...plain.templates.keys()])('%s holds no circle of resources', (stack) => {
    const own = plain.resources.filter((resource) => resource.stack === stack);
    const ids = new Set(own.map(({ id }) => id));
    const graph = new Map(
      own.map(({ id, dependsOn, properties }) => [
        id,
        [...dependsOn, ...referencesIn(properties)].filter((other) => ids.has(other)),
      ]),
    );
    expect(findCycle(graph)).toBeUndefined();
  });

  it.each([...plain.templates])(`%s stays below ${mostResources} resources`, (_, template) => {
    expect(Object.keys(template.Resources ?? {}).length).toBeLessThan(mostResources);
  });
});

describe('the same sources', patience, () => {
  it('give the same templates twice', () => {
    expect([...synthesise().templates]).toEqual([...plain.templates]);
  });

  it('give the same resources through cdk.json as in process', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'synthesis-'));
    folders.push(outdir);
    const { app, context = {} } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8'));
    const [program = '', ...words] = app.split(' ');
    // As the command line of CDK calls an app; the paths that it adds to resources are metadata.
    execFileSync(program === 'node' ? process.execPath : program, words, {
      cwd: projectRoot,
      env: {
        ...process.env,
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify({
          ...context,
          ...withoutBundles,
          stage: 'test',
          'aws:cdk:enable-path-metadata': true,
          'aws:cdk:enable-asset-metadata': true,
        }),
      },
    });
    const suffix = '.template.json';
    const files = readdirSync(outdir).filter((file) => file.endsWith(suffix));
    expect(files.map((file) => file.slice(0, -suffix.length)).sort()).toEqual(
      [...plain.templates.keys()].sort(),
    );
    for (const file of files) {
      const template = JSON.parse(readFileSync(join(outdir, file), 'utf8')) as CloudFormationTemplate;
      const inProcess = plain.templates.get(file.slice(0, -suffix.length));
      expect(withoutMetadata(template)).toEqual(withoutMetadata(inProcess));
    }
  });
});

describe('the stage', patience, () => {
  it.each(['', 'Main', 'te-st', '1st', 'abcdefghijklm', 'test*', 'テスト'])('is not called “%s”', (name) => {
    expect(() => synthesise({ stage: name })).toThrow(/must be 1 to 12 lower-case letters and digits/);
  });

  it.each(['main', 'test', 'local', 'a', 'abcdefghijkl', 'eu2'])('may be called “%s”', (name) => {
    expect(makeStage(name)).toEqual({ name });
  });

  it('shares no physical name with another stage in the same account', () => {
    const [one, other] = [physicalNames(plain), physicalNames(synthesise({ stage: 'main' }))];
    expect(one.length).toBeGreaterThan(3);
    expect(other).toHaveLength(one.length);
    expect(one.filter((name) => other.includes(name))).toEqual([]);
  });
});

/** Names that the account knows the thing by; a second stack with the same one would fail to deploy. */
function physicalNames(synthesis: Synthesis): readonly string[] {
  const nameProperties: Readonly<Record<string, string>> = {
    'AWS::SQS::Queue': 'QueueName',
    'AWS::StepFunctions::StateMachine': 'StateMachineName',
    'AWS::Logs::LogGroup': 'LogGroupName',
    'AWS::Scheduler::ScheduleGroup': 'Name',
    'AWS::Events::EventBus': 'Name',
    'AWS::Lambda::Function': 'FunctionName',
    'AWS::S3::Bucket': 'BucketName',
    'AWS::DynamoDB::GlobalTable': 'TableName',
    'AWS::IAM::Role': 'RoleName',
    'AWS::SNS::Topic': 'TopicName',
    'AWS::CloudWatch::Alarm': 'AlarmName',
    'AWS::Cognito::UserPool': 'UserPoolName',
  };
  const named = Object.entries(nameProperties).flatMap(([type, property]) =>
    ofType(synthesis, type).flatMap(({ properties }) =>
      properties[property] === undefined ? [] : [String(properties[property])],
    ),
  );
  return [...synthesis.templates.keys(), ...named];
}

function withoutMetadata(template: CloudFormationTemplate | undefined): unknown {
  return JSON.parse(JSON.stringify(template, (key, value) => (key === 'Metadata' ? undefined : value)));
}

/** @returns the names along the first circle */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const found = visit(next, [...path, name]);
      if (found !== undefined) return found;
    }
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const found = visit(name, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
