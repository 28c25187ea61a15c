import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { type CfnStage, HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Function as MadeFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type Stage, stagePrefix } from '../stage.ts';
import type { DataStack } from './data-stack.ts';

/** A console with ten people and their tools stays far below; a script gone wild does not drown the functions. */
const throttling = { rateLimit: 50, burstLimit: 100 };

/** The HTTP API: every route behind the JWT authorizer. Roles are members records, not token claims. */
export class ApiStack extends Stack {
  constructor(
    scope: Construct,
    stage: Stage,
    data: DataStack,
    routes: ReadonlyMap<string, MadeFunction>,
    props: StackProps,
  ) {
    super(scope, stagePrefix(stage, 'api'), props);
    // `data.userPool.addClient()` would put the client into the data stack and make a dependency cycle.
    const client = new UserPoolClient(this, 'Client', {
      userPool: data.userPool,
      authFlows: { userPassword: true, userSrp: true },
      disableOAuth: true,
      generateSecret: false,
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(7),
    });
    const issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${data.userPool.userPoolId}`;
    const authorizer = new HttpJwtAuthorizer('Members', issuer, { jwtAudience: [client.userPoolClientId] });
    const api = new HttpApi(this, 'Api', { apiName: stagePrefix(stage, 'api'), createDefaultStage: true });
    this.#guardStage(api);
    for (const [routeKey, handler] of routes) {
      const [method = '', path = ''] = routeKey.split(' ');
      new HttpRoute(this, routeKey.replace(/[^A-Za-z]+/g, ''), {
        httpApi: api,
        routeKey: HttpRouteKey.with(path, HttpMethod[method as keyof typeof HttpMethod]),
        integration: new HttpLambdaIntegration('Handler', handler),
        authorizer,
      });
    }
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
    new CfnOutput(this, 'UserPoolId', { value: data.userPool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: client.userPoolClientId });
  }

  #guardStage(api: HttpApi): void {
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = api.defaultStage?.node.defaultChild as CfnStage;
    stage.defaultRouteSettings = {
      throttlingRateLimit: throttling.rateLimit,
      throttlingBurstLimit: throttling.burstLimit,
    };
    stage.accessLogSettings = {
      destinationArn: logs.logGroupArn,
      // No token, no body, no query: who asked for what, and how it ended.
      format: JSON.stringify({
        requestId: '$context.requestId',
        time: '$context.requestTime',
        route: '$context.routeKey',
        status: '$context.status',
        member: '$context.authorizer.claims.sub',
        latencyMilliseconds: '$context.responseLatency',
      }),
    };
  }
}
