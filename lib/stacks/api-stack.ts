import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { type CfnStage, HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  CfnManagedLoginBranding,
  ManagedLoginVersion,
  OAuthScope,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import type { Function as MadeFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ConsoleConfig } from '../../console/src/session/config.ts';
import { ConsoleSite, filePlaces } from '../console-site.ts';
import { type Stage, stagePrefix } from '../stage.ts';
import type { DataStack } from './data-stack.ts';

/** A console with ten people and their tools stays far below; a script gone wild does not drown the functions. */
const throttling = { rateLimit: 50, burstLimit: 100 };

/** An answer lost on the way may be asked for once more; after that a refresh token that was used is worth nothing. */
const refreshRetry = Duration.seconds(10);

/** The HTTP API and the console under one address: every route behind the JWT authorizer. Roles are members records, not token claims. */
export class ApiStack extends Stack {
  constructor(
    scope: Construct,
    stage: Stage,
    data: DataStack,
    routes: ReadonlyMap<string, MadeFunction>,
    props: StackProps,
  ) {
    super(scope, stagePrefix(stage, 'api'), props);
    const api = new HttpApi(this, 'Api', { apiName: stagePrefix(stage, 'api'), createDefaultStage: true });
    this.#guardStage(api);
    const signIn = this.#signInDomain(stage, data);
    // In this order, or each would wait for the other: the site for the API's endpoint, the console's client for the
    // site's address, the authorizer for the client, the routes for the authorizer.
    const site = new ConsoleSite(this, 'Console', {
      apiEndpoint: api.apiEndpoint,
      signIn,
      media: data.buckets.media,
      inbox: data.buckets.inbox,
    });
    const clients = { commandLine: this.#commandLineClient(data), console: this.#consoleClient(data, site) };
    const issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${data.userPool.userPoolId}`;
    const authorizer = new HttpJwtAuthorizer('Members', issuer, {
      jwtAudience: Object.values(clients).map(({ userPoolClientId }) => userPoolClientId),
    });
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
    new CfnOutput(this, 'UserPoolClientId', { value: clients.commandLine.userPoolClientId });
    new CfnOutput(this, 'ConsoleUrl', { value: site.url });
    new CfnOutput(this, 'ConsoleBucket', { value: site.bucket.bucketName });
    new CfnOutput(this, 'ConsoleDistributionId', { value: site.distribution.distributionId });
    const config = consoleConfig(stage, data, { signIn, site, clientId: clients.console.userPoolClientId });
    new CfnOutput(this, 'ConsoleConfig', { value: this.toJsonString(config) });
  }

  /** The origin of the pool's own sign-in pages. Its name must be free in the whole region, hence the account. */
  #signInDomain(stage: Stage, data: DataStack): string {
    const domain = new UserPoolDomain(this, 'SignIn', {
      userPool: data.userPool,
      cognitoDomain: { domainPrefix: `storehand-${stage.name}-${Aws.ACCOUNT_ID}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    return `https://${domain.domainName}.auth.${Aws.REGION}.amazoncognito.com`;
  }

  /** `data.userPool.addClient()` would put a client into the data stack and make a dependency cycle. */
  #commandLineClient(data: DataStack): UserPoolClient {
    return new UserPoolClient(this, 'Client', {
      userPool: data.userPool,
      authFlows: { userPassword: true, userSrp: true },
      disableOAuth: true,
      generateSecret: false,
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(7),
    });
  }

  /** A client of its own: its tokens last a working day, and no password ever passes the page. */
  #consoleClient(data: DataStack, site: ConsoleSite): UserPoolClient {
    const client = new UserPoolClient(this, 'ConsoleClient', {
      userPool: data.userPool,
      // The pool's pages sign people in by SRP. Rotation forbids the flow that CDK would add by itself.
      authFlows: { userSrp: true },
      refreshTokenRotationGracePeriod: refreshRetry,
      generateSecret: false,
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [site.url],
        logoutUrls: [site.url],
      },
    });
    // The pool's newer pages show nothing for a client without a style.
    new CfnManagedLoginBranding(this, 'ConsoleStyle', {
      userPoolId: data.userPool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    return client;
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

/** What `/config.json` tells the page. */
function consoleConfig(
  stage: Stage,
  { buckets }: DataStack,
  { signIn, site, clientId }: { signIn: string; site: ConsoleSite; clientId: string },
): ConsoleConfig {
  const from = (name: keyof typeof filePlaces) => `https://${buckets[name].bucketRegionalDomainName}/`;
  return {
    stage: stage.name,
    signIn: {
      authorizeUrl: `${signIn}/oauth2/authorize`,
      tokenUrl: `${signIn}/oauth2/token`,
      revokeUrl: `${signIn}/oauth2/revoke`,
      logoutUrl: `${signIn}/logout`,
      clientId,
      redirectUri: site.url,
      scope: 'openid email',
    },
    files: [
      { from: from('media'), to: filePlaces.media },
      { from: from('inbox'), to: filePlaces.inbox },
    ],
  };
}
