import * as z from 'zod';
import type { Routes } from '../../functions/platform/handlers/api-handler.ts';
import { problemSchema } from '../../functions/platform/handlers/problem-answer.ts';

type Json = Record<string, unknown>;
type OneRoute = Routes[string];

const problem = { $ref: '#/components/schemas/Problem' };

/** What every route may answer besides what it declares. */
const refusals: Readonly<Record<number, string>> = {
  400: 'The request is wrong; nothing was done',
  401: 'No valid token (answered before any function is called)',
  403: 'The member lacks the role, or somebody else has to decide',
  404: 'There is no such thing, or the caller is no member of this shop',
  409: 'It was changed meanwhile, or something has to be mended first',
  429: 'Too many requests; try again in a moment',
  503: 'A service is busy; try again in a moment',
};

/**
 * The OpenAPI 3.1 document of the routes, made from the very schemas that validate requests and that tests hold the answers to.
 *
 * `x-roles` says which of a member's roles are enough; `signed-in`: no membership is asked for.
 */
export function openApiDocument(routes: Routes): Json {
  const paths: Record<string, Json> = {};
  for (const key of Object.keys(routes).sort(byPath)) {
    const [method = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(key, routes[key] as OneRoute) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Storehand',
      version: '1',
      description:
        'What the console and the command line do goes over these routes. A token only says who somebody is; what they may do stands in the member record of the shop in the path.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An ID token of the user pool',
        },
      },
      schemas: { Problem: schemaOf(problemSchema, 'output') },
    },
  };
}

function byPath(one: string, other: string): number {
  const order = (key: string) => key.split(' ').toReversed().join(' ');
  return order(one) < order(other) ? -1 : 1;
}

function operation(key: string, { summary, roles, query, body, answers }: OneRoute): Json {
  const path = key.split(' ')[1] ?? '';
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const parameters = [...inPath, ...(query === undefined ? [] : queryParameters(query))];
  return {
    operationId: operationId(key),
    summary,
    'x-roles': roles,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: jsonContent(schemaOf(body, 'input')) } }),
    responses: responsesOf(answers),
  };
}

/** `POST /api/{store}/runs/{id}/replay` → `postRunsIdReplay` */
function operationId(key: string): string {
  const [method = '', path = ''] = key.split(' ');
  const words = path.split('/').filter((word) => !['', 'api', '{store}'].includes(word));
  const camel = words
    .join('-')
    .replace(/[{}]/g, '')
    .replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${method.toLowerCase()}${camel}`;
}

function queryParameters(query: z.ZodType): Json[] {
  const { properties = {} } = schemaOf(query, 'input') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function responsesOf(answers: OneRoute['answers']): Json {
  const declared = Object.entries(answers).map(([status, schema]) => [
    status,
    {
      description: refusals[Number(status)] ?? 'Done',
      content: jsonContent(schemaOf(schema, 'output')),
    },
  ]);
  const refused = Object.entries(refusals).map(([status, description]) => [
    status,
    { description, content: jsonContent(problem) },
  ]);
  return { ...Object.fromEntries(refused), ...Object.fromEntries(declared) };
}

const jsonContent = (schema: unknown): Json => ({ 'application/json': { schema } });

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
