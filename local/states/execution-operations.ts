import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import { parseMachineArn } from './arns.ts';
import type { Engine } from './engine.ts';
import type { Starter } from './execution-starter.ts';
import type { ExecutionStore } from './execution-store.ts';
import { historyView, protocolTime } from './history-view.ts';
import type { Journal } from './journal.ts';
import { checkPayloadSize, StateFailure } from './language/failure.ts';
import type { MachineRegistry } from './machine-registry.ts';
import type { MachineStore } from './machine-store.ts';
import { decodePage, encodePage, pageSize } from './paging.ts';
import type { Execution } from './records.ts';
import type { TaskTokens } from './task-token.ts';

export interface ExecutionOperationParts {
  readonly engine: Engine;
  readonly starter: Starter;
  readonly store: ExecutionStore;
  readonly machines: MachineStore;
  readonly registry: MachineRegistry;
  readonly tokens: TaskTokens;
  readonly journal: Journal;
  /** Resolves with an Express execution when it ends. */
  readonly ended: (execution: Execution) => Promise<Execution>;
}

interface StartInput {
  stateMachineArn: string;
  name?: string;
  input?: string;
}

function defined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function executionView(execution: Execution): Record<string, unknown> {
  const { body, stoppedAt } = execution;
  return defined({
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    stateMachineVersionArn: body.versionArn,
    stateMachineAliasArn: body.aliasArn,
    name: execution.name,
    status: execution.status,
    startDate: protocolTime(execution.startedAt),
    stopDate: stoppedAt === undefined ? undefined : protocolTime(stoppedAt),
  });
}

function redriveView({ status, kind, body }: Execution): Record<string, unknown> {
  if (kind !== 'standard') return {};
  const redrivable = ['FAILED', 'ABORTED', 'TIMED_OUT'].includes(status);
  return defined({
    redriveCount: body.redriveCount,
    redriveDate: body.redrivenAt === undefined ? undefined : protocolTime(body.redrivenAt),
    redriveStatus: redrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    redriveStatusReason: redrivable ? undefined : `Execution is ${status} and cannot be redriven`,
  });
}

function dataView({ input, output, error, cause }: Execution): Record<string, unknown> {
  return defined({
    input,
    inputDetails: { included: true },
    output,
    outputDetails: output === undefined ? undefined : { included: true },
    error,
    cause,
  });
}

/** Operations on executions and on the tokens of their tasks. */
export function executionOperations(parts: ExecutionOperationParts): JsonOperations {
  return { ...lifeOperations(parts), ...viewOperations(parts), ...tokenOperations(parts) };
}

function finder(store: ExecutionStore) {
  return (arn: string): Execution => {
    if (!/^arn:aws[a-z-]*:states:[^:]+:\d{12}:(?:execution|express):/.test(arn)) {
      throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN for an execution: ${arn}'`);
    }
    const execution = store.executionByArn(arn);
    if (execution === undefined || execution.kind !== 'standard') {
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    }
    return execution;
  };
}

function lifeOperations({ engine, starter, store, journal, ended }: ExecutionOperationParts): JsonOperations {
  const find = finder(store);
  return {
    async StartExecution(input: StartInput) {
      const { arn, startedAt } = await starter.start(input.stateMachineArn, input.name, input.input);
      return { executionArn: arn, startDate: protocolTime(startedAt) };
    },
    async StartSyncExecution(input: StartInput) {
      const execution = await ended(starter.startSync(input.stateMachineArn, input.name, input.input));
      const milliseconds = (execution.stoppedAt ?? execution.startedAt) - execution.startedAt;
      const billedDurationInMilliseconds = Math.ceil(Math.max(milliseconds, 1) / 100) * 100;
      return {
        ...executionView(execution),
        ...dataView(execution),
        billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds },
      };
    },
    async StopExecution(input: { executionArn: string; error?: string; cause?: string }) {
      const { id } = find(input.executionArn);
      await engine.abort(id, input.error, input.cause);
      await journal.durable();
      return { stopDate: protocolTime(store.execution(id)?.stoppedAt ?? 0) };
    },
    async RedriveExecution(input: { executionArn: string }) {
      const { id } = find(input.executionArn);
      await starter.redrive(find(input.executionArn));
      return { redriveDate: protocolTime(store.execution(id)?.body.redrivenAt ?? 0) };
    },
  };
}

function viewOperations({ store, machines, registry }: ExecutionOperationParts): JsonOperations {
  const find = finder(store);
  return {
    DescribeExecution(input: { executionArn: string }) {
      const execution = find(input.executionArn);
      return { ...executionView(execution), ...redriveView(execution), ...dataView(execution) };
    },
    DescribeStateMachineForExecution(input: { executionArn: string }) {
      const { body, machineArn, startedAt } = find(input.executionArn);
      return {
        stateMachineArn: machineArn,
        name: body.machineName,
        definition: machines.definitionText(body.definitionHash),
        roleArn: body.roleArn,
        updateDate: protocolTime(startedAt),
      };
    },
    ListExecutions(input: {
      stateMachineArn?: string;
      mapRunArn?: string;
      statusFilter?: string;
      maxResults?: number;
      nextToken?: string;
    }) {
      if (input.stateMachineArn === undefined) {
        throw new AwsError(
          'ValidationException',
          "'stateMachineArn' is required: there are no map runs here",
        );
      }
      const machine = registry.find(input.stateMachineArn);
      if (machine.type === 'EXPRESS') {
        throw new AwsError(
          'StateMachineTypeNotSupported',
          'This operation is not supported by this type of state machine',
        );
      }
      const size = pageSize(input.maxResults);
      const before = decodePage(input.nextToken) ?? Number.MAX_SAFE_INTEGER;
      const { machineArn } = parseMachineArn(input.stateMachineArn);
      const target = input.stateMachineArn;
      const found = store.executionsOf(machineArn, target, input.statusFilter ?? null, before, size + 1);
      const shown = found.slice(0, size);
      const last = shown.at(-1);
      return {
        executions: shown.map(executionView),
        ...(found.length > size && last !== undefined ? { nextToken: encodePage(last.id) } : {}),
      };
    },
    GetExecutionHistory(input: {
      executionArn: string;
      maxResults?: number;
      nextToken?: string;
      reverseOrder?: boolean;
      includeExecutionData?: boolean;
    }) {
      const execution = find(input.executionArn);
      const reverse = input.reverseOrder === true;
      const size = pageSize(input.maxResults);
      const from = decodePage(input.nextToken) ?? (reverse ? Number.MAX_SAFE_INTEGER : 0);
      const found = store.events.from(execution.id, from, size + 1, reverse);
      const next = found[size];
      return {
        events: found.slice(0, size).map((event) => historyView(event, input.includeExecutionData !== false)),
        ...(next === undefined ? {} : { nextToken: encodePage(next.id) }),
      };
    },
  };
}

function tokenOperations({ engine, tokens, store }: ExecutionOperationParts): JsonOperations {
  /** The task's execution may be gone (its machine deleted) or go on without it (answered, timed out, stopped). */
  const refuse = (executionId: number): never => {
    if (store.execution(executionId) === undefined) {
      throw new AwsError('TaskDoesNotExist', "Task Does Not Exist: 'Provided task does not exist'");
    }
    throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  };
  return {
    async SendTaskSuccess(input: { taskToken: string; output: string }) {
      const task = tokens.read(input.taskToken);
      checkOutput(input.output);
      if (!(await engine.answer(task, { output: input.output }))) refuse(task.executionId);
      return {};
    },
    async SendTaskFailure(input: { taskToken: string; error?: string; cause?: string }) {
      const task = tokens.read(input.taskToken);
      const failure = new StateFailure(input.error ?? '', input.cause);
      if (!(await engine.answer(task, { failure }))) refuse(task.executionId);
      return {};
    },
    async SendTaskHeartbeat(input: { taskToken: string }) {
      const task = tokens.read(input.taskToken);
      if (!(await engine.heartbeat(task))) refuse(task.executionId);
      return {};
    },
  };
}

function checkOutput(output: unknown): void {
  const fault = (text: string) => new AwsError('InvalidOutput', `Invalid Output: '${text}'`);
  if (typeof output !== 'string') throw fault('The output must be JSON text');
  try {
    JSON.parse(output);
    checkPayloadSize(output, 'output');
  } catch (error) {
    throw fault(String((error as Error).message));
  }
}
