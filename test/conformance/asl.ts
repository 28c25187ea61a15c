import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '..', '..');

/** A state, as far as the conformance tests look at it. */
export interface AslState {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly FunctionName?: string; readonly Payload?: unknown };
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly TimeoutSeconds?: number | string;
  readonly Next?: string;
  readonly End?: boolean;
  /** Of a Fail state. */
  readonly Error?: string;
  readonly Cause?: string;
}

export interface AslMachine {
  readonly Comment?: string;
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
}

export function readMachineText(slug: string): string {
  return readFileSync(join(projectRoot, 'statemachines', `${slug}.asl.json`), 'utf8');
}

export function readMachine(slug: string): AslMachine {
  return JSON.parse(readMachineText(slug)) as AslMachine;
}

/** `${InspectPhoto}` → `InspectPhoto`. */
export function substitutionOf(state: AslState): string | undefined {
  return /^\$\{(\w+)\}$/.exec(state.Arguments?.FunctionName ?? '')?.[1];
}

/** The states that close a run: what the happy path and every refusal end in, and what our own faults go through. */
export const closingStates: readonly string[] = ['Record', 'RecordFailure'];
