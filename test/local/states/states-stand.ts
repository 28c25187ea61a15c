import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BusEvent, FunctionInvoker, InvokeResult } from '../../../local/service.ts';
import { StatesService, type StatesServiceOptions } from '../../../local/states/service.ts';
import { JumpingClock } from './clocks.ts';

export const IDENTITY = { accountId: '111122223333', region: 'us-east-1' };
export const FUNCTION = `arn:aws:lambda:us-east-1:${IDENTITY.accountId}:function:Worker`;

/** A function as a test writes it: answers a value, or throws an Error whose name becomes `errorType`. */
export type TestFunction = (payload: unknown, name: string) => unknown;

/** Every function name runs `work`; calls are kept. */
export class TestInvoker implements FunctionInvoker {
  readonly calls: unknown[] = [];
  readonly #work: TestFunction;

  constructor(work: TestFunction) {
    this.#work = work;
  }

  async invoke(name: string, payload: string): Promise<InvokeResult> {
    const input: unknown = JSON.parse(payload);
    this.calls.push(input);
    try {
      const answer = await this.#work(input, name);
      return { payload: JSON.stringify(answer ?? null), executedVersion: '$LATEST' };
    } catch (error) {
      if (!(error instanceof Error) || 'code' in error) throw error;
      const payloadText = JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] });
      return { payload: payloadText, functionError: 'Unhandled', executedVersion: '$LATEST' };
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by tests that know their shape
type Answer = any;

/** An error of the service, as a client sees it. */
export class ServiceError extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'states-'));
}

/** The service behind a real HTTP server, with a function, and its status events collected. */
export class StatesStand {
  readonly service: StatesService;
  readonly directory: string;
  readonly events: BusEvent[] = [];
  readonly #server: Server;
  #endpoint = '';

  private constructor(directory: string, options: Partial<StatesServiceOptions> & { work?: TestFunction }) {
    const { work = (input) => input, ...rest } = options;
    this.directory = directory;
    this.service = new StatesService({
      directory,
      identity: IDENTITY,
      clock: new JumpingClock(),
      invoker: new TestInvoker(work),
      events: { publish: async (_bus, event) => this.#publish(event) },
      ...rest,
    });
    this.#server = createServer((request, response) => void this.service.handle(request, response));
  }

  static async open(
    options: Partial<StatesServiceOptions> & { work?: TestFunction } = {},
  ): Promise<StatesStand> {
    const stand = new StatesStand(options.directory ?? temporaryDirectory(), options);
    await new Promise<void>((resolve) => stand.#server.listen(0, '127.0.0.1', resolve));
    stand.#endpoint = `http://127.0.0.1:${(stand.#server.address() as AddressInfo).port}`;
    await stand.service.start();
    return stand;
  }

  async call(operation: string, input: unknown): Promise<Answer> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': `AWSStepFunctions.${operation}`,
        'content-type': 'application/x-amz-json-1.0',
      },
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as { __type?: string; message?: string };
    if (!response.ok) throw new ServiceError(answer.__type ?? '', answer.message ?? '');
    return answer;
  }

  /** Creates a machine of these states (JSONata), starting at the first. @returns its ARN */
  async machine(
    name: string,
    states: Record<string, unknown>,
    more: Record<string, unknown> = {},
    type = 'STANDARD',
  ): Promise<string> {
    const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more };
    const created = await this.call('CreateStateMachine', {
      name,
      definition: JSON.stringify(definition),
      roleArn: `arn:aws:iam::${IDENTITY.accountId}:role/Machine`,
      type,
    });
    return created.stateMachineArn;
  }

  async start(stateMachineArn: string, input: unknown = {}, name?: string): Promise<string> {
    const body = { stateMachineArn, input: JSON.stringify(input), ...(name === undefined ? {} : { name }) };
    return (await this.call('StartExecution', body)).executionArn;
  }

  /** Waits until an execution has ended, and describes it. */
  async ended(executionArn: string): Promise<Answer> {
    return this.until(async () => {
      const description = await this.call('DescribeExecution', { executionArn });
      return description.status === 'RUNNING' ? undefined : description;
    });
  }

  /** Runs an execution of these states from start to end. */
  async run(states: Record<string, unknown>, input: unknown = {}): Promise<Answer> {
    const arn = await this.machine(`M${Math.random().toString(36).slice(2)}`, states);
    return this.ended(await this.start(arn, input));
  }

  async history(executionArn: string): Promise<Answer[]> {
    return (await this.call('GetExecutionHistory', { executionArn, maxResults: 1000 })).events;
  }

  async types(executionArn: string): Promise<string[]> {
    return (await this.history(executionArn)).map((event) => event.type);
  }

  /** Asks again, turn by turn of the event loop, until there is an answer. */
  async until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** Stops the service but keeps its folder. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.service.stop();
  }

  /** Stops the service and deletes its folder. */
  async remove(): Promise<void> {
    await this.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  #publish(event: BusEvent): void {
    this.events.push(event);
  }
}
