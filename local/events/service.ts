import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { serveJsonOperations } from '../protocol/json.ts';
import { validateInput } from '../protocol/validate-input.ts';
import { physicalName } from '../provision/physical-name.ts';
import { RecordedProperties } from '../recorded-properties.ts';
import { type SetTimer, systemTimer } from '../scheduler/timer.ts';
import type {
  BusEvent,
  EventPublisher,
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
  TargetDelivery,
} from '../service.ts';
import { openDatabase } from '../sqlite.ts';
import type { FailedDelivery } from './delivery-outbox.ts';
import { EventBus } from './event-bus.ts';
import { eventOperations } from './operations.ts';
import { DEFAULT_BUS } from './rule-store.ts';
import { ruleShape, targetShape } from './shapes.ts';

export interface EventsServiceOptions {
  /** Where `events.sqlite` stands. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  readonly delivery: TargetDelivery;
  readonly clock?: LocalClock;
  readonly setTimer?: SetTimer;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Amazon EventBridge: buses, rules, targets.
 *
 * `publish` and `PutEvents` return once one delivery for every target of every matching rule is on disk;
 * deliveries survive SIGKILL and are made at least once.
 *
 * Not guaranteed, or other than on AWS:
 * - Order: none, as on AWS. No limit of rate. No permissions: policies of a bus are recorded and not enforced.
 * - Archives are recorded; nothing is archived or replayed. API destinations and pipes do not exist.
 * - Every refusal is retried within the retry policy; EventBridge gives up at once on some. A delivery that is given up
 *   without a dead-letter queue is kept for 14 days ({@link failedDeliveries}), where EventBridge drops it. A
 *   message in a dead-letter queue has the body only, without EventBridge's message attributes.
 * - An entry for a bus that does not exist fails in `PutEvents`; AWS accepts and drops it.
 * - Scheduled rules: of the occurrences missed while the machine was off, only the last of the past 24 hours runs.
 * - Rules of a stack that its template no longer has stay until `DeleteRule`.
 */
export class EventsService implements LocalService, ResourceProvider, EventPublisher {
  readonly signingNames = ['events'];
  readonly types = [
    'AWS::Events::EventBus',
    'AWS::Events::Rule',
    'AWS::Events::EventBusPolicy',
    'AWS::Events::Archive',
  ];
  readonly #database: DatabaseSync;
  readonly #bus: EventBus;
  readonly #recorded: RecordedProperties;
  readonly #identity: LocalIdentity;
  #stopped: Promise<void> | undefined;

  constructor(options: EventsServiceOptions) {
    const { directory, identity, delivery, clock = Date, setTimer = systemTimer } = options;
    this.#identity = identity;
    this.#database = openDatabase(join(directory, 'events.sqlite'));
    this.#recorded = new RecordedProperties(this.#database);
    this.#bus = new EventBus({ database: this.#database, identity, delivery, clock, setTimer });
  }

  async start(): Promise<void> {
    this.#bus.start();
  }

  /** Nothing is to be delivered any more. */
  isIdle(): boolean {
    return this.#bus.outbox.countPending() === 0;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#bus.stop().then(() => this.#database.close());
    return this.#stopped;
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return serveJsonOperations(eventOperations(this.#bus), request, response);
  }

  publish(busNameOrArn: string, event: BusEvent): Promise<void> {
    return this.#bus.publish(busNameOrArn, event);
  }

  /** What was given up for good, oldest first. */
  failedDeliveries(): FailedDelivery[] {
    return this.#bus.outbox.failed();
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    switch (resource.type) {
      case 'AWS::Events::EventBus':
        return this.#provisionBus(resource);
      case 'AWS::Events::Rule':
        return this.#provisionRule(resource);
      default:
        return this.#record(resource);
    }
  }

  #provisionBus({ properties, stackName, logicalId }: ResolvedResource): ProvisionedResource {
    const name = text(properties.Name) ?? physicalName(stackName, logicalId, 256);
    this.#bus.rules.addBus(name, text(properties.Description), this.#bus.now());
    return { ref: name, attributes: { Name: name, Arn: this.#bus.rules.busArn(name) } };
  }

  #provisionRule({ type, properties, stackName, logicalId }: ResolvedResource): ProvisionedResource {
    const { EventPattern, Targets, ...others } = properties;
    const input = validateInput(ruleShape, {
      ...others,
      Name: text(properties.Name) ?? physicalName(stackName, logicalId, 64),
      EventPattern: EventPattern === undefined ? undefined : JSON.stringify(EventPattern),
    });
    const targets = validateInput(targetShape.array().default([]), Targets);
    const { rules } = this.#bus;
    const bus = rules.bus(input.EventBusName).name;
    // As CloudFormation does, an unchanged template leaves alone what somebody changed since (a disabled rule).
    const changed = this.#recorded.record(type, `${bus}/${input.Name}`, properties);
    if (changed || rules.findRule(bus, input.Name) === undefined) {
      this.#bus.putRule(input);
      for (const { Id } of rules.targets(bus, input.Name)) rules.removeTarget(bus, input.Name, Id);
      this.#bus.putTargets(bus, input.Name, targets);
    }
    const rule = rules.rule(bus, input.Name);
    const ref = rule.bus === DEFAULT_BUS ? rule.Name : `${rule.bus}|${rule.Name}`;
    return { ref, attributes: { Arn: rule.arn } };
  }

  #record({ type, properties, stackName, logicalId }: ResolvedResource): ProvisionedResource {
    const isArchive = type === 'AWS::Events::Archive';
    const id =
      text(isArchive ? properties.ArchiveName : properties.StatementId) ??
      physicalName(stackName, logicalId, isArchive ? 48 : 64);
    this.#recorded.record(type, id, properties);
    if (!isArchive) return { ref: id, attributes: {} };
    const { region, accountId } = this.#identity;
    return { ref: id, attributes: { Arn: `arn:aws:events:${region}:${accountId}:archive/${id}` } };
  }
}
