import type { StateDefinition, Workflow } from './language/definition.ts';
import { evaluateTemplate, evaluateTyped } from './language/expressions.ts';
import { checkPayloadSize, EvaluationProblem } from './language/failure.ts';
import { leaveState } from './leave-state.ts';
import type { Frame, JoinProgress } from './records.ts';
import { bindingsFor } from './scope.ts';
import { freshDetail, type Turn } from './turn.ts';

/** Iterations of an inline Map that AWS runs at a time at most, and where MaxConcurrency is 0. */
const LARGEST_INLINE_CONCURRENCY = 40;

/** A child of `parent` that stands before its workflow. Its variables are its own scope's. */
function childFrame(parent: Frame, position: number, workflow: Workflow, input: string): Omit<Frame, 'id'> {
  return {
    executionId: parent.executionId,
    parentId: parent.id,
    position,
    state: workflow.StartAt,
    phase: 'enter',
    due: undefined,
    input,
    variables: '{}',
    detail: freshDetail({ lastEvent: parent.detail.lastEvent }),
  };
}

/** Starts all branches of a Parallel state. */
export async function startParallel(turn: Turn, frame: Frame, state: StateDefinition): Promise<undefined> {
  const branches = state.Branches ?? [];
  let input = frame.input;
  if (state.Arguments !== undefined) {
    const value = await evaluateTemplate(state.Arguments, 'Arguments', bindingsFor(turn, frame));
    input = JSON.stringify(value);
    checkPayloadSize(input, frame.state);
  }
  const started = turn.emit(frame, 'ParallelStateStarted');
  const length = branches.length;
  const join: JoinProgress = {
    length,
    next: length,
    unfinished: length,
    concurrency: length,
    tolerated: 0,
    failed: 0,
  };
  turn.save({ ...started, phase: 'joining', detail: { ...started.detail, join } });
  for (const [position, branch] of branches.entries()) {
    const child = turn.context.store.frames.insert(childFrame(started, position, branch, input));
    turn.runnable.push(child.id);
  }
  return undefined;
}

/** Lays out the iterations of a Map; `continueJoin` starts them. */
export async function startMap(turn: Turn, frame: Frame, state: StateDefinition): Promise<Frame> {
  const bindings = bindingsFor(turn, frame);
  const items = await itemsOf(frame, state, bindings);
  const number = async (value: unknown, field: string): Promise<number> =>
    value === undefined ? 0 : evaluateTyped<number>(value, field, 'number', bindings);
  const limit = await number(state.MaxConcurrency, 'MaxConcurrency');
  const count = await number(state.ToleratedFailureCount, 'ToleratedFailureCount');
  const percentage = await number(state.ToleratedFailurePercentage, 'ToleratedFailurePercentage');
  const started = turn.emit(frame, 'MapStateStarted', { length: items.length });
  const join: JoinProgress = {
    length: items.length,
    next: 0,
    unfinished: items.length,
    concurrency: limit > 0 ? Math.min(limit, LARGEST_INLINE_CONCURRENCY) : LARGEST_INLINE_CONCURRENCY,
    tolerated: Math.max(count, Math.floor((items.length * percentage) / 100)),
    failed: 0,
  };
  const processor = processorOf(state);
  for (const [position, item] of items.entries()) {
    const child = childFrame(started, position, processor, JSON.stringify(item));
    turn.context.store.frames.insert({ ...child, phase: 'pending' });
  }
  return turn.save({ ...started, phase: 'joining', detail: { ...started.detail, join } });
}

async function itemsOf(
  frame: Frame,
  state: StateDefinition,
  bindings: Readonly<Record<string, unknown>>,
): Promise<unknown[]> {
  if (state.Items !== undefined) return evaluateTyped<unknown[]>(state.Items, 'Items', 'array', bindings);
  const input: unknown = JSON.parse(frame.input);
  if (!Array.isArray(input)) {
    throw new EvaluationProblem(`Map state input must be an array but was: ${JSON.stringify(input)}`);
  }
  return input;
}

function processorOf(state: StateDefinition): Workflow {
  if (state.ItemProcessor === undefined) throw new Error('A Map without an ItemProcessor passed validation');
  return state.ItemProcessor;
}

/**
 * Goes on with a Parallel or Map after a child ended, or after its start: the next iterations, or the end.
 *
 * Iterations that failed but are tolerated are missing from the Map's output.
 */
export async function continueJoin(
  turn: Turn,
  frame: Frame,
  state: StateDefinition,
): Promise<Frame | undefined> {
  const { join } = frame.detail;
  if (join === undefined) throw new Error(`State '${frame.state}' has not been started`);
  if (join.unfinished > 0) {
    const running = join.next - (join.length - join.unfinished);
    const free = Math.min(join.concurrency - running, join.length - join.next);
    if (free > 0) await startIterations(turn, frame, state, join, free);
    return undefined;
  }
  const children = turn.context.store.frames.childrenOf(frame.id);
  const outputs = children.filter((child) => child.phase === 'done').map((child) => child.input);
  const output = `[${outputs.join(',')}]`;
  checkPayloadSize(output, frame.state);
  const succeeded = turn.emit(frame, `${state.Type}StateSucceeded`);
  const next = await leaveState(turn, succeeded, {
    type: state.Type,
    next: state.Next,
    output,
    template: state,
    values: { result: JSON.parse(output) },
  });
  turn.context.store.frames.deleteDescendants(frame.id);
  return next;
}

async function startIterations(
  turn: Turn,
  frame: Frame,
  state: StateDefinition,
  join: JoinProgress,
  count: number,
): Promise<void> {
  const starting: Frame[] = [];
  for (let position = join.next; position < join.next + count; position += 1) {
    const pending = turn.context.store.frames.child(frame.id, position);
    if (pending === undefined) throw new Error(`The journal lost iteration ${position} of '${frame.state}'`);
    starting.push(await iteration(turn, frame, state, pending));
  }
  let parent: Frame = { ...frame, detail: { ...frame.detail, join: { ...join, next: join.next + count } } };
  for (const child of starting) {
    parent = turn.emit(parent, 'MapIterationStarted', { name: frame.state, index: child.position });
    turn.save({ ...child, detail: { ...child.detail, lastEvent: parent.detail.lastEvent } });
    turn.runnable.push(child.id);
  }
  turn.save(parent);
}

/** A pending iteration, ready to enter its first state. */
async function iteration(turn: Turn, frame: Frame, state: StateDefinition, pending: Frame): Promise<Frame> {
  const item = { index: pending.position, value: pending.input };
  const ready: Frame = {
    ...pending,
    phase: 'enter',
    detail: freshDetail({ item, attempt: pending.detail.attempt }),
  };
  if (state.ItemSelector === undefined) return ready;
  // The selector belongs to the Map (its input, its variables) but sees the item.
  const seen: Frame = { ...frame, detail: { ...frame.detail, item } };
  const selected = await evaluateTemplate(state.ItemSelector, 'ItemSelector', bindingsFor(turn, seen));
  const input = JSON.stringify(selected);
  checkPayloadSize(input, frame.state);
  return { ...ready, input };
}
