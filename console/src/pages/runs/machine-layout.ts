import { type Link, linksOf, type Machine } from './machine-links.ts';
import { type Place, placesOf } from './machine-ranks.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface DrawnNode extends Point, Place {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface DrawnLink extends Link {
  /** From the border of one node to the border of another, straight up, down or sideways from each to the next. */
  readonly points: readonly Point[];
}

/** In CSS pixels from the upper left corner. */
export interface MachineLayout {
  readonly width: number;
  readonly height: number;
  /** Row by row. */
  readonly nodes: readonly DrawnNode[];
  readonly links: readonly DrawnLink[];
}

const nodeWidth = 172;
/** Two lines of text; a choice has one. */
const taskHeight = 48;
const choiceHeight = 26;
/** Between rows and between columns, where no line runs lengthwise. */
const gap = 18;
/** Between lines that run beside each other. */
const lane = 9;

/** How a link runs before anything is measured. */
interface Route {
  readonly link: Link;
  readonly from: Place;
  readonly to: Place;
  /** The gap between columns that it runs through, 0 left of the first; undefined: straight into the next row. */
  readonly gutter: number | undefined;
  /** It ends at the target's top, through the gap above the target's row; else at its side. */
  readonly entersTop: boolean;
}

/**
 * Draws a machine: rows from top to bottom, the way without errors first, what only errors lead to at the right.
 *
 * No line crosses a node: lengthwise they run in the gaps between columns (ways on at the left of where they begin, errors at the
 * right), sideways in the gaps between rows. Lines with the same end share a lane there, so that ten stages that may fail in
 * the same way are one line with ten beginnings.
 */
export function layOutMachine(machine: Machine): MachineLayout {
  const places = placesOf(machine);
  const routes = linksOf(machine).flatMap((link) => routeOf(link, places) ?? []);
  const grid = gridOf(machine, places, routes);
  const nodes = machine.states.flatMap(({ name, type }): DrawnNode[] => {
    const place = places.get(name);
    if (place === undefined) return [];
    const height = type === 'Choice' ? choiceHeight : taskHeight;
    const y = grid.rowY(place.row) + (grid.rowHeight(place.row) - height) / 2;
    return [{ name, ...place, x: grid.columnX(place.column), y, width: nodeWidth, height }];
  });
  nodes.sort((one, other) => one.row - other.row || one.column - other.column);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ports = portsOf(routes, byName);
  const links = routes.map((route) => ({ ...route.link, points: pointsOf(route, grid, ports) }));
  return { width: grid.width, height: grid.height, nodes, links };
}

function routeOf(link: Link, places: ReadonlyMap<string, Place>): Route | undefined {
  const from = places.get(link.from);
  const to = places.get(link.to);
  if (from === undefined || to === undefined) return undefined;
  const isError = link.kind === 'catch';
  if (!isError && to.row === from.row + 1) return { link, from, to, gutter: undefined, entersTop: true };
  const gutter = isError ? from.column + 1 : from.column;
  const isBeside = to.column === gutter || to.column === gutter - 1;
  return { link, from, to, gutter, entersTop: !isBeside };
}

/** What runs to the same end in the same way shares a lane. */
const laneOf = ({ link }: Route) => `${link.kind === 'catch'} ${link.to}`;

interface Grid {
  readonly width: number;
  readonly height: number;
  rowY(row: number): number;
  rowHeight(row: number): number;
  columnX(column: number): number;
  /** Where a route runs up or down. */
  laneX(route: Route): number;
  /** Where a route runs sideways above its target's row. */
  trackY(route: Route): number;
}

function gridOf(machine: Machine, places: ReadonlyMap<string, Place>, routes: readonly Route[]): Grid {
  const all = [...places.values()];
  const rowCount = Math.max(-1, ...all.map(({ row }) => row)) + 1;
  const columnCount = Math.max(-1, ...all.map(({ column }) => column)) + 1;
  const lanes = lanesOf(routes, columnCount);
  const tracks = tracksOf(routes, rowCount);
  const heights = Array.from({ length: rowCount }, (_, row) => {
    const inRow = machine.states.filter(({ name }) => places.get(name)?.row === row);
    return inRow.some(({ type }) => type !== 'Choice') ? taskHeight : choiceHeight;
  });
  const gutterWidth = (gutter: number) => gap + (lanes[gutter]?.length ?? 0) * lane;
  const gapHeight = (row: number) => gap + Math.max(0, (tracks[row]?.length ?? 0) - 1) * lane;
  const columnX = (column: number) => sumOf(column + 1, gutterWidth) + column * nodeWidth;
  const rowY = (row: number) => sumOf(row + 1, gapHeight) + sumOf(row, (above) => heights[above] ?? 0);
  return {
    width: columnX(columnCount),
    height: rowY(rowCount - 1) + (heights.at(-1) ?? 0) + gap,
    rowY,
    rowHeight: (row) => heights[row] ?? 0,
    columnX,
    laneX: (route) => {
      const gutter = route.gutter ?? 0;
      const left = columnX(gutter) - gutterWidth(gutter);
      return left + gap / 2 + lane * ((lanes[gutter]?.indexOf(laneOf(route)) ?? 0) + 0.5);
    },
    trackY: (route) =>
      rowY(route.to.row) - gap / 2 - lane * Math.max(0, tracks[route.to.row]?.indexOf(route.link.to) ?? 0),
  };
}

/** The lanes of each gap between columns. Left of the first column those to what is far below stand farthest out. */
function lanesOf(routes: readonly Route[], columnCount: number): readonly (readonly string[])[] {
  return Array.from({ length: columnCount + 1 }, (_, gutter) => {
    const own = routes.filter((route) => route.gutter === gutter);
    const outer = own.toSorted((one, other) => other.to.row - one.to.row);
    return [...new Set(outer.map(laneOf))];
  });
}

/** Who is entered from above, through the gap above each row, other than straight down. */
function tracksOf(routes: readonly Route[], rowCount: number): readonly (readonly string[])[] {
  return Array.from({ length: rowCount }, (_, row) => [
    ...new Set(routes.filter(({ to, entersTop }) => entersTop && to.row === row).map(({ link }) => link.to)),
  ]);
}

const sumOf = (count: number, size: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => size(index)).reduce((sum, one) => sum + one, 0);

interface Ports {
  start(route: Route): Point;
  end(route: Route): Point;
}

/** Where lines touch a node: from below at the middle, at a side each lane at a height of its own. */
function portsOf(routes: readonly Route[], nodes: ReadonlyMap<string, DrawnNode>): Ports {
  const lanes = new Map<string, Set<string>>();
  const sideOf = (name: string, isLeft: boolean) => `${isLeft ? 'left' : 'right'} of ${name}`;
  // What comes in and what goes out are apart, as a state may lead to itself.
  const touch = (side: string, port: string) => lanes.set(side, (lanes.get(side) ?? new Set()).add(port));
  const isLeftEnd = (route: Route) => route.to.column === route.gutter;
  const isLeftStart = (route: Route) => route.from.column === route.gutter;
  for (const route of routes) {
    if (route.gutter === undefined) continue;
    const { from, to } = route.link;
    touch(sideOf(from, isLeftStart(route)), `out ${laneOf(route)}`);
    if (!route.entersTop) touch(sideOf(to, isLeftEnd(route)), `in ${laneOf(route)}`);
  }
  const port = (name: string, isLeft: boolean, lane: string): Point => {
    const { x, y, width, height } = nodes.get(name) ?? nowhere;
    const side = [...(lanes.get(sideOf(name, isLeft)) ?? [])];
    const share = (side.indexOf(lane) + 1) / (side.length + 1);
    return { x: isLeft ? x : x + width, y: y + height * share };
  };
  const middle = (name: string, isTop: boolean): Point => {
    const { x, y, width, height } = nodes.get(name) ?? nowhere;
    return { x: x + width / 2, y: isTop ? y : y + height };
  };
  return {
    start: (route) =>
      route.gutter === undefined
        ? middle(route.link.from, false)
        : port(route.link.from, isLeftStart(route), `out ${laneOf(route)}`),
    end: (route) =>
      route.entersTop
        ? middle(route.link.to, true)
        : port(route.link.to, isLeftEnd(route), `in ${laneOf(route)}`),
  };
}

const nowhere = { x: 0, y: 0, width: 0, height: 0 };

function pointsOf(route: Route, grid: Grid, ports: Ports): readonly Point[] {
  const start = ports.start(route);
  const end = ports.end(route);
  if (route.gutter === undefined) {
    if (start.x === end.x) return [start, end];
    const y = grid.trackY(route);
    return [start, { x: start.x, y }, { x: end.x, y }, end];
  }
  const x = grid.laneX(route);
  if (!route.entersTop) return [start, { x, y: start.y }, { x, y: end.y }, end];
  const y = grid.trackY(route);
  return [start, { x, y: start.y }, { x, y }, { x: end.x, y }, end];
}
