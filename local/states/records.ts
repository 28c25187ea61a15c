import type { MachineType } from './language/validate.ts';

/** All instants are milliseconds since the epoch. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly roleArn: string;
  readonly definitionHash: string;
  /** Changes with the definition or the role; a version is published for a revision. */
  readonly revisionId: string;
  readonly createdAt: number;
  /** Numbers of versions are never used again. */
  readonly lastVersion: number;
  readonly deleting: boolean;
  readonly loggingConfiguration: unknown;
  readonly tracingConfiguration: unknown;
  readonly tags: Readonly<Record<string, string>>;
}

export interface MachineVersion {
  readonly machineArn: string;
  readonly number: number;
  readonly revisionId: string;
  readonly definitionHash: string;
  readonly roleArn: string;
  readonly description: string;
  readonly createdAt: number;
}

export interface MachineAlias {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly description: string;
  readonly routes: readonly { readonly versionArn: string; readonly weight: number }[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** `sync` executions are Express ones that a caller waits for: nobody can fetch their result after a restart. */
export type ExecutionKind = 'standard' | 'express' | 'sync';

export interface ExecutionBody {
  readonly definitionHash: string;
  readonly roleArn: string;
  readonly machineName: string;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly redriveCount: number;
  readonly redrivenAt?: number;
}

export interface Execution {
  readonly id: number;
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly kind: ExecutionKind;
  readonly status: ExecutionStatus;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  /** When the machine's own TimeoutSeconds end it. */
  readonly deadline: number | undefined;
  readonly lastEvent: number;
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly body: ExecutionBody;
}

/**
 * Where a frame stands:
 * `pending` (an iteration of a Map that waits for its turn) · `enter` (its state is next) · `execute` (entered, to
 * be run: a retry that is due, a redrive) · `scheduled` (a task waits for a free place) · `started` (it is being
 * called) · `token` (called, waits for its token) · `waiting` (Wait) · `backoff` (waits for its retry) · `joining`
 * (waits for its children) · `done` · `failed`. When an execution ends, its frames keep their phase for a redrive.
 */
export type Phase =
  | 'pending'
  | 'enter'
  | 'execute'
  | 'scheduled'
  | 'started'
  | 'token'
  | 'waiting'
  | 'backoff'
  | 'joining'
  | 'done'
  | 'failed';

/** A task as it was scheduled; kept until it ends, so that it can be called again after a kill. */
export interface ScheduledTask {
  readonly arguments: string;
  readonly token?: string;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly timeoutAt?: number;
  readonly heartbeatAt?: number;
}

/** How far the children of a Parallel or a Map are. */
export interface JoinProgress {
  readonly length: number;
  /** The first child that has not been started. */
  readonly next: number;
  /** Children that are neither `done` nor `failed`. */
  readonly unfinished: number;
  /** Children that may run at a time. */
  readonly concurrency: number;
  /** Failed iterations that still leave the Map a success. */
  readonly tolerated: number;
  readonly failed: number;
}

export interface FrameDetail {
  readonly enteredEvent: number;
  readonly enteredAt: number;
  /** The event that the frame's next one follows. */
  readonly lastEvent: number;
  /** Counts the tasks that the frame has scheduled: an answer for an earlier one is stale. */
  readonly attempt: number;
  readonly retryCount: number;
  readonly retriesUsed: readonly number[];
  readonly task?: ScheduledTask;
  readonly join?: JoinProgress;
  /** In a Map's iteration: `$states.context.Map.Item`, its value as JSON. */
  readonly item?: { readonly index: number; readonly value: string };
}

/** A place of control in an execution: the root, a branch of a Parallel, an iteration of a Map. */
export interface Frame {
  readonly id: number;
  readonly executionId: number;
  readonly parentId: number | undefined;
  /** Which branch or iteration of its parent's state. */
  readonly position: number;
  readonly state: string;
  readonly phase: Phase;
  /** When a wait, a retry, a time-out or a missing heartbeat is due. */
  readonly due: number | undefined;
  /** The state's input as JSON; of a `done` frame, its output. */
  readonly input: string;
  /** The variables of its scope as a JSON object. */
  readonly variables: string;
  readonly detail: FrameDetail;
}

export interface HistoryEvent {
  readonly id: number;
  readonly previousId: number;
  readonly at: number;
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}
