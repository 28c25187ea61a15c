import type { Run, RunStatus } from '../runs/run.ts';
import type { TodayAnswer } from './today-answers.ts';

type Measure = TodayAnswer['measures'][number];

const texts = {
  'median-minutes-to-published': {
    en: 'Median time from photo to published',
    zh: '从上传到发布的时间（中位数）',
  },
  'published-untouched': {
    en: 'Photos published without a person touching them, of those published or put to a person',
    zh: '无需人工处理即发布的图片（占已发布与转人工的图片）',
  },
  fallback: {
    en: 'Needed a person or a second engine, of the same photos',
    zh: '需要人工或改用其他处理引擎（占同一批图片）',
  },
} as const;

/** A person decides about these, or did, or should have; with the published ones the shares are taken of them. */
const ofPerson: readonly RunStatus[] = ['waiting', 'rejected', 'expired'];

export const measuredStatuses: readonly RunStatus[] = ['published', ...ofPerson];

/**
 * The business measures of photos, the first that there are: the time of published runs, shares of {@link measuredStatuses}.
 *
 * Untouched: published at the first attempt, and nobody was asked. Fallback: somebody was asked, or a stage did its work with a warning
 * (another engine than the first had to do it, or the result was doubted).
 */
export function measureRuns(runs: readonly Run[]): Measure[] {
  // A listing is made of a record in a second: beside photos it would make a median of neither.
  const measured = runs.filter(
    ({ status, subject }) => subject.kind === 'photo' && measuredStatuses.includes(status),
  );
  const published = measured.filter(({ status }) => status === 'published');
  const minutes = published.flatMap(({ startedAt, endedAt }) =>
    endedAt === undefined ? [] : [(Date.parse(endedAt) - Date.parse(startedAt)) / 60_000],
  );
  const share = (fits: (run: Run) => boolean) =>
    measured.length === 0 ? null : measured.filter(fits).length / measured.length;
  const shareOf = (name: Measure['name'], fits: (run: Run) => boolean): Measure => ({
    name,
    title: texts[name],
    value: share(fits),
    unit: 'share',
    sample: measured.length,
    see: { page: 'runs' },
  });
  return [
    {
      name: 'median-minutes-to-published',
      title: texts['median-minutes-to-published'],
      value: median(minutes),
      unit: 'minutes',
      sample: published.length,
      see: { page: 'runs', query: { status: 'published' } },
    },
    shareOf('published-untouched', (run) => run.attempt === 1 && !wasAsked(run)),
    shareOf('fallback', (run) => wasAsked(run) || run.stages.some(({ outcome }) => outcome === 'warned')),
  ];
}

/** A machine that asks has a stage `Review`, and says in its result which approval answered. */
function wasAsked({ status, stages, result }: Run): boolean {
  return (
    ofPerson.includes(status) ||
    result?.approval !== undefined ||
    stages.some(({ state }) => state === 'Review')
  );
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2;
}
