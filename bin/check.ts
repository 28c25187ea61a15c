import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** What vitest's JSON report says, as far as it is printed. */
const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** `npm test`: Biome, oxlint, the types, then all tests. Arguments are handed to vitest. */
const folder = mkdtempSync(join(tmpdir(), 'storehand-check-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

for (const step of ['biome check .', 'oxlint', 'tsc --noEmit']) run(step.split(' '));
const report = join(folder, 'report.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const status = start(['vitest', 'run', ...reporters, ...process.argv.slice(2)]);
process.exitCode = summarise(report) ? status : 1;

/** Ends the check with the step's status when it fails: what comes after would only repeat the message. */
function run(words: readonly string[]): void {
  const failed = start(words);
  if (failed !== 0) process.exit(failed);
}

function start([command = '', ...rest]: readonly string[]): number {
  const startedAt = performance.now();
  const { status } = spawnSync(command, rest, { stdio: 'inherit' });
  console.log(`${command}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return status ?? 1;
}

/** @returns false when no test ran */
function summarise(file: string): boolean {
  const { numPassedTests, numFailedTests, testResults } = reportSchema.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  const tests = testResults.flatMap((result) => result.assertionResults);
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
  // A file that does not load has no tests to count.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  console.log(
    `${numPassedTests} passed, ${numFailedTests + broken.length} failed, ${skipped.length} skipped`,
  );
  return numPassedTests > 0;
}
