import { randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalClock, LocalIdentity } from '../service.ts';
import { checkName, executionArn, expressArn } from './arns.ts';
import type { Engine } from './engine.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { Journal } from './journal.ts';
import { LARGEST_PAYLOAD_BYTES } from './language/failure.ts';
import type { MachineRegistry, StartTarget } from './machine-registry.ts';
import type { MachineStore } from './machine-store.ts';
import type { Execution, ExecutionKind } from './records.ts';
import { freshDetail } from './turn.ts';

/** AWS ends an Express execution after five minutes. */
const LONGEST_EXPRESS_SECONDS = 300;

/** A closed execution's name is free again after 90 days. */
const NAME_KEPT_MS = 90 * 24 * 3600 * 1000;

/** A failed execution can be redriven for 14 days. */
const REDRIVABLE_MS = 14 * 24 * 3600 * 1000;

export interface StarterParts {
  readonly journal: Journal;
  readonly store: ExecutionStore;
  readonly machines: MachineStore;
  readonly registry: MachineRegistry;
  readonly identity: LocalIdentity;
  readonly clock: LocalClock;
}

/** Starts and redrives executions. */
export class Starter {
  readonly #parts: StarterParts;
  readonly #engine: Engine;
  readonly #statusChanged: (execution: Execution) => void;

  constructor(parts: StarterParts, engine: Engine, statusChanged: (execution: Execution) => void) {
    this.#parts = parts;
    this.#engine = engine;
    this.#statusChanged = statusChanged;
  }

  /**
   * Resolves when the start is on record. The same name and input as a running execution answers that one.
   *
   * @throws AwsError `StateMachineDoesNotExist`, `ExecutionAlreadyExists`, `InvalidExecutionInput`, `InvalidName`
   */
  async start(machineArn: unknown, givenName: unknown, input = '{}'): Promise<Execution> {
    const target = this.#parts.registry.target(machineArn);
    const name = givenName === undefined ? randomUUID() : checkName(givenName);
    checkInput(input);
    const { store, identity } = this.#parts;
    if (target.machine.type === 'EXPRESS') {
      const express = this.#begin(target, name, input, 'express');
      await this.#parts.journal.durable();
      return express;
    }
    const existing = store.executionByArn(executionArn(identity, target.machine.name, name));
    if (existing !== undefined) {
      if (existing.status === 'RUNNING' && existing.input === input) {
        await this.#parts.journal.durable();
        return existing;
      }
      const free =
        existing.stoppedAt !== undefined && existing.stoppedAt < this.#parts.clock.now() - NAME_KEPT_MS;
      if (!free) {
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
      }
      store.deleteExecution(existing.id);
    }
    const execution = this.#begin(target, name, input, 'standard');
    await this.#parts.journal.durable();
    return execution;
  }

  /** Starts an Express execution whose caller waits. @throws AwsError `StateMachineTypeNotSupported` */
  startSync(machineArn: unknown, givenName: unknown, input = '{}'): Execution {
    const target = this.#parts.registry.target(machineArn);
    if (target.machine.type !== 'EXPRESS') {
      throw new AwsError(
        'StateMachineTypeNotSupported',
        'This operation is not supported by this type of state machine',
      );
    }
    const name = givenName === undefined ? randomUUID() : checkName(givenName);
    checkInput(input);
    return this.#begin(target, name, input, 'sync');
  }

  /** @throws AwsError `ExecutionNotRedrivable` */
  async redrive(execution: Execution): Promise<void> {
    const { clock, machines, journal } = this.#parts;
    const { stoppedAt = 0 } = execution;
    const redrivable =
      ['FAILED', 'ABORTED', 'TIMED_OUT'].includes(execution.status) &&
      stoppedAt > clock.now() - REDRIVABLE_MS;
    if (!redrivable) {
      throw new AwsError(
        'ExecutionNotRedrivable',
        `Execution is ${execution.status} and cannot be redriven: '${execution.arn}'`,
      );
    }
    const { TimeoutSeconds } = machines.definition(execution.body.definitionHash);
    await this.#engine.redrive(execution.id, deadlineAfter(clock.now(), TimeoutSeconds));
    await journal.durable();
  }

  #begin(target: StartTarget, name: string, input: string, kind: ExecutionKind): Execution {
    const { journal, store, machines, identity, clock } = this.#parts;
    const { machine, definitionHash, roleArn } = target;
    const definition = machines.definition(definitionHash);
    const now = clock.now();
    const seconds =
      kind === 'standard'
        ? definition.TimeoutSeconds
        : Math.min(definition.TimeoutSeconds ?? LONGEST_EXPRESS_SECONDS, LONGEST_EXPRESS_SECONDS);
    const arn =
      kind === 'standard'
        ? executionArn(identity, machine.name, name)
        : expressArn(identity, machine.name, name, randomUUID());
    const started = journal.atomically(() => {
      const execution = store.insertExecution({
        arn,
        machineArn: machine.arn,
        name,
        kind,
        status: 'RUNNING',
        startedAt: now,
        stoppedAt: undefined,
        deadline: deadlineAfter(now, seconds),
        lastEvent: 1,
        input,
        output: undefined,
        error: undefined,
        cause: undefined,
        body: {
          definitionHash,
          roleArn,
          machineName: machine.name,
          redriveCount: 0,
          ...(target.versionArn === undefined ? {} : { versionArn: target.versionArn }),
          ...(target.aliasArn === undefined ? {} : { aliasArn: target.aliasArn }),
        },
      });
      if (kind === 'standard') {
        const details = { input, inputDetails: { truncated: false }, roleArn };
        store.events.insert(execution.id, {
          id: 1,
          previousId: 0,
          at: now,
          type: 'ExecutionStarted',
          details,
        });
      }
      const frame = store.frames.insert({
        executionId: execution.id,
        parentId: undefined,
        position: 0,
        state: definition.StartAt,
        phase: 'enter',
        due: undefined,
        input,
        variables: '{}',
        detail: freshDetail({ lastEvent: 1 }),
      });
      this.#statusChanged(execution);
      return { execution, frame };
    });
    this.#engine.begin(started.execution, started.frame);
    return started.execution;
  }
}

function deadlineAfter(now: number, seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : now + seconds * 1000;
}

function checkInput(input: unknown): asserts input is string {
  const fault = (text: string) =>
    new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${text}'`);
  if (typeof input !== 'string') throw fault('The input must be JSON text');
  if (Buffer.byteLength(input) > LARGEST_PAYLOAD_BYTES) throw fault('The input is over 256 KiB');
  try {
    JSON.parse(input);
  } catch (error) {
    throw fault(String((error as Error).message));
  }
}
