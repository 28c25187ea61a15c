import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type CfnFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { environmentNames } from '../functions/platform/environment.ts';
import { type FunctionSpec, pascalCase } from '../functions/platform/manifest.ts';
import { applyGrants, type GrantContext, grantsFor } from './grants.ts';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Where the local services find a function's source; see `local/functions`. */
export const localEntryMetadata = 'local:entry';

/**
 * The only place that makes a Lambda function.
 *
 * @param folder of the handler file, relative to the project root
 */
export function makeFunction(
  scope: Construct,
  folder: string,
  spec: FunctionSpec,
  service: string,
  context: GrantContext,
  /** Where an event goes whose two retries failed; for functions that a rule calls. */
  deadLetterQueue?: IQueue,
): NodejsFunction {
  const entry = join(folder, `${spec.name}.handler.ts`);
  const grants = grantsFor(spec, context);
  const id = pascalCase(spec.name);
  const logGroup = new LogGroup(scope, `${id}Logs`, {
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  const made = new NodejsFunction(scope, id, {
    description: spec.purpose,
    entry: join(projectRoot, entry),
    depsLockFilePath: join(projectRoot, 'package-lock.json'),
    projectRoot,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: spec.memoryMb,
    timeout: Duration.seconds(spec.timeoutSeconds),
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    environment: {
      POWERTOOLS_SERVICE_NAME: service,
      NODE_OPTIONS: '--enable-source-maps',
      ...Object.fromEntries(
        Object.entries(grants.environment).map(([name, value]) => [
          environmentNames[name as keyof typeof environmentNames],
          value,
        ]),
      ),
    },
    // Executions under way go on calling the version that they started with, for as long as an approval may wait.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    bundling: bundlingFor(spec),
    ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
  });
  applyGrants(made, grants);
  (made.node.defaultChild as CfnFunction).addMetadata(localEntryMetadata, entry);
  return made;
}

/**
 * The Node.js 24 runtime brings the SDK's published packages, and finds them from an ES module as well (NODE_PATH). Not
 * `@aws-sdk/*` and `@smithy/*` as a whole: what the SDK is made of inside changes from release to release, and a package that
 * the runtime's release does not have fails only there, with ERR_MODULE_NOT_FOUND. So anything else is bundled.
 */
const sdkOfTheRuntime = [
  '@aws-sdk/client-*',
  '@aws-sdk/lib-dynamodb',
  '@aws-sdk/s3-presigned-post',
  '@aws-sdk/s3-request-presigner',
];

/** Modules that the bundles have of our own, because the original brings what Node has already. */
const standIns = {
  '--alias:brotli/decompress.js': './functions/image-assets/derive/stills/headline/brotli-of-node.ts',
};

function bundlingFor(spec: FunctionSpec) {
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    minify: true,
    keepNames: true,
    sourceMap: true,
    // Some dependencies are CommonJS and call `require`, which an ES module does not have. The names are long because the
    // minifier does not know of them: it gave `_r` to something else as well, and no bundle could be opened.
    banner:
      "import{createRequire as createBundleRequire}from'node:module';const require=createBundleRequire(import.meta.url);",
    mainFields: ['module', 'main'],
    esbuildArgs: standIns,
    externalModules: [...sdkOfTheRuntime, ...spec.nativePackages],
    ...(spec.nativePackages.length === 0 ? {} : { commandHooks: installNative(spec.nativePackages) }),
  };
}

/** Native packages are installed for the function's CPU, whatever this machine's is. Each line runs in a shell of its own. */
function installNative(packages: readonly string[]) {
  const { dependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const pinned = packages.map((name) => `${name}@${dependencies[name]}`).join(' ');
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_input: string, output: string) => [
      `npm install --prefix "${output}" --no-save --no-audit --no-fund --ignore-scripts --loglevel=error --os=linux --cpu=arm64 --libc=glibc ${pinned}`,
    ],
  };
}
