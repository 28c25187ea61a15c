/**
 * One instance of one function, run as a child process: loads the handler and runs one invocation at a time.
 * Arguments: the handler's file, the name of its export. Imports next to nothing, because that is part of every cold start.
 */
import { flushCompileCache } from 'node:module';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import {
  type FunctionErrorBody,
  type InvokeMessage,
  logMark,
  type WorkerMessage,
} from './worker-protocol.ts';

type Handler = (event: unknown, context: unknown) => unknown;

/** Long enough after the first answer that a second invocation right behind it is not held up by writing the cache. */
const CACHE_WRITE_DELAY_MILLISECONDS = 500;

/** What Lambda's runtime for Node exits with after an exception that nobody caught. */
const UNCAUGHT_EXIT_STATUS = 129;

function send(message: WorkerMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });
}

function errorBody(thrown: unknown): FunctionErrorBody {
  if (thrown instanceof Error) {
    const trace = (thrown.stack ?? '').split('\n');
    return { errorType: thrown.name, errorMessage: thrown.message, trace };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

function contextFor(message: InvokeMessage): Record<string, unknown> {
  const environment = process.env;
  // From the system's clock once, then from one that does not jump.
  const started = performance.now();
  const allowed = message.deadline - Date.now();
  return {
    awsRequestId: message.requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: message.invokedFunctionArn,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(allowed - (performance.now() - started))),
  };
}

async function loadHandler(file: string, exportName: string): Promise<Handler | FunctionErrorBody> {
  try {
    const loaded: Record<string, unknown> = await import(pathToFileURL(file).href);
    const handler = loaded[exportName];
    if (typeof handler !== 'function') {
      const errorMessage = `${file} does not export a function named ${exportName}`;
      return { errorType: 'Runtime.HandlerNotFound', errorMessage, trace: [] };
    }
    // Lambda's runtime for Node 24 refuses these, so a test here must not pass with one.
    if (handler.length > 2) {
      const errorMessage =
        'Handlers that take a callback do not run on Node.js 24 and later: return a promise';
      return { errorType: 'Runtime.CallbackHandlerDeprecated', errorMessage, trace: [] };
    }
    return handler as Handler;
  } catch (error) {
    const body = errorBody(error);
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (isMissing) return { ...body, errorType: 'Runtime.ImportModuleError' };
    return error instanceof SyntaxError ? { ...body, errorType: 'Runtime.UserCodeSyntaxError' } : body;
  }
}

let current: InvokeMessage | undefined;

async function finish(message: WorkerMessage): Promise<void> {
  if (current === undefined) return;
  const mark = logMark(current.requestId);
  current = undefined;
  process.stdout.write(mark);
  process.stderr.write(mark);
  await send(message);
}

async function run(handler: Handler, message: InvokeMessage): Promise<void> {
  current = message;
  const { requestId } = message;
  let answer: WorkerMessage;
  try {
    const result = await handler(JSON.parse(message.payload), contextFor(message));
    answer = { kind: 'result', requestId, payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    answer = { kind: 'error', requestId, error: errorBody(error), fatal: false };
  }
  await finish(answer);
}

async function dieOf(error: FunctionErrorBody): Promise<void> {
  if (current !== undefined) {
    await finish({ kind: 'error', requestId: current.requestId, error, fatal: true });
  }
  process.exit(UNCAUGHT_EXIT_STATUS);
}

// The pool is gone. Where the event loop is blocked, the orphan guard kills instead.
process.on('disconnect', () => process.exit());
process.on('uncaughtException', (error) => void dieOf(errorBody(error)));
process.on('unhandledRejection', (reason) => {
  const body = errorBody(reason);
  const errorMessage = `${body.errorType}: ${body.errorMessage}`;
  void dieOf({ ...body, errorType: 'Runtime.UnhandledPromiseRejection', errorMessage });
});

const handler = await loadHandler(process.argv[2] ?? '', process.argv[3] ?? '');
if (typeof handler === 'function') {
  process.on('message', (message: InvokeMessage) => void run(handler, message));
  await send({ kind: 'ready' });
  // Node writes its cache of compiled modules only at a regular exit, and this process is mostly killed.
  setTimeout(flushCompileCache, CACHE_WRITE_DELAY_MILLISECONDS).unref();
} else {
  await send({ kind: 'broken', error: handler });
}
