import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { FailedDelivery } from '../events/delivery-outbox.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { type RestRequest, type RestRoute, serveRestJson } from '../protocol/rest-json.ts';
import { validateInput } from '../protocol/validate-input.ts';
import { physicalName } from '../provision/physical-name.ts';
import { RecordedProperties } from '../recorded-properties.ts';
import type {
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
  TargetDelivery,
} from '../service.ts';
import { openDatabase } from '../sqlite.ts';
import { DEFAULT_GROUP, type Schedule, type ScheduleGroup } from './schedule-store.ts';
import { Scheduler } from './scheduler.ts';
import { groupShape, scheduleShape } from './shapes.ts';
import { type SetTimer, systemTimer } from './timer.ts';

export interface SchedulerServiceOptions {
  /** Where `scheduler.sqlite` stands. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  readonly delivery: TargetDelivery;
  readonly clock?: LocalClock;
  readonly setTimer?: SetTimer;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The API's timestamps are epoch seconds. */
const seconds = (milliseconds: number | undefined): number | undefined =>
  milliseconds === undefined ? undefined : milliseconds / 1_000;

function scheduleAnswer(schedule: Schedule): object {
  const { arn, createdAt, modifiedAt, anchor: _anchor, clientToken: _token, ...definition } = schedule;
  return {
    ...definition,
    Arn: arn,
    StartDate: seconds(schedule.StartDate),
    EndDate: seconds(schedule.EndDate),
    CreationDate: seconds(createdAt),
    LastModificationDate: seconds(modifiedAt),
  };
}

function scheduleSummary(schedule: Schedule): object {
  return {
    Arn: schedule.arn,
    Name: schedule.Name,
    GroupName: schedule.GroupName,
    State: schedule.State,
    CreationDate: seconds(schedule.createdAt),
    LastModificationDate: seconds(schedule.modifiedAt),
    Target: { Arn: schedule.Target.Arn },
  };
}

function groupAnswer({ name, arn, createdAt }: ScheduleGroup): object {
  const created = seconds(createdAt);
  return { Name: name, Arn: arn, State: 'ACTIVE', CreationDate: created, LastModificationDate: created };
}

/** The operations on one schedule, all at one path. */
function scheduleRoutes(scheduler: Scheduler): RestRoute[] {
  const path = '/schedules/{Name}';
  const inputOf = (request: RestRequest) =>
    validateInput(scheduleShape, { ...request.body, Name: request.path.Name });
  const named = ({ path: { Name = '' }, query }: RestRequest): [string, string] => [
    query.get('groupName') ?? DEFAULT_GROUP,
    Name,
  ];
  return [
    {
      method: 'POST',
      path,
      operation: (request) => ({
        ScheduleArn: scheduler.create(inputOf(request), text(request.body.ClientToken)).arn,
      }),
    },
    {
      method: 'PUT',
      path,
      operation: (request) => ({ ScheduleArn: scheduler.update(inputOf(request)).arn }),
    },
    {
      method: 'GET',
      path,
      operation: (request) => scheduleAnswer(scheduler.store.schedule(...named(request))),
    },
    { method: 'DELETE', path, operation: (request) => scheduler.delete(...named(request)) },
  ];
}

function groupRoutes(scheduler: Scheduler): RestRoute[] {
  const path = '/schedule-groups/{Name}';
  return [
    {
      method: 'POST',
      path,
      operation(request) {
        const { Name } = validateInput(groupShape, request.path);
        if (scheduler.store.findGroup(Name) !== undefined) {
          throw new AwsError('ConflictException', `Schedule group ${Name} already exists.`, 409);
        }
        scheduler.store.addGroup(Name, scheduler.now());
        return { ScheduleGroupArn: scheduler.store.group(Name).arn };
      },
    },
    {
      method: 'GET',
      path,
      operation: ({ path: { Name = '' } }) => groupAnswer(scheduler.store.group(Name)),
    },
    { method: 'DELETE', path, operation: ({ path: { Name = '' } }) => scheduler.deleteGroup(Name) },
  ];
}

function listRoutes(scheduler: Scheduler): RestRoute[] {
  return [
    {
      method: 'GET',
      path: '/schedules',
      operation({ query }) {
        const [group, state] = [query.get('ScheduleGroup'), query.get('State')];
        const found = scheduler.store
          .schedules()
          .filter((one) => group === null || one.GroupName === group)
          .filter((one) => state === null || one.State === state)
          .filter((one) => one.Name.startsWith(query.get('NamePrefix') ?? ''));
        return { Schedules: found.map(scheduleSummary) };
      },
    },
    {
      method: 'GET',
      path: '/schedule-groups',
      operation({ query }) {
        const groups = scheduler.store.groups();
        const prefix = query.get('NamePrefix') ?? '';
        return { ScheduleGroups: groups.filter(({ name }) => name.startsWith(prefix)).map(groupAnswer) };
      },
    },
  ];
}

/**
 * Amazon EventBridge Scheduler: schedules and groups.
 *
 * Due times and deliveries are on disk; a process killed between the due time and the delivery delivers at the next
 * start, so targets are reached at least once.
 *
 * Not guaranteed, or other than on AWS:
 * - Downtime, which AWS does not have: of the occurrences missed while the machine was off or asleep, the last one
 *   runs, once, if it is not older than the target's `MaximumEventAgeInSeconds` (24 hours by default); the others are
 *   dropped. A one-time schedule that is missed for longer does not run, and is not deleted after completion.
 * - A `FLEXIBLE` time window fires at its start.
 * - Targets are what `TargetDelivery` reaches: queues, functions, state machines; no universal targets
 *   (`aws-sdk:…`), no event buses. Roles are not checked.
 * - Lists are whole: no page tokens. No tags.
 */
export class SchedulerService implements LocalService, ResourceProvider {
  readonly signingNames = ['scheduler'];
  readonly types = ['AWS::Scheduler::Schedule', 'AWS::Scheduler::ScheduleGroup'];
  readonly #database: DatabaseSync;
  readonly #scheduler: Scheduler;
  readonly #recorded: RecordedProperties;
  readonly #routes: readonly RestRoute[];
  #stopped: Promise<void> | undefined;

  constructor(options: SchedulerServiceOptions) {
    const { directory, identity, delivery, clock = Date, setTimer = systemTimer } = options;
    this.#database = openDatabase(join(directory, 'scheduler.sqlite'));
    this.#recorded = new RecordedProperties(this.#database);
    this.#scheduler = new Scheduler({ database: this.#database, identity, delivery, clock, setTimer });
    this.#routes = [
      ...scheduleRoutes(this.#scheduler),
      ...groupRoutes(this.#scheduler),
      ...listRoutes(this.#scheduler),
    ];
  }

  async start(): Promise<void> {
    this.#scheduler.start();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#scheduler.stop().then(() => this.#database.close());
    return this.#stopped;
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return serveRestJson(this.#routes, request, response);
  }

  /** What was given up for good, oldest first. */
  failedDeliveries(): FailedDelivery[] {
    return this.#scheduler.outbox.failed();
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    const { type, properties, stackName, logicalId } = resource;
    const { store } = this.#scheduler;
    const name = text(properties.Name) ?? physicalName(stackName, logicalId, 64);
    if (type === 'AWS::Scheduler::ScheduleGroup') {
      store.addGroup(name, this.#scheduler.now());
      const { arn, createdAt } = store.group(name);
      const created = new Date(createdAt).toISOString();
      const attributes = { Arn: arn, State: 'ACTIVE', CreationDate: created, LastModificationDate: created };
      return { ref: name, attributes };
    }
    const input = validateInput(scheduleShape, { ...properties, Name: name });
    // As CloudFormation does, an unchanged template leaves alone what somebody changed since.
    const changed = this.#recorded.record(type, `${input.GroupName}/${name}`, properties);
    const known = store.findSchedule(input.GroupName, name);
    if (known === undefined) {
      // A schedule that deleted itself after completion does not come back at the next start, as it would not on AWS.
      if (changed || input.ActionAfterCompletion === 'NONE') this.#scheduler.create(input);
    } else if (changed) {
      this.#scheduler.update(input);
    }
    return { ref: name, attributes: { Arn: store.scheduleArn(input.GroupName, name) } };
  }
}
