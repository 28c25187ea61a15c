import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import { readBody, sendJsonError } from '../protocol/json.ts';
import { type RestRoute, serveRestJson } from '../protocol/rest-json.ts';
import type { EventSourceMapping } from './event-source.ts';
import type { FunctionDefinition } from './function-definition.ts';

/** What the API needs of the service. */
export interface LambdaFunctions {
  readonly definitions: readonly FunctionDefinition[];
  resolve(reference: string): { definition: FunctionDefinition; version: string; invokedArn: string };
  invoke(
    reference: string,
    payload: string,
    options: { signal?: AbortSignal },
  ): Promise<{
    payload: string;
    functionError?: 'Unhandled';
    executedVersion: string;
    logTail: string;
  }>;
  accept(reference: string, payload: string): { requestId: string };
  versionsOf(functionName: string): string[];
  mappings(functionName?: string): { mapping: EventSourceMapping; enabled: boolean }[];
  switchMapping(id: string, enabled: boolean): void;
}

const INVOKE_PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Also what the base64 of the log, the error's name and the version travel in. */
function invokeHeaders(extra: Record<string, string | undefined>): Record<string, string> {
  const headers: Record<string, string> = { 'x-amzn-requestid': randomUUID() };
  for (const [name, value] of Object.entries(extra)) if (value !== undefined) headers[name] = value;
  return headers;
}

function withQualifier(name: string, qualifier: string | null): string {
  return qualifier === null || qualifier === '' ? name : `${name}:${qualifier}`;
}

async function serveInvoke(
  functions: LambdaFunctions,
  reference: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const type = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
  const body = await readBody(request);
  const payload = body.length === 0 ? '{}' : body.toString('utf8');
  if (type === 'DryRun') {
    functions.resolve(reference);
    response.writeHead(204, invokeHeaders({})).end();
    return;
  }
  if (type === 'Event') {
    const { requestId } = functions.accept(reference, payload);
    response.writeHead(202, { 'x-amzn-requestid': requestId, 'content-length': '0' }).end();
    return;
  }
  if (type !== 'RequestResponse') {
    throw new AwsError('InvalidParameterValueException', `There is no invocation type ${type}`);
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const result = await functions.invoke(reference, payload, { signal: gone.signal });
  const wantsLog = request.headers['x-amz-log-type'] === 'Tail';
  response.writeHead(
    200,
    invokeHeaders({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(result.payload)),
      'x-amz-executed-version': result.executedVersion,
      'x-amz-function-error': result.functionError,
      'x-amz-log-result': wantsLog ? Buffer.from(result.logTail).toString('base64') : undefined,
    }),
  );
  response.end(result.payload);
}

function configuration(definition: FunctionDefinition, version: string): Record<string, unknown> {
  return {
    FunctionName: definition.name,
    FunctionArn: version === '$LATEST' ? definition.arn : `${definition.arn}:${version}`,
    Runtime: 'nodejs24.x',
    Role: definition.role,
    Handler: definition.handler,
    CodeSize: 0,
    Description: definition.description,
    Timeout: definition.timeoutSeconds,
    MemorySize: definition.memoryMegabytes,
    LastModified: '1970-01-01T00:00:00.000+0000',
    CodeSha256: '',
    Version: version,
    Environment: { Variables: definition.variables },
    TracingConfig: { Mode: 'PassThrough' },
    PackageType: 'Zip',
    Architectures: [process.arch === 'x64' ? 'x86_64' : 'arm64'],
    State: 'Active',
    LastUpdateStatus: 'Successful',
    LoggingConfig: { LogFormat: 'Text', LogGroup: definition.logGroup },
  };
}

function describeMapping({ mapping, enabled }: { mapping: EventSourceMapping; enabled: boolean }) {
  return {
    UUID: mapping.id,
    EventSourceArn: mapping.queueArn,
    FunctionArn: mapping.functionArn,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.batchingWindowSeconds,
    FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    ScalingConfig:
      mapping.maximumConcurrency === undefined
        ? undefined
        : { MaximumConcurrency: mapping.maximumConcurrency },
    State: enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
  };
}

function mappingById(functions: LambdaFunctions, id: string | undefined) {
  const found = functions.mappings().find((entry) => entry.mapping.id === id);
  if (found === undefined) {
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  }
  return describeMapping(found);
}

function routes(functions: LambdaFunctions): RestRoute[] {
  const named = (path: Readonly<Record<string, string>>, query: URLSearchParams) =>
    functions.resolve(withQualifier(path.name ?? '', query.get('Qualifier')));
  return [
    {
      method: 'GET',
      path: '/2015-03-31/functions/?',
      operation: () => ({ Functions: functions.definitions.map((item) => configuration(item, '$LATEST')) }),
    },
    {
      method: 'GET',
      path: '/2015-03-31/functions/{name}',
      operation: ({ path, query }) => {
        const { definition, version } = named(path, query);
        const reserved = definition.reservedConcurrency;
        return {
          Configuration: configuration(definition, version),
          Code: { RepositoryType: 'local', Location: definition.entry },
          Concurrency: reserved === undefined ? undefined : { ReservedConcurrentExecutions: reserved },
        };
      },
    },
    {
      method: 'GET',
      path: '/2015-03-31/functions/{name}/configuration',
      operation: ({ path, query }) => {
        const { definition, version } = named(path, query);
        return configuration(definition, version);
      },
    },
    {
      method: 'GET',
      path: '/2015-03-31/functions/{name}/versions',
      operation: ({ path, query }) => {
        const { definition } = named(path, query);
        const versions = functions.versionsOf(definition.name);
        return { Versions: versions.map((version) => configuration(definition, version)) };
      },
    },
    {
      method: 'GET',
      path: '/2015-03-31/functions/{name}/policy',
      // Permissions are not kept, so the answer is Lambda's for a function that has none.
      operation: ({ path, query }) => {
        named(path, query);
        throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
      },
    },
    {
      method: 'GET',
      path: '/2015-03-31/event-source-mappings/?',
      operation: ({ query }) => {
        const reference = query.get('FunctionName');
        const name = reference === null ? undefined : functions.resolve(reference).definition.name;
        const source = query.get('EventSourceArn');
        const found = functions
          .mappings(name)
          .filter((entry) => source === null || entry.mapping.queueArn === source);
        return { EventSourceMappings: found.map(describeMapping) };
      },
    },
    {
      method: 'GET',
      path: '/2015-03-31/event-source-mappings/{id}',
      operation: ({ path }) => mappingById(functions, path.id),
    },
    {
      method: 'PUT',
      path: '/2015-03-31/event-source-mappings/{id}',
      operation: ({ path, body }) => {
        const parsed = z.strictObject({ Enabled: z.boolean() }).safeParse(body);
        if (!parsed.success) {
          throw new AwsError(
            'InvalidParameterValueException',
            'Here only Enabled can be changed; the rest stands in the template.',
          );
        }
        functions.switchMapping(path.id ?? '', parsed.data.Enabled);
        return mappingById(functions, path.id);
      },
    },
  ];
}

/** Serves Lambda's REST API, as far as the docstring of `FunctionsService` goes. */
export async function serveLambda(
  functions: LambdaFunctions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local');
  const invoked = INVOKE_PATH.exec(url.pathname)?.[1];
  if (request.method !== 'POST' || invoked === undefined) {
    await serveRestJson(routes(functions), request, response);
    return;
  }
  try {
    const reference = withQualifier(decodeURIComponent(invoked), url.searchParams.get('Qualifier'));
    await serveInvoke(functions, reference, request, response);
  } catch (error) {
    if (response.destroyed) return;
    sendJsonError(response, error);
  }
}
