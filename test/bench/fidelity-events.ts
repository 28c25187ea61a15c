import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { compilePattern, matchesPattern } from '../../local/events/pattern.ts';
import { nextOccurrence, parseScheduleExpression } from '../../local/scheduler/schedule-expression.ts';
import { occurrencesWithin, scanOccurrences } from '../local/scheduler/brute-force.ts';
import { cronCases, moments } from '../local/scheduler/cron-arbitraries.ts';
import {
  calendar,
  clockChanges,
  invalidExpressions,
  type ScheduleRow,
} from '../local/scheduler/schedule-tables.ts';

/** The outcome of one group of checks; the names of those that failed. */
export interface FidelityCount {
  readonly group: string;
  readonly total: number;
  readonly passed: number;
  readonly failed: readonly string[];
}

interface PatternCase {
  readonly name: string;
  readonly event: unknown;
  readonly pattern: unknown;
  readonly expect: string;
}

function count(group: string, checks: readonly (readonly [name: string, passed: boolean])[]): FidelityCount {
  const failed = checks.filter(([, passed]) => !passed).map(([name]) => name);
  return { group, total: checks.length, passed: checks.length - failed.length, failed };
}

function patternOutcome({ pattern, event }: PatternCase): string {
  try {
    return matchesPattern(compilePattern(pattern), event) ? 'match' : 'no match';
  } catch {
    return 'invalid';
  }
}

function scheduleHolds(row: ScheduleRow): boolean {
  const expression = parseScheduleExpression(row.expression);
  const frame = { timeZone: row.timeZone, anchor: 0 };
  let after = Date.parse(row.after);
  for (const expected of row.next) {
    const next = nextOccurrence(expression, after, frame);
    if (next !== Date.parse(expected)) return false;
    after = next;
  }
  return row.next.length > 0 || nextOccurrence(expression, after, frame) === undefined;
}

/** A case looks at 3,060 minutes, about 2 µs each: 300 cases take 2 s. */
const SCANNED_CASES = 300;
const SCAN_WINDOW_MS = 2 * 86_400_000;
const SCAN_SEED = 20_260_329;

/** Random cron expressions, the same at every run, each held to a look at every minute of two days. */
function scanChecks(): [string, boolean][] {
  const sample = fc.sample(fc.tuple(cronCases, moments), { numRuns: SCANNED_CASES, seed: SCAN_SEED });
  return sample.map(([one, { after, timeZone }]) => {
    const found = occurrencesWithin(one.expression, after, timeZone, SCAN_WINDOW_MS);
    const scanned = scanOccurrences(one, after, timeZone, SCAN_WINDOW_MS);
    return [
      `${one.expression} ${timeZone} after ${new Date(after).toISOString()}`,
      found.join() === scanned.join(),
    ];
  });
}

function isRefused(expression: string): boolean {
  try {
    parseScheduleExpression(expression);
    return false;
  } catch {
    return true;
  }
}

/**
 * Holds the event bus to the recorded answers of AWS, and the schedule evaluator to the tables of known answers.
 * Where the recorded answers are absent, their total is 0.
 */
export function measureEventFidelity(): FidelityCount[] {
  const file = join(process.env.STOREHAND_DATA ?? '../shared/data', 'event-patterns/cases.json');
  const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PatternCase[]) : [];
  return [
    count(
      'event patterns',
      cases.map((one) => [one.name, patternOutcome(one) === one.expect]),
    ),
    count(
      'schedules: clock change',
      clockChanges.map((row) => [row.what, scheduleHolds(row)]),
    ),
    count(
      'schedules: calendar',
      calendar.map((row) => [row.what, scheduleHolds(row)]),
    ),
    count('schedules: random cron against every minute', scanChecks()),
    count(
      'schedules: refused',
      invalidExpressions.map((expression) => [expression, isRefused(expression)]),
    ),
  ];
}

if (import.meta.main) {
  const counts = measureEventFidelity();
  console.table(
    counts.map(({ group, total, passed, failed }) => ({ group, total, passed, failed: failed.length })),
  );
  for (const { group, failed } of counts) for (const name of failed) console.log(`failed: ${group}: ${name}`);
  process.exitCode = counts.some(({ failed }) => failed.length > 0) ? 1 : 0;
}
