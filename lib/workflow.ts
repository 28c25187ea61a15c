import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Aws, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { IRule } from 'aws-cdk-lib/aws-events';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import {
  CfnStateMachineVersion,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { eventSource } from '../functions/platform/adapters/aws/bus-events.ts';
import { pascalCase, type Trigger, type WorkflowManifest } from '../functions/platform/manifest.ts';
import { addAlarms } from './alarms.ts';
import { acknowledgeVersions } from './nag-acknowledgements.ts';
import type { DataStack } from './stacks/data-stack.ts';
import { type Stage, stagePrefix } from './stage.ts';
import { makeFunction, projectRoot } from './task-function.ts';

/** Lambda may hand a batch to a function, crash, and hand it again: the queue must not show it to another meanwhile. AWS asks for six times. */
const visibilityPerTimeout = 6;

/** A message waits this long for an outage to end before it is given up to nobody. */
const retentionDays = 14;

/** One workflow's stack, whole, from its manifest and its ASL file. */
export class WorkflowStack extends Stack {
  readonly machine: StateMachine;
  readonly intake: Queue;
  readonly deadLetters: Queue;
  /** Routes of the HTTP API that this workflow answers. */
  readonly routes: ReadonlyMap<string, LambdaFunction>;

  constructor(
    scope: Construct,
    stage: Stage,
    manifest: WorkflowManifest,
    data: DataStack,
    props: StackProps,
  ) {
    super(scope, stagePrefix(stage, manifest.slug), {
      ...props,
      description: `Storehand: ${manifest.title.en}`,
    });
    const context = { stage, data };
    const folder = `functions/${manifest.slug}`;
    const byName = new Map<string, LambdaFunction>();
    for (const spec of manifest.functions) {
      if (spec.name === manifest.intake.starter) continue;
      byName.set(spec.name, makeFunction(this, folder, spec, manifest.slug, context));
    }
    const routes = manifest.triggers.filter((trigger) => trigger.kind === 'api');
    this.routes = new Map(routes.map(({ route, function: name }) => [route, functionNamed(byName, name)]));
    const inMachine = [...byName].filter(([name]) => !routes.some((route) => route.function === name));
    const functions = new Map(inMachine.map(([name, made]) => [pascalCase(name), made]));
    const { machine, versionArn } = this.#machine(stage, manifest, functions);
    this.machine = machine;

    this.deadLetters = this.#queue('DeadLetters', {});
    const starterSpec = manifest.functions.find(({ name }) => name === manifest.intake.starter);
    if (starterSpec === undefined) throw new Error(`${manifest.slug} has no starter`);
    this.intake = this.#queue('Intake', {
      queueName: stagePrefix(stage, manifest.slug),
      visibilityTimeout: Duration.seconds(visibilityPerTimeout * starterSpec.timeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: manifest.intake.maxReceives },
    });
    const starter = makeFunction(this, folder, starterSpec, manifest.slug, {
      ...context,
      machineArn: versionArn,
    });
    // A version's ARN is the machine's with a number behind it; both are named because either may be asked for.
    const startable = [machine.stateMachineArn, `${machine.stateMachineArn}:*`];
    starter.addToRolePolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: startable }),
    );
    starter.addEventSource(
      new SqsEventSource(this.intake, {
        batchSize: manifest.intake.batchSize,
        reportBatchItemFailures: true,
      }),
    );
    for (const [index, trigger] of manifest.triggers.entries()) {
      if (trigger.kind !== 'api') this.#trigger(index, trigger, data);
    }
    addAlarms(
      this,
      manifest,
      {
        machine,
        intake: this.intake,
        deadLetters: this.deadLetters,
        functions: [...byName.values(), starter],
      },
      data.alarms,
    );
  }

  /** The machine gets the ARNs of versions, retained: an approval answered next week runs the code that asked. */
  #machine(
    stage: Stage,
    manifest: WorkflowManifest,
    functions: ReadonlyMap<string, LambdaFunction>,
  ): { machine: StateMachine; versionArn: string } {
    const file = readFileSync(join(projectRoot, 'statemachines', `${manifest.slug}.asl.json`), 'utf8');
    const versions = [...functions].map(([id, made]) => [id, made.currentVersion.functionArn] as const);
    const role = new Role(this, 'MachineRole', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    // All versions, not only today's: an execution that waited over a deployment calls those that it started with.
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [...functions.values()].map((made) => `${made.functionArn}:*`),
      }),
    );
    acknowledgeVersions(role, [...functions.values()]);
    const machine = new StateMachine(this, 'Machine', {
      stateMachineName: stagePrefix(stage, manifest.slug),
      stateMachineType: manifest.kind === 'standard' ? StateMachineType.STANDARD : StateMachineType.EXPRESS,
      definitionBody: DefinitionBody.fromString(file.replaceAll('arn:aws:', `arn:${Aws.PARTITION}:`)),
      definitionSubstitutions: Object.fromEntries(versions),
      role,
      logs: {
        destination: new LogGroup(this, 'MachineLogs', {
          logGroupName: `/aws/vendedlogs/states/${stagePrefix(stage, manifest.slug)}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Task tokens and personal data pass through here.
        includeExecutionData: false,
      },
    });
    const version = new CfnStateMachineVersion(this, 'MachineVersion', {
      stateMachineArn: machine.stateMachineArn,
      stateMachineRevisionId: machine.stateMachineRevisionId,
    });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return { machine, versionArn: version.attrArn };
  }

  #queue(id: string, props: ConstructorParameters<typeof Queue>[2]): Queue {
    return new Queue(this, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(retentionDays),
      ...props,
    });
  }

  #trigger(index: number, trigger: Exclude<Trigger, { kind: 'api' }>, data: DataStack): IRule {
    const target = new SqsQueue(this.intake, {
      deadLetterQueue: this.deadLetters,
      maxEventAge: Duration.hours(24),
      retryAttempts: 185,
    });
    if (trigger.kind === 'event') {
      return new Rule(this, `OnEvent${index}`, {
        eventBus: data.bus,
        eventPattern: { source: [eventSource], detailType: trigger.names },
        targets: [target],
      });
    }
    return new Rule(this, `OnObject${index}`, {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [data.buckets.inbox.bucketName] },
          object: { key: trigger.keyWildcards.map((wildcard) => ({ wildcard })) },
        },
      },
      targets: [target],
    });
  }
}

function functionNamed(functions: ReadonlyMap<string, LambdaFunction>, name: string): LambdaFunction {
  const found = functions.get(name);
  if (found === undefined) throw new Error(`the manifest has no function ${name}`);
  return found;
}
