import { expect, test } from 'vitest';
import { statesFidelity } from '../../bench/fidelity-states.ts';
import { CASES_FILE, NOT_APPLICABLE, recordedCases } from '../../bench/recorded-states.ts';

const absent = recordedCases() === undefined;

test.skipIf(absent)(`every state machine of ${CASES_FILE} runs here as AWS recorded it`, async () => {
  const result = await statesFidelity();
  expect(result?.failed).toEqual([]);
  expect(result?.notApplicable.length).toBeLessThanOrEqual(NOT_APPLICABLE.length);
  expect(result?.passed).toBeGreaterThan(0);
});
