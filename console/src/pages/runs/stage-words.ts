import type { Run, StageRecord } from '../../../../functions/platform/runs/run.ts';
import { formatDuration } from '../../parts/format.ts';
import { language } from '../../shell/preferences.ts';
import { runTexts } from '../../texts/run-texts.ts';
import { say } from '../../texts/text.ts';
import type { Progress } from './run-progress.ts';

export function progressWord(progress: Progress): string {
  return say(progress === 'ended' ? runTexts.ended_ : runTexts[progress]);
}

/** How long something took, undefined while it goes on. */
export function stageTook({
  startedAt,
  endedAt,
}: Pick<Run | StageRecord, 'startedAt' | 'endedAt'>): string | undefined {
  if (endedAt === undefined) return undefined;
  return formatDuration(Date.parse(endedAt) - Date.parse(startedAt), language.value);
}

/** Of all stages together, in millionths of a US dollar. */
export function costOf({ stages }: Pick<Run, 'stages'>): number {
  return stages.reduce((sum, { costMicroUsd = 0 }) => sum + costMicroUsd, 0);
}
