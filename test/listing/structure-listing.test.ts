import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { task as extractProduct } from '../../functions/listing/extract-product.handler.ts';
import { readListingIntake } from '../../functions/listing/read-intake.ts';
import { readRunFile } from '../../functions/listing/run-files.ts';
import { structureListingTask } from '../../functions/listing/structure-listing.handler.ts';
import { listing } from '../../functions/listing/workflow.ts';
import { ConfigurationError } from '../../functions/platform/errors.ts';
import { runTask } from '../../functions/platform/handlers/task-handler.ts';
import { saveProduct } from '../../functions/platform/products/save-product.ts';
import { readRun } from '../../functions/platform/runs/stages.ts';
import { startRun } from '../../functions/platform/runs/start-run.ts';
import { registerStore } from '../../functions/platform/stores/list-stores.ts';
import { sampleFacts } from '../../sample/products.ts';
import { ScriptedTextService } from '../connectors/text-model/scripted-text-service.ts';
import { crashEverywhere } from '../platform/memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { auditOf, set } from '../platform/runs/run-fixtures.ts';
import { honestDraft } from './draft-writers.ts';

const sku = 'BOTTLE-STEEL-750';
const service = new ScriptedTextService(honestDraft);
beforeAll(() => service.start());
afterAll(() => service.stop());

/** A run of the bottle whose record was taken, for one language. */
async function prepared(secretName = ''): Promise<{ platform: MemoryPlatform; job: Job }> {
  const platform = createMemoryPlatform();
  await registerStore(platform, 'shop');
  const openai = { baseUrl: service.baseUrl, allowPrivateNetwork: true, secretName, model: 'a-model' };
  const dailyBudget = { amountMinor: 500, currency: 'USD' };
  await set(platform, 'ai', { providers: ['openai-text'], dailyBudget, 'openai-text': openai });
  await set(platform, 'listing-channels', { channels: { amazon: ['en'] } });
  const facts = sampleFacts.find((one) => one.sku === sku);
  if (facts === undefined) throw new Error(`the sample shop has no ${sku}`);
  const actor = { kind: 'system', id: 'test' } as const;
  const source = { kind: 'sample', name: 'test' } as const;
  await saveProduct(platform, { store: 'shop', facts, source, writtenBy: 'test', actor });
  const event = { 'detail-type': 'ProductCreated', detail: { store: 'shop', sku, version: 1 } };
  const intake = await readListingIntake(platform, event);
  const request = intake.kind === 'start' ? intake.requests[0] : undefined;
  if (request === undefined) throw new Error('nothing was started');
  const run = await startRun(platform, listing, 'arn:machine', request);
  const job = { store: 'shop', run: run.id, attempt: 1, product: { sku, version: 1 } };
  await runTask(platform, extractProduct, job);
  return { platform, job };
}
interface Job {
  readonly store: string;
  readonly run: string;
  readonly attempt: number;
  readonly product: { readonly sku: string; readonly version: number };
}

const noSecret = (): Promise<string> => Promise.reject(new Error('no secret is needed'));

describe('the step that writes', () => {
  it('comes to the same texts, with one entry in the audit, wherever the process dies', async () => {
    const task = structureListingTask(noSecret);
    const jobs = new Map<MemoryPlatform, Job>();
    const jobOf = (platform: MemoryPlatform): Job => {
      const job = jobs.get(platform);
      if (job === undefined) throw new Error('was not prepared');
      return job;
    };
    const crashes = await crashEverywhere(
      async () => {
        const { platform, job } = await prepared();
        jobs.set(platform, job);
        return platform;
      },
      (platform) => runTask(platform, task, jobOf(platform)),
      async (platform, crashed) => {
        const job = jobOf(platform);
        await runTask(platform, task, job);
        const { en } = await readRunFile(platform, job, 'texts');
        expect(en?.engine, crashed).toContain('draft-listing@1');
        expect(en?.texts.bullets[0]?.text, crashed).toBe(
          'Keeps drinks hot for 12 hours and cold for 24 hours',
        );
        const asked = auditOf(platform, `run/${job.run}`).filter(({ action }) => action === 'model.asked');
        expect(asked, crashed).toHaveLength(1);
        const { stages } = await readRun(platform, job);
        expect(stages.filter(({ state }) => state === 'Structure')).toHaveLength(1);
      },
    );
    expect(crashes).toBeGreaterThan(20);
  });

  it('writes by rules where the key is missing, and says what to do about it', async () => {
    const { platform, job } = await prepared('openai');
    const says = { en: 'There is no secret. Create it.', zh: '密钥不存在，请创建。' };
    const task = structureListingTask((name) => {
      expect(name).toBe('shop/openai');
      return Promise.reject(new ConfigurationError('SecretMissing', says));
    });
    await runTask(platform, task, job);
    const { en } = await readRunFile(platform, job, 'drafts');
    expect(en).toMatchObject({ outcome: 'trouble', code: 'SecretMissing', costMicroUsd: 0 });
    const { stages } = await readRun(platform, job);
    expect(stages.find(({ state }) => state === 'Structure')).toMatchObject({
      outcome: 'warned',
      engine: expect.stringContaining('rules/'),
      note: { en: expect.stringContaining('Create it.') },
    });
  });
});
