import * as z from 'zod';
import { runSchema } from './run.ts';

/**
 * `GET /api/{store}/runs/{id}`; `people`: who started or stopped it, by `sub`; without those who are no members any more.
 * `takenBack`: what it published was reverted since; without a time where that was before times were noted.
 */
export const runAnswer = runSchema.extend({
  people: z.array(z.strictObject({ sub: z.string(), name: z.string() })),
  takenBack: z.strictObject({ at: z.iso.datetime().optional() }).optional(),
});

/** `GET /api/{store}/runs`: newest first. With a filter a page may be short, or empty, and still have a cursor. */
export const runsAnswer = z.strictObject({ runs: z.array(runSchema), cursor: z.string().optional() });

/** `POST /api/{store}/runs/{id}/replay`: the attempt that is going to run. */
export const replayAnswer = z.strictObject({ run: z.string(), attempt: z.int().min(2) });

/** `POST /api/{store}/runs/{id}/stop`: the run as it stands now, also where it had been stopped before. */
export const stopAnswer = z.strictObject({ run: runSchema });
export type RunAnswer = z.output<typeof runAnswer>;
export type RunsAnswer = z.output<typeof runsAnswer>;
export type ReplayRunAnswer = z.output<typeof replayAnswer>;
export type StopAnswer = z.output<typeof stopAnswer>;
