import type { Approval } from '../../functions/platform/approvals/approval.ts';
import type { QuarantinePage, QuarantineRecord } from '../../functions/platform/quarantine/quarantine.ts';
import type { Run } from '../../functions/platform/runs/run.ts';
import type { LocalApi } from './local-api.ts';
import { sayIn, texts } from './texts.ts';

/** One row a photo: how it ended, what its channels said, how long it took. */
export function summaryTable(runs: readonly Run[], language: 'zh' | 'en'): string {
  const say = sayIn(language);
  const photos = runs.filter(({ workflow }) => workflow === 'image-assets');
  const rows = photos.toReversed().map((run) => {
    const counts = run.stages.find((stage) => stage.state === 'Validate')?.figures;
    const seconds = run.stages.reduce(
      (sum, stage) => sum + Date.parse(stage.endedAt) - Date.parse(stage.startedAt),
      0,
    );
    return {
      [say('photo')]: run.subject.label,
      [say('result')]: texts.statuses[run.status][language],
      [say('channels')]:
        counts === undefined ? '' : `${counts.pass}/${counts.warn}/${counts.fail}/${counts.withheld}`,
      [say('derived')]: counts?.derived === undefined ? '' : String(counts.derived),
      [say('seconds')]: (seconds / 1000).toFixed(1),
    };
  });
  return tableOf(rows);
}

/** What needs a person, each with the command to look at it. @throws ApiBusyError when the patience ends before */
export async function whatWaits(
  api: LocalApi,
  language: 'zh' | 'en',
  patience?: AbortSignal,
): Promise<string> {
  const say = sayIn(language);
  const approvals =
    (await api.get<{ approvals: Approval[] }>('approvals?status=open', patience))?.approvals ?? [];
  const quarantine = await readQuarantine(api, patience);
  const unassigned = quarantine.filter((item) => item.kind === 'unassigned');
  const refused = quarantine.filter((item) => item.kind === 'refused');
  const lines = [
    approvals.length > 0 ? `${say('waiting')}: ${approvals.length}  →  ${say('waitingHow')}` : undefined,
    unassigned.length > 0
      ? `${say('unassigned')}: ${unassigned.length}  →  ${say('unassignedHow')}`
      : undefined,
    refused.length > 0 ? `${say('quarantined')}: ${refused.length}  →  ${say('quarantinedHow')}` : undefined,
  ].filter((line) => line !== undefined);
  return lines.length === 0 ? say('nothingWaits') : lines.join('\n');
}

/** All that is open, page by page. */
async function readQuarantine(api: LocalApi, patience?: AbortSignal): Promise<readonly QuarantineRecord[]> {
  const items: QuarantineRecord[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const page = await api.get<QuarantinePage>(`quarantine${query}`, patience);
    items.push(...(page?.items ?? []));
    cursor = page?.cursor;
  } while (cursor !== undefined);
  return items;
}

/** Chinese characters take two columns of a terminal. */
const columnsOf = (text: string) =>
  [...text].reduce((sum, one) => sum + (/[\u2e80-\uffef]/.test(one) ? 2 : 1), 0);

function tableOf(rows: readonly Record<string, string>[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const heads = Object.keys(first);
  const widths = heads.map((head) =>
    Math.max(...[head, ...rows.map((row) => row[head] ?? '')].map(columnsOf)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - columnsOf(cell)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width));
  return [line(heads), line(rule), ...rows.map((row) => line(heads.map((head) => row[head] ?? '')))].join(
    '\n',
  );
}
