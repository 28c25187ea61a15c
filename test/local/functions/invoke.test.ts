import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  GetFunctionCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, identity, type LocalFunctions, openLocalFunctions } from './local-functions.ts';

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);
const arn = 'arn:aws:lambda:eu-central-1:111122223333:function:behaviours';

describe('functions on this machine', () => {
  let local: LocalFunctions;
  let door: Server;
  let client: LambdaClient;
  const call = async (event: object, name = 'behaviours') => {
    const result = await local.functions.invoke(name, JSON.stringify(event));
    return { ...result, value: JSON.parse(result.payload) };
  };
  const request = (input: Partial<InvokeCommandInput>) =>
    client.send(new InvokeCommand({ FunctionName: 'behaviours', ...input }));

  beforeAll(async () => {
    local = openLocalFunctions();
    const properties = { FunctionName: 'behaviours', Handler: 'index.handler', Timeout: 10 };
    await local.make('AWS::Lambda::Function', 'Behaviours', properties, 'behaviours');
    await local.functions.start();
    door = createServer((incoming, response) => void local.functions.handle(incoming, response));
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    client = new LambdaClient({
      endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
      region: identity.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });

  afterAll(async () => {
    client.destroy();
    door.closeAllConnections();
    door.close();
    await local.close();
  });

  test('an answer comes back as JSON, nothing as null, and the process is used again', async () => {
    expect((await call({ do: 'echo', text: '照片' })).value).toEqual({ do: 'echo', text: '照片' });
    expect((await call({ do: 'nothing' })).payload).toBe('null');
    const first = await call({ do: 'process' });
    const second = await call({ do: 'process' });
    expect(second.value).toEqual({ pid: first.value.pid, invocations: first.value.invocations + 1 });
  });

  test('a thrown error tells its name, message and trace, and the process lives on', async () => {
    const before = await call({ do: 'process' });
    const thrown = await call({ do: 'throwError' });
    expect(thrown.functionError).toBe('Unhandled');
    expect(thrown.value).toMatchObject({ errorType: 'OutOfStockError', errorMessage: 'none left' });
    expect(thrown.value.trace[0]).toBe('OutOfStockError: none left');
    expect((await call({ do: 'throwText' })).value).toEqual({
      errorType: 'string',
      errorMessage: 'bare text',
      trace: [],
    });
    expect((await call({ do: 'process' })).value.pid).toBe(before.value.pid);
  });

  test('a process that exits, or rejects with nobody listening, is an error; the next call gets a new one', async () => {
    const exited = await call({ do: 'exit', status: 3 });
    expect(exited.value).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(exited.value.errorMessage).toMatch(
      /^RequestId: \S+ Error: Runtime exited with error: exit status 3$/,
    );
    expect((await call({ do: 'exit', status: 0 })).value.errorMessage).toMatch(/without providing a reason$/);
    expect((await call({ do: 'rejectLater' })).value).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'OutOfStockError: nobody waits',
    });
    expect((await call({ do: 'process' })).value.invocations).toBe(1);
  });

  test('a function sees its own environment and what every function is given, nothing of ours', async () => {
    process.env.SECRET_OF_THE_PARENT = 'do not tell';
    await local.make(
      'AWS::Lambda::Function',
      'Environment',
      {
        FunctionName: 'environment',
        Handler: 'index.handler',
        MemorySize: 256,
        Environment: { Variables: { TABLE: 'State' } },
      },
      'behaviours',
    );
    const { value } = await call({ do: 'environment' }, 'environment');
    delete process.env.SECRET_OF_THE_PARENT;
    expect(value).toMatchObject({
      TABLE: 'State',
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'environment',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      _HANDLER: 'index.handler',
    });
    const allowed = /^(PATH|HOME|TMPDIR|TZ|LANG|TABLE|_HANDLER|LAMBDA_TASK_ROOT|AWS_.*|NODE_.*)$/;
    expect(Object.keys(value).filter((name) => !allowed.test(name))).toEqual([]);
  });

  test('the context names the request, the version and the time left', async () => {
    const { value } = await call({ do: 'context' }, `${arn}:$LATEST`);
    expect(value).toMatchObject({
      functionName: 'behaviours',
      functionVersion: '$LATEST',
      invokedFunctionArn: `${arn}:$LATEST`,
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/behaviours',
    });
    expect(value.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(value.remaining).toBeGreaterThan(5_000);
    expect(value.remaining).toBeLessThanOrEqual(10_000);
  });

  test('a busy loop is killed when its time is over', async () => {
    const properties = { FunctionName: 'hasty', Handler: 'index.handler', Timeout: 2 };
    await local.make('AWS::Lambda::Function', 'Hasty', properties, 'behaviours');
    const { value } = await call({ do: 'process' }, 'hasty');
    const result = await call({ do: 'spin' }, 'hasty');
    expect(result.functionError).toBe('Unhandled');
    expect(result.value.errorType).toBe('Sandbox.Timedout');
    expect(result.value.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 2\.00 seconds$/);
    expect(await eventually(() => !isAlive(value.pid))).toBe(true);
  });

  test('memory outside the JavaScript heap counts too, and over the limit the process is killed', async () => {
    const result = await call({ do: 'fillBuffers' });
    expect(result.value.errorType).toBe('Runtime.ExitError');
    expect(result.value.errorMessage).toMatch(/Runtime exited with error: signal: killed$/);
    const report = local.lines.findLast((line) => line.startsWith('REPORT'));
    expect(report).toMatch(/Memory Size: 128 MB\tMax Memory Used: \d+ MB\t.*Status: error/);
  });

  test('what a function started itself ends with it', async () => {
    const properties = { FunctionName: 'parent', Handler: 'index.handler', Timeout: 2 };
    await local.make('AWS::Lambda::Function', 'Parent', properties, 'behaviours');
    const { value } = await call({ do: 'child' }, 'parent');
    expect(isAlive(value.pid)).toBe(true);
    await call({ do: 'spin' }, 'parent');
    expect(await eventually(() => !isAlive(value.pid))).toBe(true);
  });

  test('an answer over 6 MB is refused by name, one just under it is not', async () => {
    const limit = 6 * 1024 * 1024;
    expect((await call({ do: 'large', bytes: limit + 100 })).value.errorType).toBe(
      'Function.ResponseSizeTooLarge',
    );
    expect((await call({ do: 'large', bytes: limit })).value).toHaveLength(limit);
  });

  test('a module that cannot be loaded, or lacks its handler, answers why', async () => {
    await local.make(
      'AWS::Lambda::Function',
      'Broken',
      { FunctionName: 'broken', Handler: 'index.handler' },
      'broken',
    );
    expect((await call({}, 'broken')).value).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no such setting',
    });
    for (const [id, handler, entry, errorType] of [
      ['NoExport', 'index.missing', 'behaviours', 'Runtime.HandlerNotFound'],
      ['NotCallable', 'index.notAFunction', 'behaviours', 'Runtime.HandlerNotFound'],
      ['NoFile', 'index.handler', 'absent', 'Runtime.ImportModuleError'],
    ] as const) {
      await local.make('AWS::Lambda::Function', id, { FunctionName: id, Handler: handler }, entry);
      expect((await call({}, id)).value).toMatchObject({ errorType });
    }
  });

  test('what it prints is logged between START and END, and its tail answered on request', async () => {
    local.lines.length = 0;
    const printed = await request({ Payload: Buffer.from('{"do":"print","text":"hello"}'), LogType: 'Tail' });
    const lines = local.lines.filter((line) => !line.startsWith('err'));
    expect(lines).toEqual([
      expect.stringMatching(/^START RequestId: \S+ Version: \$LATEST$/),
      'out hello',
      'without line end',
      expect.stringMatching(/^END RequestId: \S+$/),
      expect.stringMatching(/^REPORT RequestId: \S+\tDuration: [\d.]+ ms\t/),
    ]);
    expect(local.lines).toContain('err hello');
    const tail = Buffer.from(printed.LogResult ?? '', 'base64').toString('utf8');
    expect(tail).toMatch(/^START [\s\S]*out hello[\s\S]*REPORT /);
    const file = join(local.directory, 'functions/logs/behaviours.log');
    expect(readFileSync(file, 'utf8')).toContain('out hello\n');
  });

  test('over HTTP: errors in the header, versions, dry runs, and what is not JSON or not there refused', async () => {
    const failed = await request({ Payload: Buffer.from('{"do":"throwError"}') });
    expect(failed).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '$LATEST' });
    expect((await request({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
    await expect(request({ Payload: Buffer.from('{nonsense') })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
    await expect(request({ FunctionName: 'none' })).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(request({ Qualifier: '9' })).rejects.toBeInstanceOf(ResourceNotFoundException);
    const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
    expect(Functions.map((item) => item.FunctionName)).toContain('behaviours');
    const found = await client.send(new GetFunctionCommand({ FunctionName: arn }));
    expect(found.Configuration).toMatchObject({ FunctionArn: arn, Timeout: 10, State: 'Active' });
  });

  test('a version keeps its number, a new one gets the next, and an alias names one', async () => {
    const version = (id: string) => local.make('AWS::Lambda::Version', id, { FunctionName: 'behaviours' });
    expect((await version('VersionA')).ref).toBe(`${arn}:1`);
    expect((await version('VersionB')).attributes).toEqual({ Version: '2', FunctionArn: `${arn}:2` });
    expect((await version('VersionA')).ref).toBe(`${arn}:1`);
    await local.make('AWS::Lambda::Alias', 'Live', {
      FunctionName: 'behaviours',
      FunctionVersion: '2',
      Name: 'live',
    });
    const answered = await request({ Qualifier: 'live', Payload: Buffer.from('{"do":"echo"}') });
    expect(answered.ExecutedVersion).toBe('2');
    const listed = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'behaviours' }));
    expect(listed.Versions?.map((item) => item.Version)).toEqual(['$LATEST', '1', '2']);
  });

  test('what has no counterpart here is refused when it is provisioned', async () => {
    const make = (type: string, properties: object) => local.make(type, 'Refused', properties);
    await expect(make('AWS::Lambda::LayerVersion', {})).rejects.toThrow(/no local counterpart/);
    await expect(make('AWS::Lambda::Url', {})).rejects.toThrow(/no local counterpart/);
    await expect(make('AWS::Lambda::Function', { Handler: 'index.handler' })).rejects.toThrow(/local:entry/);
    const source = { FunctionName: 'behaviours', EventSourceArn: 'arn:aws:sqs:eu-central-1:111122223333:q' };
    await expect(
      make('AWS::Lambda::EventSourceMapping', { ...source, FilterCriteria: { Filters: [] } }),
    ).rejects.toThrow(/FilterCriteria/);
  });
});
