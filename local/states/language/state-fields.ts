import type { StateDefinition, StateType } from './definition.ts';

const EVERY = ['Type', 'Comment', 'QueryLanguage'];
const GOES_ON = ['Next', 'End', 'Assign', 'Output'];
const RECOVERS = ['Retry', 'Catch'];

/** The fields of each kind of JSONata state. A field of JSONPath (`ResultPath`, `Parameters`) is in none. */
export const STATE_FIELDS: Readonly<Record<StateType, readonly string[]>> = {
  Task: [
    ...EVERY,
    ...GOES_ON,
    ...RECOVERS,
    'Resource',
    'Arguments',
    'TimeoutSeconds',
    'HeartbeatSeconds',
    'Credentials',
  ],
  Pass: [...EVERY, ...GOES_ON],
  Choice: [...EVERY, 'Choices', 'Default', 'Assign', 'Output'],
  Wait: [...EVERY, ...GOES_ON, 'Seconds', 'Timestamp'],
  Succeed: [...EVERY, 'Output'],
  Fail: [...EVERY, 'Error', 'Cause'],
  Parallel: [...EVERY, ...GOES_ON, ...RECOVERS, 'Arguments', 'Branches'],
  Map: [
    ...EVERY,
    ...GOES_ON,
    ...RECOVERS,
    'Items',
    'ItemSelector',
    'ItemProcessor',
    'MaxConcurrency',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
  ],
};

/** What means the same in JSONPath as in JSONata when it holds no path and no expression. */
const NEUTRAL = new Set([...EVERY, 'Next', 'End', 'Error', 'Cause', 'Seconds', 'Timestamp']);

/**
 * A state that a machine leaves in JSONPath (AWS's default) but that uses nothing of it, such as a bare Pass:
 * it runs here as well.
 */
export function isUntouchedByQueryLanguage(state: StateDefinition): boolean {
  return (
    ['Pass', 'Succeed', 'Fail', 'Wait'].includes(state.Type) &&
    Object.keys(state).every((field) => NEUTRAL.has(field))
  );
}
