import { afterEach, describe, expect, it, vi } from 'vitest';
import { logger, metrics } from '../../functions/platform/handlers/observability.ts';
import { runTask, type Task } from '../../functions/platform/handlers/task-handler.ts';
import { pascalCase } from '../../functions/platform/manifest.ts';
import type { RunReference } from '../../functions/platform/runs/stages.ts';
import { startRun } from '../../functions/platform/runs/start-run.ts';
import { workflows } from '../../functions/workflows.ts';
import { createMemoryPlatform } from '../platform/memory/memory-platform.ts';
import { startRequest } from '../platform/runs/run-fixtures.ts';
import { readMachine, substitutionOf } from './asl.ts';

logger.setLogLevel('SILENT');
afterEach(() => vi.restoreAllMocks());

/** What a Record state's function is sent by a machine that knows nothing but the run and its outcome. */
type Recording = RunReference & { readonly outcome: 'published' };

describe.each(workflows.map((manifest) => [manifest.slug, manifest] as const))(
  'the workflow %s',
  (slug, manifest) => {
    it('counts its business measure when it records the end of a run', async () => {
      const called = substitutionOf(readMachine(slug).States.Record ?? { Type: '' });
      const recorder = manifest.functions.find(({ name }) => pascalCase(name) === called);
      const { task } = (await import(`../../functions/${slug}/${recorder?.name}.handler.ts`)) as {
        task: Task<Recording, unknown>;
      };
      const counted = vi.spyOn(metrics, 'addMetric').mockReturnValue(metrics);
      const platform = createMemoryPlatform();
      await startRun(
        platform,
        manifest,
        'arn:aws:states:us-east-1:000000000000:stateMachine:m:1',
        startRequest(),
      );
      const reference = { store: 'shop', run: 'run-1', attempt: 1 };
      await runTask(platform, task, task.input.parse({ ...reference, outcome: 'published' }));
      const measures = counted.mock.calls.filter(([name]) => name === manifest.measure.metric);
      expect(measures).toEqual([[manifest.measure.metric, 'Count', expect.any(Number)]]);
    });
  },
);
