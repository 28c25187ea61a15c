import type {
  QuarantineAnswer,
  QuarantineItem,
} from '../../../../functions/platform/quarantine/quarantine-answers.ts';
import type { Run } from '../../../../functions/platform/runs/run.ts';
import type { RunsAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import type { Api } from '../../api/client.ts';
import { isFollowed, type Sent, type UploadItem, type UploadState } from './upload-item.ts';

const pageSize = 100;
/** Further back nobody looks for one poll; what is not found is looked for again at the next. */
const mostPages = 5;
/** A run that goes on after midnight (UTC) stands under the day on which it began. */
const days = 2;

/**
 * Asks once what became of files that were sent, and tells it to their states.
 *
 * @returns whether anything changed
 */
export async function followUploads(
  api: Pick<Api, 'get'>,
  items: readonly UploadItem[],
  signal: AbortSignal,
): Promise<boolean> {
  const followed = items.filter(({ state }) => isFollowed(state.value));
  const [runs, waiting] = await Promise.all([
    findRuns(api, followed, signal),
    findUnassigned(api, followed, signal),
  ]);
  let hasChanged = false;
  for (const { sku, state } of followed) {
    const before = state.value;
    if (!isFollowed(before)) continue;
    const after = outcomeOf(before, sku.value === undefined, runs, waiting);
    if (JSON.stringify(after) === JSON.stringify(before)) continue;
    state.value = after;
    hasChanged = true;
  }
  return hasChanged;
}

/** @param runs newest first */
export function outcomeOf(
  before: UploadState & { readonly sent: Sent },
  isNameless: boolean,
  runs: readonly Run[],
  unassigned: readonly Pick<QuarantineItem, 'id' | 'original' | 'at'>[],
): UploadState {
  const { sent } = before;
  if (isNameless) {
    const found = unassigned.find(({ original, at }) => isOf(sent, original, at));
    return found === undefined ? before : { kind: 'unassigned', sent, quarantine: found.id };
  }
  const run = runs.find((one) => isOf(sent, originalOf(one), one.startedAt));
  return run === undefined ? before : { kind: 'run', sent, run };
}

interface Original {
  readonly key: string;
  readonly version?: string | undefined;
}

function isOf(sent: Sent, original: Original | undefined, at: string): boolean {
  if (original?.key !== sent.key) return false;
  if (sent.version !== undefined && original.version !== undefined) return original.version === sent.version;
  // To the second, as the form's own time is.
  return at.slice(0, 19) >= sent.since.slice(0, 19);
}

/** A run's input is its workflow's own. */
function originalOf({ input }: Run): Original | undefined {
  const { original } = input;
  if (typeof original !== 'object' || original === null || !('key' in original)) return undefined;
  const { key } = original;
  const version = 'version' in original ? original.version : undefined;
  if (typeof key !== 'string') return undefined;
  return { key, version: typeof version === 'string' ? version : undefined };
}

async function findRuns(
  api: Pick<Api, 'get'>,
  followed: readonly UploadItem[],
  signal: AbortSignal,
): Promise<readonly Run[]> {
  const named = followed.filter(({ sku }) => sku.value !== undefined);
  const oldest = oldestOf(named);
  const found: Run[] = [];
  let cursor: string | undefined;
  for (let page = 0; oldest !== undefined && page < mostPages; page += 1) {
    const answer = await api.get<RunsAnswer>('runs', { days, limit: pageSize, cursor }, { signal });
    found.push(...answer.runs);
    cursor = answer.cursor;
    const last = answer.runs.at(-1);
    if (cursor === undefined || (last !== undefined && last.startedAt < oldest)) break;
    if (named.every(({ sku, state }) => isFound(state.value, sku.value, found))) break;
  }
  return found;
}

function isFound(state: UploadState, sku: string | undefined, runs: readonly Run[]): boolean {
  return isFollowed(state) && outcomeOf(state, sku === undefined, runs, []) !== state;
}

async function findUnassigned(
  api: Pick<Api, 'get'>,
  followed: readonly UploadItem[],
  signal: AbortSignal,
): Promise<readonly QuarantineItem[]> {
  const oldest = oldestOf(followed.filter(({ sku }) => sku.value === undefined));
  const found: QuarantineItem[] = [];
  let cursor: string | undefined;
  for (let page = 0; oldest !== undefined && page < mostPages; page += 1) {
    const query = { kind: 'unassigned', limit: pageSize, cursor };
    const answer = await api.get<QuarantineAnswer>('quarantine', query, { signal });
    found.push(...answer.items);
    cursor = answer.cursor;
    const last = answer.items.at(-1);
    if (cursor === undefined || (last !== undefined && last.since < oldest)) break;
  }
  return found;
}

/** An instant; undefined where there is nothing to look for. */
function oldestOf(items: readonly UploadItem[]): string | undefined {
  const instants = items.flatMap(({ state }) => (isFollowed(state.value) ? [state.value.sent.since] : []));
  return instants.toSorted()[0];
}
