import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionStatus, Executions } from '../../ports/executions.ts';
import { calling } from './service-errors.ts';

/** Step Functions behind `Executions`, for Standard machines. */
export class SfnExecutions implements Executions {
  readonly #client: SFNClient;

  constructor(client: SFNClient) {
    this.#client = client;
  }

  async start(machineArn: string, name: string, input: unknown): Promise<string> {
    try {
      const answer = await calling('Step Functions', () =>
        this.#client.send(
          new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }),
        ),
      );
      return answer.executionArn ?? executionArn(machineArn, name);
    } catch (error) {
      // It ran and ended before this repeated start: started all the same.
      if ((error as { name?: string }).name === 'ExecutionAlreadyExists')
        return executionArn(machineArn, name);
      throw error;
    }
  }

  async describe(
    arn: string,
  ): Promise<{ status: ExecutionStatus; error?: string; cause?: string } | undefined> {
    try {
      const answer = await calling('Step Functions', () =>
        this.#client.send(new DescribeExecutionCommand({ executionArn: arn })),
      );
      return {
        // PENDING_REDRIVE is a pause before running again.
        status: answer.status === 'PENDING_REDRIVE' ? 'RUNNING' : (answer.status as ExecutionStatus),
        ...(answer.error === undefined ? {} : { error: answer.error }),
        ...(answer.cause === undefined ? {} : { cause: answer.cause }),
      };
    } catch (error) {
      if ((error as { name?: string }).name === 'ExecutionDoesNotExist') return undefined;
      throw error;
    }
  }

  async stop(arn: string, cause: string): Promise<void> {
    try {
      await calling('Step Functions', () =>
        this.#client.send(new StopExecutionCommand({ executionArn: arn, error: 'Stopped', cause })),
      );
    } catch (error) {
      if ((error as { name?: string }).name !== 'ExecutionDoesNotExist') throw error;
    }
  }

  async succeedTask(token: string, output: unknown): Promise<'told' | 'gone'> {
    try {
      await calling('Step Functions', () =>
        this.#client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) })),
      );
      return 'told';
    } catch (error) {
      const { name } = error as { name?: string };
      if (name === 'TaskTimedOut' || name === 'TaskDoesNotExist' || name === 'InvalidToken') return 'gone';
      throw error;
    }
  }
}

/** `…:stateMachine:<name>[:<version>]` → `…:execution:<name>:<execution>`. */
function executionArn(machineArn: string, name: string): string {
  const [arn, partition, service, region, account, , machine] = machineArn.split(':');
  return [arn, partition, service, region, account, 'execution', machine, name].join(':');
}
