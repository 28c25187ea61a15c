import { z } from 'zod';
import type { LocalClock } from '../service.ts';
import { type CorsConfiguration, corsProperties } from './cors.ts';
import type { JwtAuthorizer } from './jwt-authorizer.ts';
import { parseRouteKey, type RoutePattern } from './routes.ts';
import { Throttle } from './throttle.ts';

export const apiProperties = z.object({
  Name: z.string().optional(),
  ProtocolType: z.literal('HTTP', { error: 'only HTTP APIs are supported on one machine' }),
  CorsConfiguration: corsProperties.optional(),
  DisableExecuteApiEndpoint: z.boolean().optional(),
});

export const integrationProperties = z.object({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY', {
    error: 'only AWS_PROXY integrations are supported on one machine',
  }),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0', { error: 'only payload format 2.0 is supported on one machine' }),
  TimeoutInMillis: z.coerce.number().int().min(50).max(30_000).optional(),
});

export const routeProperties = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z
    .enum(['NONE', 'JWT'], {
      error: 'only the authorization types NONE and JWT are supported on one machine',
    })
    .default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
});

const throttling = z.object({
  ThrottlingBurstLimit: z.coerce.number().int().min(0).optional(),
  ThrottlingRateLimit: z.coerce.number().min(0).optional(),
});

export const stageProperties = z.object({
  ApiId: z.string(),
  StageName: z.string(),
  StageVariables: z.record(z.string(), z.string()).default({}),
  DefaultRouteSettings: throttling.optional(),
  RouteSettings: z.record(z.string(), throttling).default({}),
});

export interface Integration {
  readonly id: string;
  readonly functionArn: string;
  /** In milliseconds; undefined for the service's own limit. */
  readonly timeoutMs: number | undefined;
}

export interface Route {
  readonly id: string;
  readonly pattern: RoutePattern;
  readonly integrationId: string;
  readonly authorizerId: string | undefined;
  readonly scopes: readonly string[];
}

export interface Stage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** One API of the templates with all that hangs on it. Children are replaced by id, so that a start may repeat. */
export class HttpApi {
  readonly id: string;
  readonly name: string;
  readonly cors: CorsConfiguration | undefined;
  readonly routes = new Map<string, Route>();
  readonly integrations = new Map<string, Integration>();
  readonly authorizers = new Map<string, JwtAuthorizer>();
  readonly stages = new Map<string, Stage>();
  readonly #throttling = new Map<string, z.output<typeof stageProperties>>();
  readonly #throttles = new Map<string, Throttle>();
  readonly #clock: LocalClock;

  constructor(id: string, properties: z.output<typeof apiProperties>, clock: LocalClock) {
    this.id = id;
    this.name = properties.Name ?? id;
    this.cors = properties.CorsConfiguration;
    this.#clock = clock;
  }

  addRoute(id: string, properties: z.output<typeof routeProperties>): void {
    if (properties.AuthorizationType === 'JWT' && properties.AuthorizerId === undefined) {
      throw new Error(`The route ${properties.RouteKey} asks for a JWT but names no authorizer`);
    }
    this.routes.set(id, {
      id,
      pattern: parseRouteKey(properties.RouteKey),
      integrationId: properties.Target.replace(/^integrations\//, ''),
      authorizerId: properties.AuthorizationType === 'JWT' ? properties.AuthorizerId : undefined,
      scopes: properties.AuthorizationScopes,
    });
  }

  addStage(properties: z.output<typeof stageProperties>): void {
    this.stages.set(properties.StageName, {
      name: properties.StageName,
      variables: properties.StageVariables,
    });
    this.#throttling.set(properties.StageName, properties);
  }

  /** A path whose first segment names a stage belongs to it, without that segment; else to `$default`, if there is one. */
  stageOf(path: string): { stage: Stage; path: string } | undefined {
    const [, first = ''] = path.split('/', 2);
    const named = this.stages.get(first);
    if (named !== undefined) return { stage: named, path: path.slice(first.length + 1) || '/' };
    const standard = this.stages.get('$default');
    return standard === undefined ? undefined : { stage: standard, path };
  }

  /** Whether the stage's limits let one more request of this route pass. */
  admits(stage: Stage, routeKey: string): boolean {
    const key = `${stage.name} ${routeKey}`;
    let throttle = this.#throttles.get(key);
    if (throttle === undefined) {
      const settings = this.#throttling.get(stage.name);
      const limits = { ...settings?.DefaultRouteSettings, ...settings?.RouteSettings[routeKey] };
      // An AWS account's own limits, where the stage sets none: 10,000 requests a second, bursts of 5,000.
      throttle = new Throttle(
        limits.ThrottlingRateLimit ?? 10_000,
        limits.ThrottlingBurstLimit ?? 5_000,
        this.#clock,
      );
      this.#throttles.set(key, throttle);
    }
    return throttle.take();
  }
}

/**
 * The function behind an integration: its ARN, or the ARN inside
 * `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<ARN>/invocations`.
 */
export function functionArnOf(integrationUri: string): string {
  return /\/functions\/(.+)\/invocations$/.exec(integrationUri)?.[1] ?? integrationUri;
}
