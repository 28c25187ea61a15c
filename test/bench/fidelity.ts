/**
 * How faithful the local services are: every recorded or stated case, counted. Exits 1 where one failed; material that
 * is not there is named and skipped, or with `STOREHAND_CI` a failure.
 *
 *   npm run bench:fidelity
 */
import { measureEventFidelity } from './fidelity-events.ts';
import { checkFunctions } from './fidelity-functions.ts';
import { measureS3Fidelity } from './fidelity-s3.ts';
import { statesFidelity } from './fidelity-states.ts';

interface Row {
  readonly group: string;
  readonly total: number;
  readonly failed: readonly string[];
  /** Cases that cannot apply to one machine, with their reasons. */
  readonly notApplicable?: readonly string[];
}

const fromChecks = (group: string, checks: readonly { name: string; passed: boolean }[]): Row => ({
  group,
  total: checks.length,
  failed: checks.filter(({ passed }) => !passed).map(({ name }) => name),
});

/** @returns undefined where the recorded executions are not at hand */
async function states(): Promise<Row | undefined> {
  const found = await statesFidelity();
  if (found === undefined) return undefined;
  return {
    group: 'Step Functions: executions recorded on AWS',
    total: found.total,
    failed: found.failed.map(({ id, difference }) => `${id}: ${difference}`),
    notApplicable: found.notApplicable.map(({ id, reason }) => `${id}: ${reason}`),
  };
}

const recorded = await states();
const rows: readonly Row[] = [
  ...(recorded === undefined ? [] : [recorded]),
  ...measureEventFidelity().map(({ group, total, failed }) => ({ group, total, failed })),
  fromChecks('S3', (await measureS3Fidelity()).checks),
  fromChecks('Lambda functions', await checkFunctions()),
];

console.log(
  `${'group'.padEnd(60)}${'cases'.padStart(7)}${'passed'.padStart(8)}${'n/a'.padStart(5)}${'failed'.padStart(8)}`,
);
for (const { group, total, failed, notApplicable = [] } of rows) {
  const passed = total - failed.length - notApplicable.length;
  console.log(
    `${group.padEnd(60)}${String(total).padStart(7)}${String(passed).padStart(8)}${String(notApplicable.length).padStart(5)}${String(failed.length).padStart(8)}`,
  );
}
for (const { group, failed, notApplicable = [] } of rows) {
  for (const name of notApplicable) console.log(`not applicable, ${group}: ${name}`);
  for (const name of failed) console.log(`failed, ${group}: ${name}`);
}

const empty = rows.filter(({ total }) => total === 0).map(({ group }) => group);
const missing = [...(recorded === undefined ? ['Step Functions: executions recorded on AWS'] : []), ...empty];
for (const group of missing) console.log(`skipped, its material is not there: ${group}`);
const isBroken = rows.some(({ failed }) => failed.length > 0);
process.exit(isBroken || (missing.length > 0 && process.env.STOREHAND_CI !== undefined) ? 1 : 0);
