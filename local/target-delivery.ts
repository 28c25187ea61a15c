import type { ExecutionStarter, QueueSender, TargetDelivery } from './service.ts';

export interface Targets {
  readonly queues: QueueSender;
  /** Takes an event for a function durably and runs it later, as Lambda does for asynchronous callers. */
  readonly functions: { accept(functionArn: string, payload: string): unknown };
  /** Known after the bus that delivers to it. */
  readonly states: () => ExecutionStarter | undefined;
}

/** Delivers to the targets that rules and schedules may have here: queues, functions, state machines. */
export function deliverToTargets(targets: Targets): TargetDelivery {
  return {
    async deliver(targetArn, body, options) {
      const service = targetArn.split(':')[2];
      if (service === 'sqs') await targets.queues.send(targetArn, body, options);
      else if (service === 'lambda') targets.functions.accept(targetArn, body);
      else if (service === 'states') await startMachine(targets.states(), targetArn, body);
      else throw new Error(`A target of the service ${service} is not supported: ${targetArn}`);
    },
  };
}

async function startMachine(
  states: ExecutionStarter | undefined,
  stateMachineArn: string,
  input: string,
): Promise<void> {
  if (states === undefined) throw new Error(`There are no state machines yet to start ${stateMachineArn}`);
  await states.startExecution({ stateMachineArn, input });
}
