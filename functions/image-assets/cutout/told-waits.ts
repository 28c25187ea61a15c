import * as z from 'zod';
import { InvalidInputError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ObjectReference } from '../../platform/ports/objects.ts';
import { toldWaitSeconds } from '../../platform/retry-policy.ts';
import type { RunReference } from '../../platform/runs/stages.ts';

/** How often each provider told one attempt of a run to wait; kept in `evidence.json` while the machine waits. */
const toldWaitsSchema = z.object({
  /** `<run>/<attempt>` */
  of: z.string(),
  times: z.record(z.string(), z.number().int().min(0)),
});
export type ToldWaits = z.infer<typeof toldWaitsSchema>;

/** After that many waits for one provider a person does the work sooner than the provider. */
const WAITS_PER_PROVIDER = 3;

/** What was kept when the step was done last, if that was for the same attempt. */
export async function readToldWaits(
  platform: Platform,
  evidence: ObjectReference,
  { run, attempt }: RunReference,
): Promise<ToldWaits> {
  const none = { of: `${run}/${attempt}`, times: {} };
  const bytes = await platform.objects.get(evidence).catch((error: unknown) => {
    if (error instanceof InvalidInputError && error.code === 'ObjectMissing') return undefined;
    throw error;
  });
  if (bytes === undefined) return none;
  const { data } = z.object({ toldWaits: toldWaitsSchema }).safeParse(JSON.parse(bytes.toString('utf8')));
  return data?.toldWaits.of === none.of ? data.toldWaits : none;
}

/**
 * The shortest of the told waits, unless it is longer than the machine waits at once (a quota of hours, which a person
 * should not wait for either) or was waited for often enough.
 *
 * @param told seconds, by provider
 */
export function waitWorthwhile(
  told: ReadonlyMap<string, number>,
  before: ToldWaits,
): { provider: string; seconds: number; toldWaits: ToldWaits } | undefined {
  const open = [...told].filter(
    ([provider, seconds]) =>
      seconds <= toldWaitSeconds.most && (before.times[provider] ?? 0) < WAITS_PER_PROVIDER,
  );
  const [shortest] = open.sort(([, a], [, b]) => a - b);
  if (shortest === undefined) return undefined;
  const [provider, seconds] = shortest;
  const times = { ...before.times, [provider]: (before.times[provider] ?? 0) + 1 };
  return { provider, seconds, toldWaits: { of: before.of, times } };
}
