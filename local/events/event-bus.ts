import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../protocol/aws-error.ts';
import { OccurrenceClock } from '../scheduler/occurrence-clock.ts';
import { latestDue, nextOccurrence, parseScheduleExpression } from '../scheduler/schedule-expression.ts';
import type { SetTimer } from '../scheduler/timer.ts';
import type { BusEvent, EventPublisher, LocalClock, LocalIdentity, TargetDelivery } from '../service.ts';
import { inTransaction } from '../sqlite.ts';
import { DEFAULT_EVENT_AGE_SECONDS, DeliveryOutbox } from './delivery-outbox.ts';
import { type CompiledPattern, compilePattern, matchesPattern } from './pattern.ts';
import { checkRequestSize, eventOf, instantText } from './put-events.ts';
import { DEFAULT_BUS, type Rule, RuleStore } from './rule-store.ts';
import type { EventEntry, RuleInput, Target } from './shapes.ts';
import { targetBody } from './target-input.ts';

export interface EventBusOptions {
  readonly database: DatabaseSync;
  readonly identity: LocalIdentity;
  readonly delivery: TargetDelivery;
  readonly clock: LocalClock;
  readonly setTimer: SetTimer;
}

/** EventBridge's quota, which CloudFormation meets as well. */
const MOST_TARGETS_OF_A_RULE = 5;

/** A rule's rate says `1 minute`, `5 minutes`; EventBridge refuses the other two. (Its Scheduler does not say.) */
const RULE_RATE = /^rate\((1 (minute|hour|day)|(?!1 )\d+ (minutes|hours|days))\)$/;

function checkExpressions(bus: string, rule: RuleInput): void {
  const { EventPattern, ScheduleExpression } = rule;
  if (EventPattern !== undefined) compilePattern(EventPattern);
  if (ScheduleExpression === undefined) {
    if (EventPattern !== undefined) return;
    throw new AwsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be set.');
  }
  if (bus !== DEFAULT_BUS) {
    throw new AwsError(
      'ValidationException',
      'ScheduleExpression is supported only on the default event bus.',
    );
  }
  const { kind } = parseScheduleExpression(ScheduleExpression);
  if (kind === 'at' || (kind === 'rate' && !RULE_RATE.test(ScheduleExpression))) {
    throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  }
}

/** Rules, and what they do with events and with time. */
export class EventBus implements EventPublisher {
  readonly rules: RuleStore;
  readonly outbox: DeliveryOutbox;
  readonly now: () => number;
  readonly #options: EventBusOptions;
  readonly #occurrences: OccurrenceClock;
  /** By the pattern's text. Rules are few; a pattern that no rule has any more costs a few hundred bytes. */
  readonly #compiled = new Map<string, CompiledPattern>();

  constructor(options: EventBusOptions) {
    const { database, identity, clock, setTimer } = options;
    this.#options = options;
    this.now = () => clock.now();
    this.rules = new RuleStore(database, identity);
    this.rules.addBus(DEFAULT_BUS, undefined, clock.now());
    const delivery: TargetDelivery = {
      deliver: (arn, body, target) =>
        /^arn:[^:]+:events:.*:event-bus\//.test(arn)
          ? this.publish(arn, JSON.parse(body) as BusEvent)
          : options.delivery.deliver(arn, body, target),
    };
    this.outbox = new DeliveryOutbox({ database, clock, setTimer, delivery });
    this.#occurrences = new OccurrenceClock({
      database,
      clock,
      setTimer,
      onDue: (name, dueAt, now) => this.#runSchedule(name, dueAt, now),
    });
  }

  start(): void {
    this.outbox.start();
    this.#occurrences.start();
  }

  async stop(): Promise<void> {
    this.#occurrences.stop();
    await this.outbox.stop();
  }

  /** @throws AwsError `ResourceNotFoundException` for an unknown bus */
  async publish(busNameOrArn: string, event: BusEvent): Promise<void> {
    const bus = this.rules.bus(busNameOrArn).name;
    inTransaction(this.#options.database, () => {
      for (const rule of this.rules.rules(bus)) {
        if (rule.State === 'DISABLED' || rule.EventPattern === undefined) continue;
        if (matchesPattern(this.#pattern(rule.EventPattern), event)) this.#addDeliveries(rule, event);
      }
    });
    this.outbox.wake();
  }

  async putEvents(entries: readonly EventEntry[]): Promise<object> {
    checkRequestSize(entries);
    const results: { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[] = [];
    for (const entry of entries) {
      try {
        const event = eventOf(entry, this.#options.identity, this.now());
        await this.publish(entry.EventBusName ?? DEFAULT_BUS, event);
        results.push({ EventId: event.id });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        results.push({ ErrorCode: error.code, ErrorMessage: error.message });
      }
    }
    return { FailedEntryCount: results.filter((result) => result.ErrorCode).length, Entries: results };
  }

  putRule(input: RuleInput): Rule {
    const bus = this.rules.bus(input.EventBusName).name;
    checkExpressions(bus, input);
    return inTransaction(this.#options.database, () => {
      const known = this.rules.findRule(bus, input.Name);
      const rule = this.rules.putRule(bus, input, this.now());
      if (known?.ScheduleExpression !== rule.ScheduleExpression || known?.State !== rule.State) {
        this.#occurrences.set(rule.Name, this.#nextOf(rule, this.now()));
      }
      return rule;
    });
  }

  deleteRule(bus: string, name: string): void {
    inTransaction(this.#options.database, () => {
      this.rules.deleteRule(bus, name);
      if (bus === DEFAULT_BUS) this.#occurrences.set(name, undefined);
    });
  }

  /** Adds or replaces targets. @throws AwsError `LimitExceededException`, `ValidationException` */
  putTargets(bus: string, ruleName: string, targets: readonly Target[]): void {
    const rule = this.rules.rule(bus, ruleName);
    for (const target of targets) {
      const inputs = [target.Input, target.InputPath, target.InputTransformer];
      if (inputs.filter((input) => input !== undefined).length > 1) {
        throw new AwsError(
          'ValidationException',
          `Target ${target.Id}: only one of Input, InputPath and InputTransformer.`,
        );
      }
    }
    const ids = new Set([...this.rules.targets(bus, rule.Name), ...targets].map((target) => target.Id));
    if (ids.size > MOST_TARGETS_OF_A_RULE) {
      throw new AwsError(
        'LimitExceededException',
        `The requested resource exceeds the maximum number allowed: ${MOST_TARGETS_OF_A_RULE} targets of a rule.`,
      );
    }
    inTransaction(this.#options.database, () => {
      for (const target of targets) this.rules.putTarget(bus, rule.Name, target);
    });
  }

  #pattern(text: string): CompiledPattern {
    const known = this.#compiled.get(text);
    if (known !== undefined) return known;
    const compiled = compilePattern(text);
    this.#compiled.set(text, compiled);
    return compiled;
  }

  #addDeliveries(rule: Rule, event: BusEvent): void {
    const context = {
      ruleArn: rule.arn,
      ruleName: rule.Name,
      ingestionTime: new Date(this.now()).toISOString(),
    };
    for (const target of this.rules.targets(rule.bus, rule.Name)) {
      this.outbox.add({
        origin: rule.arn,
        targetArn: target.Arn,
        body: targetBody(target, event, context),
        groupId: target.SqsParameters?.MessageGroupId,
        retryPolicy: target.RetryPolicy,
        deadLetterArn: target.DeadLetterConfig?.Arn,
      });
    }
  }

  #nextOf(rule: Rule, after: number): number | undefined {
    if (rule.State === 'DISABLED' || rule.ScheduleExpression === undefined) return undefined;
    const frame = { timeZone: 'UTC', anchor: rule.anchor };
    return nextOccurrence(parseScheduleExpression(rule.ScheduleExpression), after, frame);
  }

  /** Of the times that passed while nothing ran, the last one of the past day runs, once. */
  #runSchedule(name: string, dueAt: number, now: number): number | undefined {
    const rule = this.rules.findRule(DEFAULT_BUS, name);
    if (rule?.ScheduleExpression === undefined) return undefined;
    const frame = { timeZone: 'UTC', anchor: rule.anchor };
    const expression = parseScheduleExpression(rule.ScheduleExpression);
    const time = latestDue(expression, dueAt, now, DEFAULT_EVENT_AGE_SECONDS * 1_000, frame);
    if (time !== undefined) {
      const { accountId: account, region } = this.#options.identity;
      this.#addDeliveries(rule, {
        version: '0',
        id: randomUUID(),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account,
        time: instantText(time),
        region,
        resources: [rule.arn],
        detail: {},
      });
      this.outbox.wake();
    }
    return this.#nextOf(rule, now);
  }
}
