import { Aws, Duration, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as MadeFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { eventSource } from '../../functions/platform/adapters/aws/bus-events.ts';
import { pascalCase } from '../../functions/platform/manifest.ts';
import { type PlatformFunction, platformFunctions } from '../../functions/platform/platform-functions.ts';
import { addDeadLetterAlarms, addPlatformAlarms } from '../alarms.ts';
import { queueArnPrefix, type Stage, stagePrefix } from '../stage.ts';
import { makeFunction } from '../task-function.ts';
import type { DataStack } from './data-stack.ts';

/** As AWS asks for: the queue must not show a message to another while its batch is worked on. */
const visibilityPerTimeout = 6;

const queueProps = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** The platform's own functions: sweeps, notices, audit anchors, and what the HTTP API calls. */
export class GovernanceStack extends Stack {
  /** By route, e.g. `GET /api/{store}/runs`. */
  readonly routes: ReadonlyMap<string, MadeFunction>;

  constructor(scope: Construct, stage: Stage, data: DataStack, props: StackProps) {
    super(scope, stagePrefix(stage, 'governance'), props);
    const scheduleRole = this.#scheduleRole(stage, data);
    const routes = new Map<string, MadeFunction>();
    const made: MadeFunction[] = [];
    const lost = new Queue(this, 'LostEvents', { ...queueProps, retentionPeriod: Duration.days(14) });
    for (const spec of platformFunctions) {
      const folder = `functions/platform/${spec.folder}`;
      const byRule = spec.startedBy.kind === 'rate' || spec.startedBy.kind === 'execution-ended';
      const grants = { stage, data, scheduleRoleArn: scheduleRole.roleArn };
      const one = makeFunction(this, folder, spec, 'platform', grants, byRule ? lost : undefined);
      made.push(one);
      if (spec.startedBy.kind === 'api') for (const route of spec.startedBy.routes) routes.set(route, one);
      else this.#connect(spec, one, lost, stage, data);
    }
    this.routes = routes;
    addPlatformAlarms(this, made, data.alarms);
    addDeadLetterAlarms(this, { 'lost-events': lost }, data.alarms);
  }

  #connect(spec: PlatformFunction, target: MadeFunction, lost: Queue, stage: Stage, data: DataStack): void {
    const { startedBy } = spec;
    const id = `On${pascalCase(spec.name)}`;
    if (startedBy.kind === 'rate') {
      const rate = Schedule.rate(Duration.minutes(startedBy.minutes));
      new Rule(this, id, {
        schedule: rate,
        targets: [new LambdaFunction(target, { deadLetterQueue: lost })],
      });
    } else if (startedBy.kind === 'execution-ended') {
      const prefix = Fn.join(':', [
        'arn',
        Aws.PARTITION,
        'states',
        Aws.REGION,
        Aws.ACCOUNT_ID,
        'stateMachine',
        stagePrefix(stage, ''),
      ]);
      new Rule(this, id, {
        eventPattern: {
          source: ['aws.states'],
          detailType: ['Step Functions Execution Status Change'],
          detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [{ prefix }] },
        },
        targets: [new LambdaFunction(target, { deadLetterQueue: lost })],
      });
    } else if (startedBy.kind === 'queue') {
      this.#queue({ ...startedBy, timeoutSeconds: spec.timeoutSeconds }, target, stage, data);
    }
  }

  /** @param timeoutSeconds of the consumer */
  #queue(
    { name, events, timeoutSeconds }: { name: string; events: readonly string[]; timeoutSeconds: number },
    consumer: MadeFunction,
    stage: Stage,
    data: DataStack,
  ): void {
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    const deadLetters = new Queue(this, `${pascalCase(name)}DeadLetters`, common);
    addDeadLetterAlarms(this, { [`${name}-dead-letters`]: deadLetters }, data.alarms);
    const queue = new Queue(this, pascalCase(name), {
      ...common,
      queueName: stagePrefix(stage, name),
      visibilityTimeout: Duration.seconds(visibilityPerTimeout * timeoutSeconds),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 8 },
    });
    consumer.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
    new Rule(this, `To${pascalCase(name)}`, {
      eventBus: data.bus,
      eventPattern: { source: [eventSource], detailType: [...events] },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
  }

  /** Assumed by EventBridge Scheduler to put a schedule's message into a queue of this stage. */
  #scheduleRole(stage: Stage, data: DataStack): Role {
    const group = Fn.join('', [
      'arn:',
      Aws.PARTITION,
      ':scheduler:',
      Aws.REGION,
      ':',
      Aws.ACCOUNT_ID,
      ':schedule-group/',
      data.scheduleGroup.ref,
    ]);
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [`${queueArnPrefix(stage)}*`] }),
    );
    return role;
  }
}
