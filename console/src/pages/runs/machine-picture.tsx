import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import type { StageRecord } from '../../../../functions/platform/runs/run.ts';
import type { WorkflowAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { runTexts as texts } from '../../texts/run-texts.ts';
import { say } from '../../texts/text.ts';
import { type DrawnLink, type DrawnNode, layOutMachine, type Point } from './machine-layout.ts';
import { stateName } from './machine-names.ts';
import styles from './machine-picture.module.css';
import { linkId, type Progress, type RunProgress } from './run-progress.ts';
import { progressWord, stageTook } from './stage-words.ts';

const icons: Partial<Record<Progress, IconName>> = {
  done: 'check',
  warned: 'warning',
  failed: 'cross',
  ended: 'cross',
  waiting: 'people',
};

export interface MachinePictureProps {
  readonly workflow: WorkflowAnswer;
  readonly progress: RunProgress;
  readonly stages: readonly StageRecord[];
}

/** A run's state machine. What is drawn is a list of its states to a screen reader, each with where it leads. */
export function MachinePicture({ workflow, progress, stages }: MachinePictureProps): JSX.Element {
  const { machine } = workflow;
  const layout = useMemo(() => layOutMachine(machine), [JSON.stringify(machine)]);
  const { width, height, nodes, links } = layout;
  const isWalked = (link: DrawnLink) => progress.walked.has(linkId(link));
  // What the run took lies above what it did not.
  const ordered = links.toSorted((one, other) => Number(isWalked(one)) - Number(isWalked(other)));
  const arrow = useId();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class={styles.scroll} aria-label={say(texts.picture)} tabIndex={0}>
      <div class={styles.picture} style={{ width: `${width}px`, height: `${height}px` }}>
        <svg width={width} height={height} aria-hidden="true" focusable="false">
          {(['plain', 'error', 'walked'] as const).map((kind) => (
            <marker
              key={kind}
              id={`${arrow}-${kind}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              markerUnits="userSpaceOnUse"
              orient="auto-start-reverse"
            >
              <path class={`${styles.head} ${styles[kind]}`} d="M0 0.5 7.5 4 0 7.5z" />
            </marker>
          ))}
          {ordered.map((link) => {
            const look = isWalked(link) ? 'walked' : link.kind === 'catch' ? 'error' : 'plain';
            // Drawn from its end, where lines meet: so the dashes of those that share a lane fall together.
            const dashed = link.kind === 'catch' ? styles.dashed : '';
            return (
              <path
                key={linkId(link)}
                class={`${styles.link} ${styles[look]} ${dashed}`}
                d={pathOf(link.points.toReversed())}
                marker-start={`url(#${arrow}-${look})`}
              />
            );
          })}
        </svg>
        <ol>
          {nodes.map((node) => (
            <Node
              key={node.name}
              node={node}
              workflow={workflow}
              links={links.filter(({ from }) => from === node.name)}
              state={progress.states.get(node.name) ?? 'not-reached'}
              stage={stages.find(({ state }) => state === node.name)}
            />
          ))}
        </ol>
      </div>
    </section>
  );
}

function Node(props: {
  node: DrawnNode;
  workflow: WorkflowAnswer;
  links: readonly DrawnLink[];
  state: Progress;
  stage: StageRecord | undefined;
}): JSX.Element {
  const { node, workflow, links, state, stage } = props;
  const { name, x, y, width, height } = node;
  const known = workflow.machine.states.find((one) => one.name === name);
  const isStage = known?.title !== undefined;
  const icon = icons[state];
  const word = progressWord(state);
  const took = stage === undefined ? undefined : stageTook(stage);
  const kind = known?.type === 'Choice' ? styles.choice : isStage ? styles.stage : styles.step;
  return (
    <li
      class={`${styles.node} ${kind} ${styles[state]}`}
      style={{ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }}
      title={known?.comment}
    >
      {icon !== undefined && <Icon name={icon} size={16} />}
      <span class={styles.words}>
        <span class={styles.name}>{stateName(workflow, name)}</span>
        {isStage ? (
          <small>{took === undefined ? word : `${word} · ${took}`}</small>
        ) : (
          <span class="visually-hidden">: {word}</span>
        )}
      </span>
      <Leads workflow={workflow} links={links} />
    </li>
  );
}

/** What the lines say, for who does not see them. */
function Leads(props: { workflow: WorkflowAnswer; links: readonly DrawnLink[] }): JSX.Element {
  const namesOf = (isError: boolean) =>
    props.links
      .filter(({ kind }) => (kind === 'catch') === isError)
      .map(({ to }) => stateName(props.workflow, to))
      .join(', ');
  const [on, error] = [namesOf(false), namesOf(true)];
  return (
    <span class="visually-hidden">
      {on !== '' && say(texts.leadsTo(on))} {error !== '' && say(texts.afterError(error))}
    </span>
  );
}

const cornerRadius = 5;

/** An SVG path along the points, its corners rounded. */
function pathOf(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (after === undefined) return `L${point.x} ${point.y}`;
      const into = towards(point, before);
      const out = towards(point, after);
      return `L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`;
    })
    .join('');
}

/** A little way from a corner towards another point, half the way at most. */
function towards(corner: Point, other: Point): Point {
  const distance = Math.abs(other.x - corner.x) + Math.abs(other.y - corner.y);
  const share = distance === 0 ? 0 : Math.min(cornerRadius, distance / 2) / distance;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}
