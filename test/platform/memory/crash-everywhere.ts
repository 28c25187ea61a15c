import { expect } from 'vitest';
import { Crash, crashAt, type MemoryPlatform } from './memory-platform.ts';

/** No step under test makes more calls: past this the loop would never end. */
const CALLS_AT_MOST = 80;

/**
 * Runs a step once for each port call that it makes, with the process dying before or after that call took effect, and each
 * time on a platform of its own.
 *
 * @param afterwards what must hold after each crash; usually it repeats the step first
 * @returns how many crashes there were
 */
export async function crashEverywhere(
  prepare: () => Promise<MemoryPlatform> | MemoryPlatform,
  step: (platform: MemoryPlatform) => Promise<unknown>,
  afterwards: (platform: MemoryPlatform, crashed: string) => Promise<void>,
): Promise<number> {
  let crashes = 0;
  for (const moment of ['before', 'after'] as const) {
    for (let call = 1; call <= CALLS_AT_MOST; call++) {
      const platform = await prepare();
      crashAt(platform, call, moment);
      const crash = await step(platform).then(
        () => undefined,
        (error: unknown) => error,
      );
      platform.inspection.onCall(undefined);
      if (crash === undefined) break;
      if (!(crash instanceof Crash)) throw crash;
      crashes += 1;
      await afterwards(platform, crash.message);
      expect(call).toBeLessThan(CALLS_AT_MOST);
    }
  }
  return crashes;
}
