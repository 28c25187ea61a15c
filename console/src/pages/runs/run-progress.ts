import type { Run } from '../../../../functions/platform/runs/run.ts';
import type { WorkflowAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { type Link, linksOf } from './machine-links.ts';

/**
 * How it stands with a state of a run's machine. A run notes a stage at its end, so that two follow from the machine only:
 * `perhaps`: one of several stages runs now, the others are passed over; `ended`: the run ended before the stage did.
 * `passed`: a state on the way that is no stage.
 */
export type Progress =
  | 'done'
  | 'warned'
  | 'failed'
  | 'running'
  | 'perhaps'
  | 'waiting'
  | 'ended'
  | 'skipped'
  | 'passed'
  | 'not-reached';

export interface RunProgress {
  /** Of every state of the machine. */
  readonly states: ReadonlyMap<string, Progress>;
  /** The links that the run took. */
  readonly walked: ReadonlySet<string>;
}

export const linkId = ({ from, to, kind }: Pick<Link, 'from' | 'to' | 'kind'>): string =>
  JSON.stringify([from, to, kind]);

type Known = Pick<WorkflowAnswer, 'machine' | 'stages'>;

/** What went well has left out what it did not need; what broke off did not get there. */
const throughAll: readonly Run['status'][] = ['published', 'completed', 'dry-run', 'duplicate'];
const brokenOff: readonly Run['status'][] = ['failed', 'stopped', 'expired'];

export function progressOf(run: Pick<Run, 'status' | 'stages'>, workflow: Known): RunProgress {
  const { machine } = workflow;
  const isStage = new Set(workflow.stages.map(({ state }) => state));
  const ways = new Ways(linksOf(machine), isStage);
  const recorded = run.stages.filter(({ state }) => isStage.has(state));
  const states = new Map<string, Progress>(machine.states.map(({ name }) => [name, 'not-reached']));
  const walked = new Set<string>();
  const take = (links: readonly Link[]) => {
    for (const link of links) {
      walked.add(linkId(link));
      for (const name of [link.from, link.to]) if (!isStage.has(name)) states.set(name, 'passed');
    }
  };

  let at: string | undefined;
  for (const { state } of recorded) {
    if (at !== undefined) take(ways.between(at, [state]));
    else if (state !== machine.startAt) take(ways.between(machine.startAt, [state]));
    at = state;
  }
  for (const [state, progress] of unrecorded(run, workflow)) states.set(state, progress);
  for (const { state, outcome } of recorded) states.set(state, outcome);

  const last = recorded.at(-1);
  const isClosed = !['running', 'waiting', 'held'].includes(run.status);
  const next = ways.stagesAfter(at, machine.startAt);
  if (run.status === 'running' || run.status === 'waiting') {
    for (const [state, progress] of current(run.status, next, workflow)) states.set(state, progress);
  } else if (brokenOff.includes(run.status) && last?.outcome !== 'failed') {
    const [only] = current(run.status === 'expired' ? 'waiting' : 'running', next, workflow);
    if (only !== undefined && only[1] !== 'perhaps') states.set(only[0], 'ended');
  }
  if (isClosed && at !== undefined && run.status !== 'stopped') {
    const isWanted = (type: string) => (type === 'Fail') === (run.status === 'failed');
    const ends = machine.states.filter(({ isEnd, type }) => isEnd || type === 'Fail' || type === 'Succeed');
    const targets = ends.filter(({ type }) => isWanted(type)).map(({ name }) => name);
    take(ways.between(at, targets, last?.outcome === 'failed'));
  }
  return { states, walked };
}

/** Stages that left no record: before the last one that did, they were not needed. */
function unrecorded(
  { status, stages }: Pick<Run, 'status' | 'stages'>,
  workflow: Known,
): [string, Progress][] {
  const recorded = new Set(stages.map(({ state }) => state));
  const last = workflow.stages.findLastIndex(({ state }) => recorded.has(state));
  const rest = throughAll.includes(status) ? 'skipped' : 'not-reached';
  return workflow.stages.map(({ state }, index) => [state, index < last ? 'skipped' : rest]);
}

/** Which of the stages that may come next is under way. */
function current(
  status: 'running' | 'waiting',
  next: readonly string[],
  { machine }: Known,
): readonly (readonly [string, Progress])[] {
  const asking = machine.states.filter(({ name, waitsForAnswer }) => waitsForAnswer && next.includes(name));
  if (status === 'waiting') return asking.slice(0, 1).map(({ name }) => [name, 'waiting']);
  const [only] = next;
  if (only === undefined || next.length > 1) return next.map((name) => [name, 'perhaps']);
  // While it waits for a person its status says so.
  return asking.length === 0 ? [[only, 'running']] : [];
}

/** The ways through a machine from stage to stage: in between they pass states that are none. */
class Ways {
  readonly #from: ReadonlyMap<string, readonly Link[]>;
  readonly #isStage: ReadonlySet<string>;

  constructor(links: readonly Link[], isStage: ReadonlySet<string>) {
    this.#from = Map.groupBy(links, ({ from }) => from);
    this.#isStage = isStage;
  }

  /** The shortest way, through errors only where there is no other, or first where the stage failed. Empty where there is none. */
  between(from: string, targets: readonly string[], hasFailed = false): readonly Link[] {
    const without = () => this.#search(from, targets, (link) => link.kind !== 'catch');
    const failing = () => this.#search(from, targets, (link) => link.from !== from || link.kind === 'catch');
    const anyhow = () => this.#search(from, targets, () => true);
    for (const search of hasFailed ? [failing, anyhow] : [without, anyhow]) {
      const found = search();
      if (found.length > 0) return found;
    }
    return [];
  }

  /** What stage may come after one, without an error; at first what the machine may begin with. */
  stagesAfter(stage: string | undefined, startAt: string): readonly string[] {
    if (stage === undefined && this.#isStage.has(startAt)) return [startAt];
    const found = new Set<string>();
    const seen = new Set<string>();
    const open = [stage ?? startAt];
    for (let name = open.shift(); name !== undefined; name = open.shift()) {
      for (const { to, kind } of this.#from.get(name) ?? []) {
        if (kind === 'catch' || seen.has(to)) continue;
        seen.add(to);
        if (this.#isStage.has(to)) found.add(to);
        else open.push(to);
      }
    }
    return [...found];
  }

  #search(from: string, targets: readonly string[], mayTake: (link: Link) => boolean): readonly Link[] {
    const seen = new Set<string>();
    const open: (readonly Link[])[] = [[]];
    for (let way = open.shift(); way !== undefined; way = open.shift()) {
      for (const link of (this.#from.get(way.at(-1)?.to ?? from) ?? []).filter(mayTake)) {
        if (targets.includes(link.to)) return [...way, link];
        if (seen.has(link.to) || this.#isStage.has(link.to)) continue;
        seen.add(link.to);
        open.push([...way, link]);
      }
    }
    return [];
  }
}
