import {
  innerWorkflows,
  type MachineDefinition,
  type StateDefinition,
  type StateType,
  type Workflow,
} from './definition.ts';
import { compileExpression, expressionIn } from './expressions.ts';
import { parseResource, SUPPORTED_RESOURCES } from './integrations.ts';
import { isUntouchedByQueryLanguage, STATE_FIELDS } from './state-fields.ts';

/** What is wrong with a definition, and where, as a JSON pointer. */
export interface Problem {
  readonly message: string;
  readonly location: string;
}

export type MachineType = 'STANDARD' | 'EXPRESS';

/** AWS's limit of a definition, in bytes. */
const LARGEST_DEFINITION_BYTES = 1024 * 1024;

interface Walk {
  readonly problems: Problem[];
  readonly type: MachineType;
  readonly language: string;
  readonly names: Set<string>;
}

/**
 * Parses a definition and checks what this interpreter depends on: the graph, the fields of each state, that every
 * expression compiles, and that every resource is one that it can call. It is stricter than AWS where it lacks
 * something (JSONPath, distributed Map, other integrations) and laxer elsewhere: AWS has the last word.
 */
export function validateDefinition(
  text: string,
  type: MachineType,
): { definition: MachineDefinition; problems: Problem[] } {
  const empty: MachineDefinition = { StartAt: '', States: {} };
  if (Buffer.byteLength(text) > LARGEST_DEFINITION_BYTES) {
    return { definition: empty, problems: [{ message: 'The definition is over 1 MiB', location: '/' }] };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return {
      definition: empty,
      problems: [{ message: `INVALID_JSON_DESCRIPTION: ${error}`, location: '/' }],
    };
  }
  const definition = parsed as MachineDefinition;
  const walk: Walk = {
    problems: [],
    type,
    language: definition?.QueryLanguage ?? 'JSONPath',
    names: new Set(),
  };
  checkWorkflow(definition, '', walk);
  return { definition, problems: walk.problems };
}

function report(walk: Walk, location: string, message: string): void {
  walk.problems.push({ message, location });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkWorkflow(workflow: Workflow, at: string, walk: Walk): void {
  if (!isObject(workflow) || !isObject(workflow.States) || Object.keys(workflow.States).length === 0) {
    report(walk, `${at}/States`, 'must be an object with at least one state');
    return;
  }
  if (!Object.hasOwn(workflow.States, workflow.StartAt)) {
    report(walk, `${at}/StartAt`, `MISSING_TRANSITION_TARGET: no state is named '${workflow.StartAt}'`);
  }
  const targets = new Set([workflow.StartAt]);
  for (const [name, state] of Object.entries(workflow.States)) {
    const location = `${at}/States/${name}`;
    if (walk.names.has(name)) report(walk, location, `the state name '${name}' occurs twice`);
    walk.names.add(name);
    if (name.length > 80) report(walk, location, 'a state name has at most 80 characters');
    if (assignedNames(state).includes('states')) report(walk, `${location}/Assign`, "'states' is reserved");
    checkState(state, workflow, location, walk);
    for (const target of transitions(state)) targets.add(target);
    for (const [index, inner] of innerWorkflows(state).entries()) {
      const path = state.Branches === undefined ? 'ItemProcessor' : `Branches[${index}]`;
      checkWorkflow(inner, `${location}/${path}`, walk);
    }
  }
  for (const name of Object.keys(workflow.States)) {
    if (!targets.has(name))
      report(walk, `${at}/States/${name}`, `MISSING_TRANSITION_TARGET: State "${name}" is not reachable.`);
  }
}

function assignedNames(state: StateDefinition): string[] {
  if (!isObject(state)) return [];
  const blocks = [
    state.Assign,
    ...(state.Catch ?? []).map((c) => c.Assign),
    ...(state.Choices ?? []).map((c) => c.Assign),
  ];
  return blocks.flatMap((block) => (isObject(block) ? Object.keys(block) : []));
}

function transitions(state: StateDefinition): string[] {
  if (!isObject(state)) return [];
  const names = [
    state.Next,
    state.Default,
    ...(state.Catch ?? []).map((c) => c.Next),
    ...(state.Choices ?? []).map((c) => c.Next),
  ];
  return names.filter((name) => name !== undefined);
}

function checkState(state: StateDefinition, workflow: Workflow, at: string, walk: Walk): void {
  const fields = isObject(state) ? STATE_FIELDS[state.Type as StateType] : undefined;
  if (fields === undefined) {
    report(walk, `${at}/Type`, 'must be one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map');
    return;
  }
  if ((state.QueryLanguage ?? walk.language) !== 'JSONata') {
    if (!isUntouchedByQueryLanguage(state)) {
      report(walk, at, 'the local Step Functions runs JSONata states only: set "QueryLanguage": "JSONata"');
      return;
    }
  }
  for (const field of Object.keys(state)) {
    if (!fields.includes(field)) {
      report(walk, `${at}/${field}`, `the field is not supported in a JSONata ${state.Type} state`);
    }
  }
  for (const target of transitions(state)) {
    if (!Object.hasOwn(workflow.States, target)) {
      report(walk, at, `MISSING_TRANSITION_TARGET: no state is named '${target}'`);
    }
  }
  checkEnd(state, at, walk);
  checkExpressions(state, at, walk);
  checkKind(state, at, walk);
}

function checkEnd(state: StateDefinition, at: string, walk: Walk): void {
  if (state.Type === 'Choice' || state.Type === 'Succeed' || state.Type === 'Fail') return;
  if ((state.Next === undefined) === (state.End !== true)) {
    report(walk, at, 'needs exactly one of "Next" and "End": true');
  }
}

function checkExpressions(value: unknown, at: string, walk: Walk): void {
  const text = expressionIn(value);
  if (text !== undefined) {
    try {
      compileExpression(text);
    } catch (error) {
      report(walk, at, `INVALID_JSONATA: '${text}': ${(error as Error).message}`);
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    // Inner workflows are walked by themselves.
    if (key !== 'Branches' && key !== 'ItemProcessor') checkExpressions(item, `${at}/${key}`, walk);
  }
}

function checkKind(state: StateDefinition, at: string, walk: Walk): void {
  switch (state.Type) {
    case 'Task':
      checkTask(state, at, walk);
      return;
    case 'Choice':
      if (!Array.isArray(state.Choices) || state.Choices.length === 0) {
        report(walk, `${at}/Choices`, 'must be a list with at least one rule');
      }
      return;
    case 'Wait':
      if ((state.Seconds === undefined) === (state.Timestamp === undefined)) {
        report(walk, at, 'needs exactly one of "Seconds" and "Timestamp"');
      }
      return;
    case 'Parallel':
      if (!Array.isArray(state.Branches) || state.Branches.length === 0) {
        report(walk, `${at}/Branches`, 'must be a list with at least one branch');
      }
      return;
    case 'Map':
      checkMap(state, at, walk);
      return;
    default:
  }
}

function checkTask(state: StateDefinition, at: string, walk: Walk): void {
  const integration = parseResource(state.Resource ?? '');
  if (integration === undefined) {
    report(
      walk,
      `${at}/Resource`,
      `the local Step Functions cannot call '${state.Resource}'; it supports ${SUPPORTED_RESOURCES}`,
    );
    return;
  }
  if (integration.waitsForToken && walk.type === 'EXPRESS') {
    report(walk, `${at}/Resource`, 'an Express workflow cannot wait for a task token');
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    report(walk, `${at}/HeartbeatSeconds`, 'must be smaller than TimeoutSeconds');
  }
  if (integration.kind === 'lambda' && !(isObject(state.Arguments) && 'FunctionName' in state.Arguments)) {
    if (expressionIn(state.Arguments) === undefined) {
      report(walk, `${at}/Arguments`, "needs the field 'FunctionName'");
    }
  }
  if (integration.kind === 'sqs' && isObject(state.Arguments)) {
    for (const field of ['DelaySeconds', 'MessageAttributes']) {
      if (field in state.Arguments) {
        report(walk, `${at}/Arguments/${field}`, 'the local Step Functions does not pass this on');
      }
    }
  }
}

function checkMap(state: StateDefinition, at: string, walk: Walk): void {
  if (!isObject(state.ItemProcessor)) {
    report(walk, `${at}/ItemProcessor`, 'must be an object');
    return;
  }
  const config = (state.ItemProcessor as { ProcessorConfig?: { Mode?: string } }).ProcessorConfig;
  if (config?.Mode !== undefined && config.Mode !== 'INLINE') {
    report(
      walk,
      `${at}/ItemProcessor/ProcessorConfig/Mode`,
      'the local Step Functions runs INLINE maps only',
    );
  }
}
