import type { Clock } from './ports/clock.ts';
import type { DomainEvents } from './ports/events.ts';
import type { Executions } from './ports/executions.ts';
import type { Objects } from './ports/objects.ts';
import type { Queues } from './ports/queues.ts';
import type { Records } from './ports/records.ts';
import type { Schedules } from './ports/schedules.ts';

/** Everything outside that platform and handler code may touch. Tests pass one made of memory adapters. */
export interface Platform {
  readonly records: Records;
  readonly objects: Objects;
  readonly events: DomainEvents;
  readonly executions: Executions;
  readonly queues: Queues;
  readonly schedules: Schedules;
  readonly clock: Clock;
}
