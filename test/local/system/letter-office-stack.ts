import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_apigatewayv2 as apigateway, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { type CfnFunction, Code, Function as LambdaFunctionResource, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { SynthesisProps } from '../../../local/provision/synthesise.ts';

/** Read → (long: ask a clerk; short: rest a moment) → spell each word → keep. */
const MACHINE = join(import.meta.dirname, 'sorting.asl.json');
const HANDLERS = join(import.meta.dirname, 'letter-office-handlers.ts');

/**
 * A letter office: the kinds of resources that the shop's stacks have, and nothing else of theirs. A letter that is put into
 * the bucket is read by a state machine; a long one waits for a clerk; what was read is kept, announced and acknowledged.
 */
export function buildLetterOffice(props: SynthesisProps, options: { withSpareQueue?: boolean } = {}): App {
  const app = new App(props);
  const stack = new Stack(app, 'LetterOffice');
  const table = new TableV2(stack, 'Book', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const bus = new EventBus(stack, 'Announcements');
  const secret = new Secret(stack, 'Seal', { generateSecretString: { passwordLength: 24 } });
  const handler = (id: string, environment: Record<string, string> = {}) => {
    const made = new LambdaFunctionResource(stack, id, {
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromInline('// read from its source file here'),
      handler: `index.${id.charAt(0).toLowerCase()}${id.slice(1)}`,
      timeout: Duration.seconds(20),
      memorySize: 512,
      logGroup: new LogGroup(stack, `${id}Log`),
      environment: { TABLE: table.tableName, ...environment },
    });
    const resource = made.node.defaultChild as CfnFunction;
    resource.addMetadata('local:entry', HANDLERS);
    return made;
  };
  const bucket = letterBox(stack);
  const machine = new StateMachine(stack, 'Sorting', {
    definitionBody: DefinitionBody.fromString(readFileSync(MACHINE, 'utf8')),
    definitionSubstitutions: {
      Read: handler('Read').functionArn,
      AskClerk: handler('AskClerk').functionArn,
      Keep: handler('Keep', { BUS: bus.eventBusName, SECRET: secret.secretArn }).functionArn,
    },
  });
  const intake = new Queue(stack, 'Intake', {
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: new Queue(stack, 'Undeliverable'), maxReceiveCount: 3 },
  });
  if (options.withSpareQueue === true) new Queue(stack, 'Spare', { queueName: 'spare' });
  new Rule(stack, 'LetterArrived', {
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: 'letters/' }] } },
    },
    targets: [new SqsQueue(intake)],
  });
  handler('StartSorting', { MACHINE: machine.stateMachineArn }).addEventSource(
    new SqsEventSource(intake, { reportBatchItemFailures: true }),
  );
  new Rule(stack, 'LetterKept', {
    eventBus: bus,
    eventPattern: { source: ['letter-office'], detailType: ['LetterKept'] },
    targets: [new LambdaFunction(handler('Announce'))],
  });
  const group = new CfnScheduleGroup(stack, 'Hours', { name: 'hours' });
  counter(stack, handler('ShowLetter'));
  outputs(stack, {
    BucketName: bucket.bucketName,
    TableName: table.tableName,
    MachineArn: machine.stateMachineArn,
    IntakeArn: intake.queueArn,
    ScheduleGroup: group.ref,
  });
  return app;
}

function letterBox(stack: Stack): Bucket {
  const bucket = new Bucket(stack, 'LetterBox', { versioned: true });
  const resource = bucket.node.defaultChild as CfnBucket;
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  return bucket;
}

/** The HTTP API, for whom the user pool has signed in. */
function counter(stack: Stack, showLetter: LambdaFunctionResource): void {
  const pool = new UserPool(stack, 'Clerks');
  const client = pool.addClient('Counter', { authFlows: { userPassword: true } });
  const api = new apigateway.HttpApi(stack, 'Api');
  api.addRoutes({
    path: '/api/letters/{name}',
    methods: [apigateway.HttpMethod.GET],
    integration: new HttpLambdaIntegration('ShowLetterIntegration', showLetter),
    authorizer: new HttpJwtAuthorizer('Jwt', pool.userPoolProviderUrl, {
      jwtAudience: [client.userPoolClientId],
    }),
  });
  outputs(stack, {
    PoolId: pool.userPoolId,
    ClientId: client.userPoolClientId,
    ApiEndpoint: api.apiEndpoint,
  });
}

function outputs(stack: Stack, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, name, { value });
}
