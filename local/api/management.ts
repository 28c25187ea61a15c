import { AwsError } from '../protocol/aws-error.ts';
import type { RestRequest, RestRoute } from '../protocol/rest-json.ts';
import type { HttpApi } from './http-api.ts';

/** The read operations of `aws apigatewayv2`; nothing can be changed but by the templates. */
export function managementRoutes(
  apis: ReadonlyMap<string, HttpApi>,
  endpointOf: (api: HttpApi) => string,
): RestRoute[] {
  const describe = (api: HttpApi) => ({
    apiId: api.id,
    name: api.name,
    protocolType: 'HTTP',
    apiEndpoint: endpointOf(api),
  });
  const ofApi = (request: RestRequest): HttpApi => {
    const api = apis.get(request.path.ApiId ?? '');
    if (api !== undefined) return api;
    throw new AwsError('NotFoundException', `Invalid API identifier specified ${request.path.ApiId}`, 404);
  };
  const get = (path: string, operation: RestRoute['operation']): RestRoute => ({
    method: 'GET',
    path,
    operation,
  });
  return [
    get('/v2/apis', () => ({ items: [...apis.values()].map(describe) })),
    get('/v2/apis/{ApiId}', (request) => describe(ofApi(request))),
    get('/v2/apis/{ApiId}/routes', (request) => ({
      items: [...ofApi(request).routes.values()].map((route) => ({
        routeId: route.id,
        routeKey: route.pattern.routeKey,
        target: `integrations/${route.integrationId}`,
        authorizationType: route.authorizerId === undefined ? 'NONE' : 'JWT',
        authorizerId: route.authorizerId,
        authorizationScopes: route.scopes,
      })),
    })),
    get('/v2/apis/{ApiId}/integrations', (request) => ({
      items: [...ofApi(request).integrations.values()].map(({ id, functionArn, timeoutMs }) => ({
        integrationId: id,
        integrationType: 'AWS_PROXY',
        integrationUri: functionArn,
        payloadFormatVersion: '2.0',
        timeoutInMillis: timeoutMs,
      })),
    })),
    get('/v2/apis/{ApiId}/authorizers', (request) => ({
      items: [...ofApi(request).authorizers].map(([authorizerId, authorizer]) => ({
        authorizerId,
        name: authorizer.Name,
        authorizerType: 'JWT',
        identitySource: authorizer.IdentitySource,
        jwtConfiguration: {
          issuer: authorizer.JwtConfiguration.Issuer,
          audience: authorizer.JwtConfiguration.Audience,
        },
      })),
    })),
    get('/v2/apis/{ApiId}/stages', (request) => ({
      items: [...ofApi(request).stages.values()].map(({ name, variables }) => ({
        stageName: name,
        stageVariables: variables,
        autoDeploy: true,
      })),
    })),
  ];
}
