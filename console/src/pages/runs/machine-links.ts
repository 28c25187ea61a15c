import type { WorkflowAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';

export type Machine = WorkflowAnswer['machine'];

/** `next`: the one way on; `choice`: one of several; `catch`: after an error. */
export type LinkKind = 'next' | 'choice' | 'catch';

/** A way from one state to another. What leads the same way for several reasons is one link. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind: LinkKind;
  /** Of a choice its conditions, empty for “otherwise”; of a catch the errors' names. */
  readonly reasons: readonly string[];
}

/** All ways of a machine, in the order in which it tries them. A way to a state that there is not is left out. */
export function linksOf({ states }: Machine): readonly Link[] {
  const names = new Set(states.map(({ name }) => name));
  const links = new Map<string, Link>();
  const add = (from: string, to: string, kind: LinkKind, reasons: readonly string[]) => {
    if (!names.has(to)) return;
    const id = JSON.stringify([from, to, kind]);
    const before = links.get(id)?.reasons ?? [];
    links.set(id, { from, to, kind, reasons: [...before, ...reasons] });
  };
  for (const state of states) {
    if (state.next !== undefined) add(state.name, state.next, 'next', []);
    for (const { condition = '', next } of state.choices) add(state.name, next, 'choice', [condition]);
    for (const { errors, next } of state.catches) add(state.name, next, 'catch', errors);
  }
  return [...links.values()];
}
