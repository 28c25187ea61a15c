import { AwsError } from '../protocol/aws-error.ts';
import type { QueueSource } from '../queues/message.ts';
import type { LocalIdentity } from '../service.ts';
import { type BatchInvoker, type EventSourceMapping, EventSourcePoller } from './event-source.ts';
import type { FunctionStore } from './function-store.ts';

interface Switch {
  readonly mapping: EventSourceMapping;
  readonly templateEnabled: boolean;
  poller: EventSourcePoller | undefined;
}

export interface EventSourcesOptions {
  readonly queues: QueueSource;
  readonly identity: LocalIdentity;
  readonly store: FunctionStore;
  readonly invoke: BatchInvoker;
  /** How many batches of a function may run at once. */
  readonly parallel: (functionName: string) => number;
}

/** All event source mappings, and which of them are polled. */
export class EventSources {
  readonly #options: EventSourcesOptions;
  readonly #switches = new Map<string, Switch>();
  readonly #released = new Set<string>();
  #started = false;

  constructor(options: EventSourcesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#started = true;
    for (const entry of this.#switches.values()) this.#poll(entry);
  }

  stop(): void {
    this.#started = false;
    for (const entry of this.#switches.values()) entry.poller?.stop();
  }

  /** Adds a mapping or replaces the one of its id. */
  set(mapping: EventSourceMapping, templateEnabled: boolean): void {
    this.#switches.get(mapping.id)?.poller?.stop();
    const entry: Switch = { mapping, templateEnabled, poller: undefined };
    this.#switches.set(mapping.id, entry);
    this.#poll(entry);
  }

  /** The mappings of one function or of all, with whether they are polled. */
  list(functionName?: string): { mapping: EventSourceMapping; enabled: boolean }[] {
    return [...this.#switches.values()]
      .filter((entry) => functionName === undefined || entry.mapping.functionName === functionName)
      .map((entry) => ({ mapping: entry.mapping, enabled: this.#isOn(entry) }));
  }

  /**
   * Switches a mapping on or off; it stays so until the template says something new.
   * @throws AwsError `ResourceNotFoundException`
   */
  switch(id: string, enabled: boolean): void {
    const entry = this.#switches.get(id);
    if (entry === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    }
    this.#options.store.switchMapping(id, enabled, entry.templateEnabled);
    this.#poll(entry);
  }

  #isOn(entry: Switch): boolean {
    return this.#options.store.mappingEnabled(entry.mapping.id, entry.templateEnabled);
  }

  /** Starts or stops the poller, as the switch stands. */
  #poll(entry: Switch): void {
    if (!this.#isOn(entry) || !this.#started) {
      entry.poller?.stop();
      entry.poller = undefined;
      return;
    }
    if (entry.poller !== undefined) return;
    const { queues, parallel } = this.#options;
    const { queueArn, functionName } = entry.mapping;
    // Once in the life of this process: what is in flight now was taken by one that was killed or stopped.
    if (!this.#released.has(queueArn)) queues.release(queueArn);
    this.#released.add(queueArn);
    entry.poller = new EventSourcePoller(entry.mapping, {
      ...this.#options,
      parallel: parallel(functionName),
    });
    entry.poller.start();
  }
}
