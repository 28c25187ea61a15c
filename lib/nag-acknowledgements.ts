import { type App, type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { platformFunctions } from '../functions/platform/platform-functions.ts';
import { workflows } from '../functions/workflows.ts';
import { type Stage, stagePrefix } from './stage.ts';

interface Acknowledgement {
  readonly pack: 'AwsSolutions' | 'Serverless';
  readonly rule: string;
  readonly reason: string;
}

/**
 * Findings of the policy checks that we live with, each with its reason. A finding that is not listed fails the synthesis.
 */
const acknowledgements: readonly Acknowledgement[] = [
  {
    pack: 'AwsSolutions',
    rule: 'AwsSolutions-S1',
    reason:
      'Who changed what stands in the audit table; object-level reads are a matter of CloudTrail data events, which the account decides on',
  },
  {
    pack: 'AwsSolutions',
    rule: 'AwsSolutions-COG2',
    reason: 'MFA is offered (TOTP); making it compulsory is the decision of the shop, whose pool this is',
  },
  {
    pack: 'AwsSolutions',
    rule: 'AwsSolutions-COG8',
    reason:
      'Accounts are made by an administrator, ten or so a shop; the Plus tier is paid for every active user',
  },
  {
    pack: 'AwsSolutions',
    rule: 'AwsSolutions-SF2',
    reason:
      'The run record shows every stage with its times; tracing would be paid for every photo and shows less',
  },
  {
    pack: 'Serverless',
    rule: 'Serverless-LambdaTracing',
    reason:
      'The run record shows every stage with its times; tracing would be paid for every photo and shows less',
  },
  {
    pack: 'Serverless',
    rule: 'Serverless-StepFunctionStateMachineXray',
    reason: 'As for Lambda: the run record shows every stage with its times',
  },
  {
    pack: 'Serverless',
    rule: 'Serverless-LambdaDLQ',
    reason:
      'Functions that a rule calls have a dead-letter queue. The others answer a caller: a machine, an API, or a queue with its own dead-letter queue',
  },
  {
    pack: 'Serverless',
    rule: 'Serverless-SQSRedrivePolicy',
    reason: 'What is left are the dead-letter queues themselves; every other queue has one',
  },
  {
    pack: 'Serverless',
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    reason:
      'SQS sources take no failure destination: the queue itself moves a message to its dead-letter queue',
  },
  {
    pack: 'AwsSolutions',
    rule: 'AwsSolutions-CFR1',
    reason:
      'Which countries a shop’s people work from is the shop’s own affair; nobody gets in without an account',
  },
  {
    pack: 'AwsSolutions',
    rule: 'AwsSolutions-CFR2',
    reason:
      'Behind the distribution are fixed files, signed links, and an API that is throttled and lets members in only; a firewall is paid by the month, and the account may attach one',
  },
  {
    pack: 'AwsSolutions',
    rule: 'AwsSolutions-CFR3',
    reason:
      'Calls of the API have an access log of their own; who fetched the page’s fixed files tells nothing',
  },
  {
    pack: 'AwsSolutions',
    rule: 'AwsSolutions-CFR4',
    reason:
      'The rule looks at the certificate: with CloudFront’s own, a policy cannot be chosen. Current browsers speak TLS 1.3 to it; a shop with a domain of its own brings its certificate and its policy',
  },
];

/** Every wildcard in a policy, as cdk-nag names its resource. One that no manifest's word explains must not be added here. */
function wildcards(stage: Stage): readonly { resource: string; reason: string }[] {
  const exported = (name: string) => `${stagePrefix(stage, 'data')}:ExportsOutput${name}`;
  const arn = (service: string) => `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>`;
  const objects = 'the objects of the bucket, whose keys are made at run time';
  return [
    { resource: `${exported('FnGetAttMediaA721A567ArnB9989168')}/*`, reason: objects },
    { resource: `${exported('FnGetAttInboxA8E05DC3Arn851D17F2')}/*`, reason: objects },
    { resource: `${exported('FnGetAttAnchorsE78985FDArnBC8F3FC9')}/*`, reason: objects },
    {
      resource: `${arn('sqs')}:${stagePrefix(stage, '*')}`,
      reason:
        '`intake`: the intake queues of this stage, one a workflow; naming each would make the stacks depend on each other',
    },
    {
      resource: `${arn('states')}:stateMachine:${stagePrefix(stage, '*')}`,
      reason: "`task-answers`: this stage's machines, one a workflow",
    },
    {
      resource: `${arn('states')}:execution:${stagePrefix(stage, '*')}`,
      reason: "`executions`, `execution-stops`: executions of this stage's machines, named at run time",
    },
    {
      resource: `${arn('scheduler')}:schedule/${exported('RefSchedules6EAD6A64')}/*`,
      reason: "`schedules`: schedules of this stage's group, one a store and purpose",
    },
    {
      resource: `${arn('ses')}:identity/*`,
      reason:
        '`mail`: the sending address is a setting of each shop; SES itself refuses one that is not verified',
    },
    ...secretPrefixes().map((prefix) => ({
      resource: `${arn('secretsmanager')}:secret:storehand/${stage.name}/${prefix}/*`,
      reason: '`secrets`: below the prefixes that the manifest names; made at run time, with a random suffix',
    })),
    { resource: '<Machine6FC8AE80>:*', reason: "versions of the workflow's own machine" },
    {
      resource: '*',
      reason: 'delivering logs to CloudWatch knows no resources (logs:CreateLogDelivery and its siblings)',
    },
  ];
}

/** All that manifests name, each once. */
function secretPrefixes(): readonly string[] {
  const specs = [...platformFunctions, ...workflows.flatMap(({ functions }) => functions)];
  return [...new Set(specs.flatMap(({ secrets }) => secrets))];
}

export function acknowledgeFindings(app: App, stage: Stage): void {
  for (const { pack, rule, reason } of acknowledgements) {
    Validations.of(app).acknowledge({ id: `${pack}::${rule}`, reason });
  }
  for (const { resource, reason } of wildcards(stage)) {
    Validations.of(app).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason });
  }
}

/** A machine's role may call every version of the machine's own functions. */
export function acknowledgeVersions(role: Role, functions: readonly IFunction[]): void {
  for (const made of functions) {
    const id = Stack.of(role).getLogicalId(made.node.defaultChild as CfnElement);
    Validations.of(role).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${id}.Arn>:*]`,
      reason: "versions of the workflow's own functions, which executions under way may still call",
    });
  }
}
