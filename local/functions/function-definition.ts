import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { physicalName } from '../provision/physical-name.ts';
import type { LocalIdentity, ResolvedResource } from '../service.ts';

/** What CloudFormation takes where it says nothing: seconds, megabytes. */
const STANDARD_TIMEOUT_SECONDS = 3;
const STANDARD_MEMORY_MEGABYTES = 128;

const properties = z.object({
  FunctionName: z.string().optional(),
  Description: z.string().default(''),
  Handler: z.string(),
  Role: z.string().default(''),
  Timeout: z.coerce.number().int().min(1).max(900).default(STANDARD_TIMEOUT_SECONDS),
  MemorySize: z.coerce.number().int().min(128).max(10_240).default(STANDARD_MEMORY_MEGABYTES),
  ReservedConcurrentExecutions: z.coerce.number().int().min(0).optional(),
  Environment: z
    .object({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
  LoggingConfig: z.object({ LogGroup: z.string().optional() }).optional(),
  DeadLetterConfig: z.object({ TargetArn: z.string().optional() }).optional(),
});

/** All instances of a function write to one. */
export const LOG_STREAM = 'local';

export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly role: string;
  readonly handler: string;
  /** The handler's source file, absolute. */
  readonly entry: string;
  readonly exportName: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** How many invocations may run at once; 0 refuses all. */
  readonly reservedConcurrency: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
  /** The log group that the template gives it, or Lambda's own. */
  readonly logGroup: string;
  /** The queue for asynchronous invocations that failed for good. */
  readonly deadLetterArn: string | undefined;
}

/** @throws Error naming the resource: a property out of range, or no `local:entry` in its metadata */
export function functionDefinition(
  resource: ResolvedResource,
  identity: LocalIdentity,
  projectRoot: string,
): FunctionDefinition {
  const parsed = properties.safeParse(resource.properties);
  if (!parsed.success) throw new Error(`Function ${resource.logicalId}: ${z.prettifyError(parsed.error)}`);
  const entry = resource.metadata['local:entry'];
  if (typeof entry !== 'string') {
    throw new Error(
      `Function ${resource.logicalId}: to run here it needs its source file in its metadata under local:entry`,
    );
  }
  const given = parsed.data;
  const name = given.FunctionName ?? physicalName(resource.stackName, resource.logicalId, 64);
  return {
    name,
    arn: `arn:aws:lambda:${identity.region}:${identity.accountId}:function:${name}`,
    description: given.Description,
    role: given.Role,
    handler: given.Handler,
    entry: isAbsolute(entry) ? entry : resolve(projectRoot, entry),
    exportName: given.Handler.split('.').at(-1) ?? 'handler',
    timeoutSeconds: given.Timeout,
    memoryMegabytes: given.MemorySize,
    reservedConcurrency: given.ReservedConcurrentExecutions,
    variables: given.Environment.Variables,
    logGroup: given.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    deadLetterArn: given.DeadLetterConfig?.TargetArn,
  };
}

/** Of the environment of this process only what a program needs to run: its secrets are not the function's. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];

/** The environment of a function's process, as Lambda sets it, and nothing else. */
export function functionEnvironment(
  definition: FunctionDefinition,
  surroundings: { shared: Record<string, string>; projectRoot: string; compileCache: string },
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return {
    ...environment,
    // A developer's own profile could otherwise lead a local function into a real account.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    ...surroundings.shared,
    ...definition.variables,
    NODE_COMPILE_CACHE: surroundings.compileCache,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: LOG_STREAM,
    LAMBDA_TASK_ROOT: surroundings.projectRoot,
    _HANDLER: definition.handler,
  };
}
