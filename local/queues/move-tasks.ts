import { randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalClock } from '../service.ts';
import type { Queues } from './queues.ts';

/** As many as SQS lists for one queue. */
const TASKS_KEPT = 10;

export interface MoveTask {
  readonly Status: 'COMPLETED' | 'FAILED';
  readonly SourceArn: string;
  readonly DestinationArn: string | undefined;
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly ApproximateNumberOfMessagesToMove: number;
  readonly FailureReason: string | undefined;
  /** Milliseconds since the epoch. */
  readonly StartedTimestamp: number;
}

/**
 * Moves of messages out of dead-letter queues. One is over when it is answered: all visible messages go in one
 * transaction, whatever rate was asked for. What was done is known until the process ends.
 */
export class MoveTasks {
  readonly #queues: Queues;
  readonly #clock: LocalClock;
  /** By the source's ARN, newest first. */
  readonly #tasks = new Map<string, readonly MoveTask[]>();

  constructor(queues: Queues, clock: LocalClock) {
    this.#queues = queues;
    this.#clock = clock;
  }

  /**
   * @param destinationArn left out: each message goes back to the queue that it came from
   * @throws AwsError when the source is no queue's dead-letter queue, or a queue does not exist
   */
  start(sourceArn: string, destinationArn?: string): { TaskHandle: string } {
    const source = this.#queues.get(nameIn(sourceArn)).name;
    if (this.#queues.sourcesOf(source).length === 0) {
      throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
    }
    const StartedTimestamp = this.#clock.now();
    const before = Number(this.#queues.describe(source).ApproximateNumberOfMessages);
    const moved = this.#queues.move(
      source,
      destinationArn === undefined ? undefined : nameIn(destinationArn),
    );
    const isWhole = moved >= before;
    const task: MoveTask = {
      Status: isWhole ? 'COMPLETED' : 'FAILED',
      SourceArn: sourceArn,
      DestinationArn: destinationArn,
      ApproximateNumberOfMessagesMoved: moved,
      ApproximateNumberOfMessagesToMove: before,
      // Those that were sent to it directly, or whose queue is gone, stay.
      FailureReason: isWhole ? undefined : 'CouldNotDetermineMessageSource',
      StartedTimestamp,
    };
    this.#tasks.set(sourceArn, [task, ...this.list(sourceArn)].slice(0, TASKS_KEPT));
    return {
      TaskHandle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn })).toString('base64'),
    };
  }

  /** Newest first. */
  list(sourceArn: string): readonly MoveTask[] {
    return this.#tasks.get(sourceArn) ?? [];
  }
}

function nameIn(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}
