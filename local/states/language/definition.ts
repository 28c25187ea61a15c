/** A retrier of a state. Numbers in seconds; the defaults are AWS's (1 s, 3 attempts, rate 2). */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Output?: unknown;
}

export interface ChoiceRule {
  readonly Condition: string | boolean;
  readonly Next: string;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Output?: unknown;
}

export type StateType = 'Task' | 'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map';

/** One state. A field that may hold an expression is `unknown` or admits a string. */
export interface StateDefinition {
  readonly Type: StateType;
  readonly QueryLanguage?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Output?: unknown;
  readonly Arguments?: unknown;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number | string;
  readonly HeartbeatSeconds?: number | string;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Seconds?: number | string;
  readonly Timestamp?: string;
  readonly Error?: string;
  readonly Cause?: string;
  readonly Choices?: readonly ChoiceRule[];
  readonly Default?: string;
  readonly Branches?: readonly Workflow[];
  readonly ItemProcessor?: Workflow;
  readonly Items?: unknown;
  readonly ItemSelector?: unknown;
  readonly MaxConcurrency?: number | string;
  readonly ToleratedFailureCount?: number | string;
  readonly ToleratedFailurePercentage?: number | string;
}

/** A graph of states: the machine itself, a branch of a Parallel, or the processor of a Map. */
export interface Workflow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
}

export interface MachineDefinition extends Workflow {
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
}

/** The workflows inside a state: a Parallel's branches, a Map's processor, else none. */
export function innerWorkflows(state: StateDefinition): readonly Workflow[] {
  return state.Branches ?? (state.ItemProcessor === undefined ? [] : [state.ItemProcessor]);
}
