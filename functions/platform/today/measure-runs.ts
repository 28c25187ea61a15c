import type { Run } from '../runs/run.ts';
import type { TodayAnswer } from './today-answers.ts';

type Measure = TodayAnswer['measures'][number];

const texts = {
  'median-minutes-to-published': {
    en: 'Median time from photo to published',
    zh: '从上传到发布的时间（中位数）',
  },
  'published-untouched': { en: 'Published without a person touching it', zh: '无需人工处理即发布的占比' },
  fallback: { en: 'Needed a person, or a second engine', zh: '需要人工或改用其他处理引擎的占比' },
} as const;

/**
 * The business measures there are so far, of published runs.
 *
 * Untouched: at the first attempt, and nobody was asked. Fallback: somebody was asked, or a stage did its work with a warning
 * (another engine than the first had to do it, or the result was doubted).
 */
export function measureRuns(published: readonly Run[]): Measure[] {
  const minutes = published.flatMap(({ startedAt, endedAt }) =>
    endedAt === undefined ? [] : [(Date.parse(endedAt) - Date.parse(startedAt)) / 60_000],
  );
  const share = (fits: (run: Run) => boolean) =>
    published.length === 0 ? null : published.filter(fits).length / published.length;
  const common = { sample: published.length, see: { page: 'runs', query: { status: 'published' } } } as const;
  const measure = (name: Measure['name'], value: number | null, unit: Measure['unit']): Measure => ({
    name,
    title: texts[name],
    value,
    unit,
    ...common,
  });
  return [
    measure('median-minutes-to-published', median(minutes), 'minutes'),
    measure(
      'published-untouched',
      share((run) => run.attempt === 1 && !wasAsked(run)),
      'share',
    ),
    measure(
      'fallback',
      share((run) => wasAsked(run) || run.stages.some(({ outcome }) => outcome === 'warned')),
      'share',
    ),
  ];
}

/** A machine that asks has a stage `Review`, and says in its result which approval answered. */
function wasAsked({ stages, result }: Run): boolean {
  return result?.approval !== undefined || stages.some(({ state }) => state === 'Review');
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2;
}
