import { join } from 'node:path';
import { App, aws_apigatewayv2 as apigateway, CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { SynthesisProps } from '../../../local/provision/synthesise.ts';

const SOURCE = join(import.meta.dirname, 'three-stacks.ts');

/**
 * A shop's kinds of resources over three stacks that read from one another,.
 *
 * @param references how CDK writes what one stack reads of another: `strong` exports it, `weak` reads the output
 */
export function buildThreeStacks(props: SynthesisProps, references: 'strong' | 'weak'): App {
  const context = { ...props.context, '@aws-cdk/core:defaultCrossStackReferences': references };
  const app = new App({ ...props, context });
  const data = new Stack(app, 'Data');
  const table = new TableV2(data, 'State', { partitionKey: { name: 'pk', type: AttributeType.STRING } });
  const inbox = new Bucket(data, 'Inbox');
  const pool = new UserPool(data, 'Users');

  const work = new Stack(app, 'Work');
  const intake = new Queue(work, 'Intake');
  new Rule(work, 'ObjectCreated', {
    eventPattern: { source: ['aws.s3'], detail: { bucket: { name: [inbox.bucketName] } } },
    targets: [new SqsQueue(intake)],
  });
  const task = new NodejsFunction(work, 'Inspect', {
    entry: SOURCE,
    runtime: Runtime.NODEJS_24_X,
    environment: { TABLE: table.tableName, INBOX: inbox.bucketName },
  });
  table.grantReadWriteData(task);
  const machine = new StateMachine(work, 'Machine', {
    definitionBody: DefinitionBody.fromString('{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}'),
    definitionSubstitutions: { InspectArn: task.functionArn },
  });

  const front = new Stack(app, 'Front');
  const client = new UserPoolClient(front, 'Console', { userPool: pool, authFlows: { userPassword: true } });
  const authorizer = new HttpJwtAuthorizer('Jwt', pool.userPoolProviderUrl, {
    jwtAudience: [client.userPoolClientId],
  });
  const handler = new NodejsFunction(front, 'Handler', {
    entry: SOURCE,
    runtime: Runtime.NODEJS_24_X,
    environment: { MACHINE: machine.stateMachineArn },
  });
  const api = new apigateway.HttpApi(front, 'Api');
  api.addRoutes({
    path: '/api/{proxy+}',
    methods: [apigateway.HttpMethod.ANY],
    integration: new HttpLambdaIntegration('Lambda', handler),
    authorizer,
  });
  new CfnOutput(front, 'ApiUrl', { value: api.apiEndpoint });
  return app;
}
