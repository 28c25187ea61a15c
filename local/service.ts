import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * One AWS service on this machine. The front door routes a request here by the service name in its
 * SigV4 credential scope (header or query string); it has read nothing of the body.
 *
 * Signatures are not verified except where a service says so (S3 presigned requests): the endpoint listens on
 * loopback only, and every process of this machine's user is trusted.
 */
export interface LocalService {
  /** Names as they stand in a SigV4 credential scope, e.g. `s3`, `states`, `events`. */
  readonly signingNames: readonly string[];
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Opens files, starts timers, resumes what a killed process left. Called once, before the first request. */
  start?(): Promise<void>;
  /** Stops timers, ends child processes, closes files. Safe to call twice. */
  stop?(): Promise<void>;
}

/** A resource of a synthesised template, every intrinsic function in its properties already resolved. */
export interface ResolvedResource {
  readonly type: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly properties: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}

/** What `Ref` and `Fn::GetAtt` answer for a provisioned resource, as CloudFormation documents it for the type. */
export interface ProvisionedResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Makes resources of some CloudFormation types. Called with every resource at every start, in dependency order:
 * creates what is missing, updates what differs, keeps the data.
 */
export interface ResourceProvider {
  readonly types: readonly string[];
  provision(resource: ResolvedResource): Promise<ProvisionedResource>;
}

export interface InvokeResult {
  /** The function's answer as JSON text, or its error as `{"errorType","errorMessage","trace"}`. */
  readonly payload: string;
  /** Set when the function threw, timed out, ran out of memory or could not start. */
  readonly functionError?: 'Unhandled';
  readonly executedVersion: string;
}

/** What whoever calls a function may be told while it waits. */
export interface InvokeHooks {
  readonly signal?: AbortSignal | undefined;
  /** There is no room on this machine yet; never called where the call begins at once. */
  readonly onWait?: (() => void) | undefined;
  /** The function begins, after a wait or without one. */
  readonly onBegin?: (() => void) | undefined;
}

/** Runs a function and waits for its answer. Implemented by `local/functions`. */
export interface FunctionInvoker {
  /**
   * @param functionName name, `name:qualifier`, or any ARN of a function
   * @throws AwsError `ResourceNotFoundException` for an unknown function, `TooManyRequestsException` over the limit
   */
  invoke(functionName: string, payload: string, options?: InvokeHooks): Promise<InvokeResult>;
}

/** Sends text to a queue, by its ARN. Implemented by `local/queues`. */
export interface QueueSender {
  send(
    queueArn: string,
    body: string,
    options?: { groupId?: string; deduplicationId?: string },
  ): Promise<void>;
}

/** Starts an execution. Implemented by `local/states`. */
export interface ExecutionStarter {
  startExecution(request: {
    stateMachineArn: string;
    name?: string;
    input: string;
  }): Promise<{ executionArn: string }>;
}

/** An event as EventBridge delivers it to a rule's pattern. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 instant, seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Record<string, unknown>;
}

/** Puts an event on a bus (`default` for what AWS services emit). Implemented by `local/events`; returns once stored durably. */
export interface EventPublisher {
  publish(busNameOrArn: string, event: BusEvent): Promise<void>;
}

/**
 * Delivers to the target of a rule or a schedule: a queue, a function or a state machine, by ARN. Implemented by
 * the composition in `local/system.ts` on the three ports above. Rejects when the target refuses.
 */
export interface TargetDelivery {
  deliver(targetArn: string, body: string, options?: { groupId?: string }): Promise<void>;
}

/** The one account and region that the local services pretend to be. */
export interface LocalIdentity {
  readonly accountId: string;
  readonly region: string;
}

/** Time, injectable so that tests of schedules, waits and expiries need not sleep. Milliseconds since the epoch. */
export interface LocalClock {
  now(): number;
}
