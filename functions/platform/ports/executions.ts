export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** State machine executions. */
export interface Executions {
  /** Starting the same name again counts as started: the name deduplicates. @returns the execution's ARN */
  start(machineArn: string, name: string, input: unknown): Promise<string>;
  /** Undefined when the execution is unknown (or past its 90 days). */
  describe(
    executionArn: string,
  ): Promise<{ status: ExecutionStatus; error?: string; cause?: string } | undefined>;
  /** Ends an execution whatever it does. One that has ended, or is unknown, is left as it is. @param cause for whoever looks at it in the console of AWS */
  stop(executionArn: string, cause: string): Promise<void>;
  /** @returns `gone` when the task was answered before, timed out, or its execution ended */
  succeedTask(token: string, output: unknown): Promise<'told' | 'gone'>;
}
