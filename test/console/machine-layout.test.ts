import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DrawnLink,
  type DrawnNode,
  layOutMachine,
  type MachineLayout,
} from '../../console/src/pages/runs/machine-layout.ts';
import { linksOf, type Machine } from '../../console/src/pages/runs/machine-links.ts';
import { describeMachine } from '../../functions/platform/workflows/describe-machine.ts';
import type { MachineState } from '../../functions/platform/workflows/workflows-answers.ts';
import { stateMachines } from '../../functions/state-machines.ts';
import { workflows } from '../../functions/workflows.ts';

const state = (name: string, over: Partial<MachineState> = {}): MachineState => ({
  name,
  type: over.choices === undefined ? 'Task' : 'Choice',
  comment: '',
  isEnd: false,
  waitsForAnswer: false,
  choices: [],
  catches: [],
  ...over,
});

/** Rows from top to bottom; in each its states from left to right. */
function rowsOf({ nodes }: MachineLayout): string[][] {
  const rows: string[][] = [];
  for (const { name, row } of nodes) {
    rows[row] = [...(rows[row] ?? []), name];
  }
  return rows.map((row) => row ?? []);
}

const linkOf = ({ links }: MachineLayout, from: string, to: string) =>
  links.find((link) => link.from === from && link.to === to);

const straight = [state('A', { next: 'B' }), state('B', { next: 'C' }), state('C', { isEnd: true })];
const skip = [
  state('A', { choices: [{ condition: 'x', next: 'B' }, { next: 'C' }] }),
  state('B', { next: 'C' }),
  state('C', { isEnd: true }),
];
const branches = [
  state('A', { choices: [{ condition: 'x', next: 'B' }, { condition: 'y', next: 'C' }, { next: 'D' }] }),
  state('B', { next: 'D' }),
  state('C', { next: 'D' }),
  state('D', { isEnd: true }),
];
const failing = [
  state('A', { next: 'B', catches: [{ errors: ['States.ALL'], next: 'Broken' }] }),
  state('B', { isEnd: true, catches: [{ errors: ['Slow'], next: 'Wait' }] }),
  state('Wait', { type: 'Wait', next: 'B' }),
  state('Broken', { type: 'Fail', isEnd: true }),
];
const back = [state('A', { next: 'B' }), state('B', { choices: [{ condition: 'x', next: 'A' }] })];

describe('the picture of a state machine', () => {
  it.each([
    ['what follows each other below each other', straight, [['A'], ['B'], ['C']]],
    ['what is passed over in its row all the same', skip, [['A'], ['B'], ['C']]],
    ['branches beside each other', branches, [['A'], ['B', 'C'], ['D']]],
    ['what only errors lead to at the right', failing, [['A'], ['B', 'Wait'], ['Broken']]],
    ['a way back without a row of its own', back, [['A'], ['B']]],
  ])('shows %s', (_, states, rows) => {
    expect(rowsOf(layOutMachine({ startAt: 'A', states }))).toEqual(rows);
  });

  it('draws a straight way straight, and one that passes something over around it', () => {
    const layout = layOutMachine({ startAt: 'A', states: skip });
    expect(linkOf(layout, 'A', 'B')?.points).toHaveLength(2);
    const around = linkOf(layout, 'A', 'C')?.points ?? [];
    const left = Math.min(...layout.nodes.map(({ x }) => x));
    expect(Math.min(...around.map(({ x }) => x))).toBeLessThan(left);
  });

  it('tells errors from choices, and says what each is for', () => {
    const layout = layOutMachine({ startAt: 'A', states: failing });
    expect(linkOf(layout, 'A', 'Broken')).toMatchObject({ kind: 'catch', reasons: ['States.ALL'] });
    const both = layOutMachine({
      startAt: 'A',
      states: [
        state('A', { choices: [{ condition: 'x', next: 'B' }, { next: 'B' }] }),
        state('B', { isEnd: true }),
      ],
    });
    expect(both.links).toMatchObject([{ kind: 'choice', reasons: ['x', ''] }]);
  });

  it('lets lines with the same end share a lane, and no others', () => {
    const catches = [{ errors: ['States.ALL'], next: 'Broken' }];
    const layout = layOutMachine({
      startAt: 'A',
      states: [
        state('A', { next: 'B', catches: [...catches, { errors: ['Bad'], next: 'C' }] }),
        state('B', { next: 'C', catches }),
        state('C', { isEnd: true, catches }),
        state('Broken', { type: 'Fail', isEnd: true }),
      ],
    });
    const laneOf = (from: string, to: string) => linkOf(layout, from, to)?.points[1]?.x;
    expect(laneOf('A', 'Broken')).toBe(laneOf('B', 'Broken'));
    expect(laneOf('A', 'C')).not.toBe(laneOf('A', 'Broken'));
  });

  it('survives a machine that is broken: no states, an unknown start, a way to nowhere', () => {
    expect(layOutMachine({ startAt: 'A', states: [] })).toMatchObject({ nodes: [], links: [] });
    const layout = layOutMachine({ startAt: 'Z', states: [state('A', { next: 'Y' })] });
    expect(layout.nodes).toHaveLength(1);
    expect(layout.links).toEqual([]);
  });

  it.each(workflows)('is sound for $slug, and narrow enough to scroll', ({ slug, stages }) => {
    const machine = describeMachine(stateMachines[slug], stages);
    const layout = layOutMachine(machine);
    expectSound(machine, layout);
    expect(layout.width).toBeLessThan(640);
  });

  it('is sound for any machine', () => {
    fc.assert(fc.property(anyMachine, (machine) => expectSound(machine, layOutMachine(machine))));
  });
});

const anyMachine: fc.Arbitrary<Machine> = fc.integer({ min: 1, max: 14 }).chain((count) => {
  const names = Array.from({ length: count }, (_, index) => `S${index}`);
  const name = fc.constantFrom(...names);
  const some = fc.record({
    next: fc.option(name, { nil: undefined }),
    choices: fc.array(fc.record({ next: name }), { maxLength: 3 }),
    catches: fc.array(fc.record({ errors: fc.constant<string[]>(['E']), next: name }), { maxLength: 3 }),
  });
  return fc.array(some, { minLength: count, maxLength: count }).map((all) => ({
    startAt: 'S0',
    states: all.map(({ next, choices, catches }, index) =>
      choices.length > 0
        ? state(`S${index}`, { choices })
        : state(`S${index}`, { catches, ...(next === undefined ? { isEnd: true } : { next }) }),
    ),
  }));
});

/** Every state and every way is drawn once; nothing lies on a node but the two ends of its own lines. */
function expectSound(machine: Machine, layout: MachineLayout): void {
  const { nodes, links, width, height } = layout;
  expect(nodes.map(({ name }) => name).sort()).toEqual(machine.states.map(({ name }) => name).sort());
  const drawn = links.map(({ from, to, kind, reasons }) => ({ from, to, kind, reasons }));
  expect(drawn).toEqual(linksOf(machine));
  for (const one of nodes) {
    expect(one.x >= 0 && one.y >= 0, one.name).toBe(true);
    expect(one.x + one.width <= width && one.y + one.height <= height, one.name).toBe(true);
    for (const other of nodes) if (one !== other) expect(overlap(one, other), one.name).toBe(false);
  }
  for (const link of links) expectTied(link, layout);
}

function expectTied(link: DrawnLink, { nodes, width, height }: MachineLayout): void {
  const says = `${link.from} → ${link.to}`;
  const { points } = link;
  const first = points[0] ?? { x: -1, y: -1 };
  const last = points.at(-1) ?? first;
  expect(isOnBorder(first, node(nodes, link.from)), says).toBe(true);
  expect(isOnBorder(last, node(nodes, link.to)), says).toBe(true);
  expect(points.length, says).toBeGreaterThan(1);
  for (const [index, to] of points.slice(1).entries()) {
    const from = points[index] ?? to;
    expect(from.x === to.x || from.y === to.y, `${says} runs askew`).toBe(true);
    const line = {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x),
      height: Math.abs(from.y - to.y),
    };
    expect(line.x >= 0 && line.y >= 0, says).toBe(true);
    expect(line.x + line.width <= width && line.y + line.height <= height, says).toBe(true);
    for (const one of nodes) expect(overlap(line, one), `${says} crosses ${one.name}`).toBe(false);
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether two boxes have inner points in common; a line is a box without width. */
const overlap = (one: Box, other: Box) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

const node = (nodes: readonly DrawnNode[], name: string): Box =>
  nodes.find((one) => one.name === name) ?? { x: -9, y: -9, width: 0, height: 0 };

function isOnBorder({ x, y }: { x: number; y: number }, box: Box): boolean {
  const isAcross = x >= box.x && x <= box.x + box.width;
  const isAlong = y >= box.y && y <= box.y + box.height;
  const isAtSide = x === box.x || x === box.x + box.width;
  const isAtEnd = y === box.y || y === box.y + box.height;
  return (isAtSide && isAlong) || (isAtEnd && isAcross);
}
