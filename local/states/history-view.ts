import type { HistoryEvent } from './records.ts';

/** Event types whose details are not under the type's own name. */
const SHARED_DETAILS: readonly [RegExp, string][] = [
  [/^(?:Task|Pass|Choice|Wait|Succeed|Fail|Parallel|Map)StateEntered$/, 'stateEnteredEventDetails'],
  [/^(?:Task|Pass|Choice|Wait|Succeed|Parallel|Map)StateExited$/, 'stateExitedEventDetails'],
];

/** What `includeExecutionData: false` leaves out. */
const EXECUTION_DATA = new Set([
  'input',
  'inputDetails',
  'output',
  'outputDetails',
  'parameters',
  'assignedVariables',
  'assignedVariablesDetails',
]);

function detailsKey(type: string): string {
  const shared = SHARED_DETAILS.find(([pattern]) => pattern.test(type));
  return shared?.[1] ?? `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/** Seconds since the epoch, as the protocol has times. */
export function protocolTime(milliseconds: number): number {
  return milliseconds / 1000;
}

/** An event as `GetExecutionHistory` answers it. */
export function historyView(event: HistoryEvent, includeData: boolean): Record<string, unknown> {
  const view = {
    timestamp: protocolTime(event.at),
    type: event.type,
    id: event.id,
    previousEventId: event.previousId,
  };
  if (event.details === undefined) return view;
  const entries = Object.entries(event.details).filter(([key]) => includeData || !EXECUTION_DATA.has(key));
  return { ...view, [detailsKey(event.type)]: Object.fromEntries(entries) };
}
