import { type Link, linksOf, type Machine } from './machine-links.ts';

/** Where a state stands in the picture's grid. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * Rows and columns of a machine's states, one state a cell. What is reached without an error stands in the first columns, each state
 * below all that lead to it (the longest way from the start counts; a way back counts for nothing). What only an error leads to
 * stands in the last column, below each other, from the second row on.
 */
export function placesOf(machine: Machine): ReadonlyMap<string, Place> {
  const flow = linksOf(machine).filter(({ kind }) => kind !== 'catch');
  const after = Map.groupBy(flow, ({ from }) => from);
  const start = machine.states.some(({ name }) => name === machine.startAt) ? [machine.startAt] : [];
  const main = sorted(start, after);
  const rows = rowsOf(main, after);
  const columns = columnsOf(main, rows, flow);
  const places = new Map(
    main.map((name) => [name, { row: rows.get(name) ?? 0, column: columns.get(name) ?? 0 }]),
  );
  const others = machine.states.map(({ name }) => name).filter((name) => !places.has(name));
  const isSide = new Set(others);
  const side = sorted(others, after).filter((name) => isSide.has(name));
  const column = Math.max(-1, ...columns.values()) + 1;
  for (const [index, name] of side.entries()) places.set(name, { row: index + 1, column });
  return places;
}

/** What the given states lead to, themselves too: each before what it leads to, ways back aside. */
function sorted(from: readonly string[], after: ReadonlyMap<string, readonly Link[]>): readonly string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    // The last way first: what is finished first stands last.
    for (const { to } of (after.get(name) ?? []).toReversed()) visit(to);
    finished.push(name);
  };
  for (const name of from.toReversed()) visit(name);
  return finished.toReversed();
}

/** Longest ways: in a sorted list only ways forward count. */
function rowsOf(
  order: readonly string[],
  after: ReadonlyMap<string, readonly Link[]>,
): ReadonlyMap<string, number> {
  const position = new Map(order.map((name, index) => [name, index]));
  const rows = new Map(order.map((name) => [name, 0]));
  for (const [index, name] of order.entries()) {
    for (const { to } of after.get(name) ?? []) {
      if ((position.get(to) ?? 0) <= index) continue;
      rows.set(to, Math.max(rows.get(to) ?? 0, (rows.get(name) ?? 0) + 1));
    }
  }
  return rows;
}

/** Side by side in a row, as what leads to them stands. */
function columnsOf(
  order: readonly string[],
  rows: ReadonlyMap<string, number>,
  flow: readonly Link[],
): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  const byRow = Map.groupBy(order, (name) => rows.get(name) ?? 0);
  for (const [row, names] of [...byRow].sort(([one], [other]) => one - other)) {
    const wish = (name: string) => {
      const above = flow.filter(({ from, to }) => to === name && (rows.get(from) ?? row) < row);
      const sum = above.reduce((all, { from }) => all + (columns.get(from) ?? 0), 0);
      return above.length === 0 ? 0 : sum / above.length;
    };
    for (const [index, name] of names.toSorted((one, other) => wish(one) - wish(other)).entries())
      columns.set(name, index);
  }
  return columns;
}
