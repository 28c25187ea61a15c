import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { DEFAULT_EVENT_AGE_SECONDS, DeliveryOutbox } from '../events/delivery-outbox.ts';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalClock, LocalIdentity, TargetDelivery } from '../service.ts';
import { inTransaction } from '../sqlite.ts';
import { OccurrenceClock } from './occurrence-clock.ts';
import {
  checkTimeZone,
  latestDue,
  nextOccurrence,
  parseScheduleExpression,
  type ScheduleFrame,
} from './schedule-expression.ts';
import { DEFAULT_GROUP, type Schedule, ScheduleStore } from './schedule-store.ts';
import type { ScheduleInput } from './shapes.ts';
import type { SetTimer } from './timer.ts';

export interface SchedulerOptions {
  readonly database: DatabaseSync;
  readonly identity: LocalIdentity;
  readonly delivery: TargetDelivery;
  readonly clock: LocalClock;
  readonly setTimer: SetTimer;
}

const ATTEMPT_NUMBER = '<aws.scheduler.attempt-number>';

/** The occurrence clock's key. A slash cannot stand in a name. */
const keyOf = ({ GroupName, Name }: { GroupName: string; Name: string }): string => `${GroupName}/${Name}`;

const secondsText = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');

function check(input: ScheduleInput): void {
  parseScheduleExpression(input.ScheduleExpression);
  checkTimeZone(input.ScheduleExpressionTimezone);
  const { Mode, MaximumWindowInMinutes } = input.FlexibleTimeWindow;
  if ((Mode === 'FLEXIBLE') !== (MaximumWindowInMinutes !== undefined)) {
    throw new AwsError('ValidationException', 'MaximumWindowInMinutes belongs to a FLEXIBLE time window.');
  }
  if (input.StartDate !== undefined && input.EndDate !== undefined && input.StartDate >= input.EndDate) {
    throw new AwsError('ValidationException', 'The StartDate must be before the EndDate.');
  }
}

function sameTimes(left: ScheduleInput, right: ScheduleInput): boolean {
  return (
    left.ScheduleExpression === right.ScheduleExpression &&
    left.ScheduleExpressionTimezone === right.ScheduleExpressionTimezone &&
    left.StartDate === right.StartDate &&
    left.EndDate === right.EndDate
  );
}

function frameOf(schedule: Schedule): ScheduleFrame {
  return {
    timeZone: schedule.ScheduleExpressionTimezone,
    anchor: schedule.StartDate ?? schedule.anchor,
    start: schedule.StartDate,
    end: schedule.EndDate,
  };
}

/** Schedules, and what comes due of them. */
export class Scheduler {
  readonly store: ScheduleStore;
  readonly outbox: DeliveryOutbox;
  readonly now: () => number;
  readonly #options: SchedulerOptions;
  readonly #occurrences: OccurrenceClock;

  constructor(options: SchedulerOptions) {
    const { database, identity, clock } = options;
    this.#options = options;
    this.now = () => clock.now();
    this.store = new ScheduleStore(database, identity);
    this.store.addGroup(DEFAULT_GROUP, clock.now());
    this.outbox = new DeliveryOutbox({
      ...options,
      bodyOfAttempt: (body, attempt) => body.replaceAll(ATTEMPT_NUMBER, String(attempt)),
    });
    this.#occurrences = new OccurrenceClock({
      ...options,
      onDue: (key, dueAt, now) => this.#run(key, dueAt, now),
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

  /** @throws AwsError `ConflictException` unless the client token says that it is the same request again */
  create(input: ScheduleInput, clientToken?: string): Schedule {
    check(input);
    this.store.group(input.GroupName);
    const known = this.store.findSchedule(input.GroupName, input.Name);
    if (known !== undefined) {
      if (clientToken !== undefined && known.clientToken === clientToken) return known;
      throw new AwsError('ConflictException', `Schedule ${input.Name} already exists.`, 409);
    }
    return inTransaction(this.#options.database, () => {
      const now = this.now();
      const schedule = this.store.putSchedule(input, now, now, clientToken);
      this.#occurrences.set(keyOf(schedule), this.#nextOf(schedule, now - 1));
      return schedule;
    });
  }

  /** Replaces all of a schedule. What is due stays due when neither its times nor its state change. */
  update(input: ScheduleInput): Schedule {
    check(input);
    const known = this.store.schedule(input.GroupName, input.Name);
    return inTransaction(this.#options.database, () => {
      const now = this.now();
      const same = sameTimes(known, input);
      const schedule = this.store.putSchedule(input, same ? known.anchor : now, now);
      if (!same || known.State !== schedule.State) {
        this.#occurrences.set(keyOf(schedule), this.#nextOf(schedule, same ? now : now - 1));
      }
      return schedule;
    });
  }

  delete(groupName: string, name: string): void {
    const schedule = this.store.schedule(groupName, name);
    inTransaction(this.#options.database, () => this.#forget(schedule));
  }

  /** Deletes a group with its schedules. @throws AwsError `ValidationException` for the default group */
  deleteGroup(name: string): void {
    this.store.group(name);
    if (name === DEFAULT_GROUP) {
      throw new AwsError('ValidationException', 'The default schedule group cannot be deleted.');
    }
    inTransaction(this.#options.database, () => {
      for (const schedule of this.store.schedules()) {
        if (schedule.GroupName === name) this.#forget(schedule);
      }
      this.store.deleteGroup(name);
    });
  }

  #forget(schedule: Schedule): void {
    this.store.deleteSchedule(schedule.GroupName, schedule.Name);
    this.#occurrences.set(keyOf(schedule), undefined);
  }

  #nextOf(schedule: Schedule, after: number): number | undefined {
    if (schedule.State === 'DISABLED') return undefined;
    return nextOccurrence(parseScheduleExpression(schedule.ScheduleExpression), after, frameOf(schedule));
  }

  #run(key: string, dueAt: number, now: number): number | undefined {
    const [groupName = '', name = ''] = key.split('/');
    const schedule = this.store.findSchedule(groupName, name);
    if (schedule === undefined || schedule.State === 'DISABLED') return undefined;
    const age = schedule.Target.RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS;
    const expression = parseScheduleExpression(schedule.ScheduleExpression);
    const time = latestDue(expression, dueAt, now, age * 1_000, frameOf(schedule));
    if (time !== undefined) this.#addDelivery(schedule, time);
    const next = this.#nextOf(schedule, now);
    // A one-time schedule that was missed for too long has not run: it stays, for somebody to see.
    if (next === undefined && time !== undefined && schedule.ActionAfterCompletion === 'DELETE') {
      this.store.deleteSchedule(groupName, name);
    }
    return next;
  }

  #addDelivery(schedule: Schedule, time: number): void {
    const { Target } = schedule;
    this.outbox.add({
      origin: schedule.arn,
      targetArn: Target.Arn,
      body: this.#body(schedule, time),
      groupId: Target.SqsParameters?.MessageGroupId,
      retryPolicy: Target.RetryPolicy,
      deadLetterArn: Target.DeadLetterConfig?.Arn,
      since: time,
    });
    this.outbox.wake();
  }

  /** The input with its context attributes filled in, or EventBridge Scheduler's default notification. */
  #body(schedule: Schedule, time: number): string {
    const executionId = randomUUID();
    if (schedule.Target.Input !== undefined) {
      return schedule.Target.Input.replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
        .replaceAll('<aws.scheduler.scheduled-time>', secondsText(time))
        .replaceAll('<aws.scheduler.execution-id>', executionId);
    }
    return JSON.stringify({
      version: '0',
      id: executionId,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: this.#options.identity.accountId,
      time: secondsText(time),
      region: this.#options.identity.region,
      resources: [schedule.arn],
      detail: '{}',
    });
  }
}
