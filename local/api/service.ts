import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../protocol/aws-error.ts';
import { type RestRoute, serveRestJson } from '../protocol/rest-json.ts';
import { urlSuffixOf } from '../provision/partition.ts';
import type {
  FunctionInvoker,
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import { type ApiLimits, AWS_LIMITS, Gateway } from './gateway.ts';
import {
  apiProperties,
  functionArnOf,
  HttpApi,
  integrationProperties,
  routeProperties,
  stageProperties,
} from './http-api.ts';
import { authorizerProperties, type IssuerKeys } from './jwt-authorizer.ts';
import { managementRoutes } from './management.ts';

export interface ApiServiceOptions {
  readonly identity: LocalIdentity;
  readonly invoker: FunctionInvoker;
  readonly keys: IssuerKeys;
  readonly limits?: Partial<ApiLimits>;
  readonly clock?: LocalClock;
  /**
   * What `ApiEndpoint` answers, for outputs that people open; default: AWS's form, which nothing here serves. Asked for at
   * each use, because the port is known late.
   */
  readonly endpoint?: () => string;
  /** Told why a request got a 5xx: the client is not, as in AWS. */
  readonly onError?: (reason: string) => void;
}

/**
 * API Gateway HTTP APIs on one machine: routes, JWT authorizers, CORS, throttling, Lambda proxy integrations in
 * payload format 2.0.
 *
 * Everything comes from the templates at every start; nothing is stored. Where several APIs are provisioned, a
 * request goes to the first that has a route for it.
 *
 * Not guaranteed, not there: access logs, custom domains, other integrations, other authorizers, parameter mappings,
 * mutual TLS, payload format 1.0. An authorizer whose issuer's keys are not on this machine refuses every token.
 */
export class ApiService implements LocalService, ResourceProvider {
  readonly signingNames = ['apigateway'];
  readonly types = [
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Authorizer',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Stage',
  ];

  readonly #options: ApiServiceOptions;
  readonly #clock: LocalClock;
  readonly #apis = new Map<string, HttpApi>();
  readonly #gateway: Gateway;
  readonly #management: readonly RestRoute[];

  constructor(options: ApiServiceOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date;
    this.#management = managementRoutes(this.#apis, (api) => this.#endpointOf(api.id));
    this.#gateway = new Gateway(this.#apis, {
      identity: options.identity,
      invoker: options.invoker,
      keys: options.keys,
      limits: { ...AWS_LIMITS, ...options.limits },
      clock: this.#clock,
      onError: options.onError ?? (() => undefined),
    });
  }

  /** Serves the management API: what `aws apigatewayv2 get-…` asks. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return serveRestJson(this.#management, request, response);
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    const id = stableId(resource);
    switch (resource.type) {
      case 'AWS::ApiGatewayV2::Api': {
        this.#apis.set(id, new HttpApi(id, apiProperties.parse(resource.properties), this.#clock));
        return { ref: id, attributes: { ApiId: id, ApiEndpoint: this.#endpointOf(id) } };
      }
      case 'AWS::ApiGatewayV2::Authorizer': {
        const properties = authorizerProperties.parse(resource.properties);
        this.#api(properties.ApiId).authorizers.set(id, properties);
        return { ref: id, attributes: { AuthorizerId: id } };
      }
      case 'AWS::ApiGatewayV2::Integration': {
        const { ApiId, IntegrationUri, TimeoutInMillis } = integrationProperties.parse(resource.properties);
        const functionArn = functionArnOf(IntegrationUri);
        this.#api(ApiId).integrations.set(id, { id, functionArn, timeoutMs: TimeoutInMillis });
        return { ref: id, attributes: { IntegrationId: id } };
      }
      case 'AWS::ApiGatewayV2::Route': {
        const properties = routeProperties.parse(resource.properties);
        this.#api(properties.ApiId).addRoute(id, properties);
        return { ref: id, attributes: { RouteId: id } };
      }
      case 'AWS::ApiGatewayV2::Stage': {
        const properties = stageProperties.parse(resource.properties);
        this.#api(properties.ApiId).addStage(properties);
        return { ref: properties.StageName, attributes: {} };
      }
      default:
        throw new AwsError('BadRequestException', `${resource.type} is not one of API Gateway’s here`);
    }
  }

  /**
   * Answers one request to an API, as its endpoint would.
   *
   * @param path percent-encoded, without the query
   */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    return this.#gateway.serve(request, response, path);
  }

  #api(apiId: string): HttpApi {
    const api = this.#apis.get(apiId);
    if (api === undefined) throw new AwsError('NotFoundException', `Unable to find an API ${apiId}`, 404);
    return api;
  }

  #endpointOf(apiId: string): string {
    const { endpoint, identity } = this.#options;
    return endpoint?.() ?? `https://${apiId}.execute-api.${identity.region}.${urlSuffixOf(identity.region)}`;
  }
}

/** Ten lower-case characters, as API Gateway's ids have, the same at every start. */
function stableId({ stackName, logicalId }: ResolvedResource): string {
  const hash = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
  return BigInt(`0x${hash}`).toString(36).slice(0, 10);
}
