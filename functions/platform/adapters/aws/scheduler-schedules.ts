import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Schedules } from '../../ports/schedules.ts';
import { calling } from './service-errors.ts';

export interface SchedulePlace {
  readonly group: string;
  /** Assumed by the scheduler to send to the queue. */
  readonly roleArn: string;
  readonly queueArnPrefix: string;
}

/** EventBridge Scheduler behind `Schedules`, in the group that the stack made. */
export class SchedulerSchedules implements Schedules {
  readonly #client: SchedulerClient;
  readonly #place: () => SchedulePlace;

  constructor(client: SchedulerClient, place: () => SchedulePlace) {
    this.#client = client;
    this.#place = place;
  }

  async save(name: string, expression: string, zone: string, queue: string, message: unknown): Promise<void> {
    const { group, roleArn, queueArnPrefix } = this.#place();
    const schedule: CreateScheduleCommandInput = {
      Name: name,
      GroupName: group,
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: zone,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: `${queueArnPrefix}${queue}`, RoleArn: roleArn, Input: JSON.stringify(message) },
    };
    await calling('EventBridge Scheduler', async () => {
      try {
        await this.#client.send(new UpdateScheduleCommand(schedule));
      } catch (error) {
        if ((error as { name?: string }).name !== 'ResourceNotFoundException') throw error;
        await this.#client.send(new CreateScheduleCommand(schedule));
      }
    });
  }

  async remove(name: string): Promise<void> {
    try {
      await calling('EventBridge Scheduler', () =>
        this.#client.send(new DeleteScheduleCommand({ Name: name, GroupName: this.#place().group })),
      );
    } catch (error) {
      if ((error as { name?: string }).name !== 'ResourceNotFoundException') throw error;
    }
  }
}
