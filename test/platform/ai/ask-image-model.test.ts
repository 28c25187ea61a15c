import { describe, expect, it } from 'vitest';
import { askImageModel, type Question } from '../../../functions/platform/ai/ask-image-model.ts';
import { spendingKey } from '../../../functions/platform/ai/daily-budget.ts';
import { ConfigurationError, InvalidInputError, TransientError } from '../../../functions/platform/errors.ts';
import { logger } from '../../../functions/platform/handlers/observability.ts';
import { readCalls } from '../../../functions/platform/outbound/outward-calls.ts';
import type { ImageModel, ModelAnswer } from '../../../functions/platform/ports/image-model.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { auditOf } from '../runs/run-fixtures.ts';

// The fault of an adapter is logged with its trace.
logger.setLogLevel('SILENT');

const COST = 30_000;
const MOST = 50_000;
const says = { en: 'a fault', zh: '故障' };

/** A model that answers with the number of the call, or throws what it is given. */
function countingModel(throws?: Error) {
  const model = {
    provider: 'openai',
    model: 'a-model',
    followsPrompt: true,
    limits: { longestSide: 1024, maxBytes: 1_000_000 },
    mostMicroUsd: MOST,
    calls: 0,
    async cutOut(): Promise<ModelAnswer> {
      model.calls += 1;
      if (throws !== undefined) throw throws;
      return {
        bytes: Buffer.from(`answer ${model.calls}`),
        costMicroUsd: COST,
        frame: { left: 0, top: 0.25, width: 1, height: 0.5 },
      };
    },
  };
  return model;
}

function questionTo(model: ImageModel, over: Partial<Question> = {}): Question {
  return {
    reference: { store: 'shop', run: 'run-1', attempt: 1 },
    workflow: 'image-assets',
    subject: 'MUG-1',
    task: 'cut-out',
    model,
    prompt: { name: 'cut-out', version: 1, text: 'Cut it out.' },
    picture: { bytes: Buffer.from('jpeg'), contentType: 'image/jpeg', width: 1, height: 1 },
    timeoutMs: 1000,
    place: (name) => ({ bucket: 'media', key: `shop/MUG-1/a/answers/${name}` }),
    isUsable: async () => true,
    settingVersion: 1,
    ...over,
  };
}

async function spent(platform: MemoryPlatform): Promise<number> {
  const found = await platform.records.get<{ committedMicroUsd: number }>(
    spendingKey('shop', 'image-assets', '2026-03-02'),
  );
  return found?.data.committedMicroUsd ?? 0;
}

describe('a question to a model', () => {
  it('is answered, paid, kept and audited once, wherever the process dies', async () => {
    const models = new Map<MemoryPlatform, ReturnType<typeof countingModel>>();
    const crashes = await crashEverywhere(
      () => {
        const platform = createMemoryPlatform();
        models.set(platform, countingModel());
        return platform;
      },
      (platform) => askImageModel(platform, questionTo(models.get(platform) ?? countingModel())),
      async (platform, crashed) => {
        const model = models.get(platform) ?? countingModel();
        const calls = model.calls;
        const kept = await platform.inspection.objects.list('media', 'shop/');
        const reply = await askImageModel(platform, questionTo(model));
        expect(reply, crashed).toMatchObject({ kind: 'answered', costMicroUsd: COST });
        // Only between the service's answer and its keeping is there a moment in which it is lost.
        expect(model.calls, crashed).toBe(kept.length === 1 ? 1 : calls + 1);
        expect(auditOf(platform, 'run/run-1'), crashed).toHaveLength(1);
        // What nobody knows the end of stays counted, so never less than what was charged.
        expect(await spent(platform), crashed).toBeGreaterThanOrEqual(COST);
      },
    );
    expect(crashes).toBeGreaterThan(10);
  });

  it('that was answered before is answered from what was kept, with the place of the photo in it', async () => {
    const platform = createMemoryPlatform();
    const model = countingModel();
    const first = await askImageModel(platform, questionTo(model));
    expect(await askImageModel(platform, questionTo(model))).toEqual(first);
    expect(model.calls).toBe(1);
    expect(first).toMatchObject({ answer: { frame: { left: 0, top: 0.25, width: 1, height: 0.5 } } });
  });

  it('in other words, or to another model, is another question', async () => {
    const platform = createMemoryPlatform();
    const model = countingModel();
    await askImageModel(platform, questionTo(model));
    const prompt = { name: 'cut-out', version: 2, text: 'Cut it out well.' };
    await askImageModel(platform, questionTo(model, { prompt }));
    await askImageModel(platform, questionTo({ ...model, model: 'another', cutOut: () => model.cutOut() }));
    expect(model.calls).toBe(3);
    expect(await spent(platform)).toBe(3 * COST);
  });

  it('about another picture is another question', async () => {
    const platform = createMemoryPlatform();
    const model = countingModel();
    await askImageModel(platform, questionTo(model));
    const picture = { ...questionTo(model).picture, bytes: Buffer.from('straightened') };
    await askImageModel(platform, questionTo(model, { picture }));
    expect(model.calls).toBe(2);
  });

  it('is not asked of a provider that is left alone, but answered from what was kept', async () => {
    const platform = createMemoryPlatform();
    const answering = countingModel();
    await askImageModel(platform, questionTo(answering));
    const empty = countingModel(new ConfigurationError('ModelServiceNoCredit', says));
    const prompt = { name: 'cut-out', version: 2, text: 'Another one.' };
    for (const _ of [1, 2]) {
      expect(await askImageModel(platform, questionTo(empty, { prompt }))).toMatchObject({
        trouble: 'no-credit',
      });
    }
    expect(empty.calls).toBe(1);
    expect(await askImageModel(platform, questionTo(answering))).toMatchObject({ kind: 'answered' });
  });

  it('keeps the money of a call that ended by its time: it may have been charged', async () => {
    const platform = createMemoryPlatform();
    const late = new TransientError('ModelServiceTimedOut', says);
    expect(await askImageModel(platform, questionTo(countingModel(late)))).toMatchObject({
      trouble: 'timed-out',
    });
    expect(await spent(platform)).toBe(MOST);
  });

  it('gives the money of a call back that the service refused, and leaves no audit entry', async () => {
    const platform = createMemoryPlatform();
    const fault = new TransientError('ModelServiceFault', says);
    expect(await askImageModel(platform, questionTo(countingModel(fault)))).toMatchObject({
      trouble: 'failed',
    });
    expect(await spent(platform)).toBe(0);
    expect(auditOf(platform, 'run/run-1')).toEqual([]);
  });

  it('is counted once it went out: answered, failed, or refused for this picture alone', async () => {
    const platform = createMemoryPlatform();
    const figures = () => readCalls(platform, { store: 'shop', connector: 'image-model-openai' }, 1);
    await askImageModel(platform, questionTo(countingModel()));
    // From what was kept.
    await askImageModel(platform, questionTo(countingModel()));
    expect(await figures()).toMatchObject({ calls: 1, errors: 0 });
    const prompt = { name: 'cut-out', version: 2, text: 'Another one.' };
    const asking = (error: Error) => askImageModel(platform, questionTo(countingModel(error), { prompt }));
    await asking(new InvalidInputError('PictureRefused', says));
    expect(await figures()).toMatchObject({ calls: 2, errors: 0 });
    await asking(new ConfigurationError('ModelServiceNoCredit', says));
    expect(await figures()).toMatchObject({
      calls: 3,
      errors: 1,
      lastFailure: { code: 'ModelServiceNoCredit' },
    });
    // Left alone.
    await asking(new ConfigurationError('ModelServiceNoCredit', says));
    expect(await figures()).toMatchObject({ calls: 3, errors: 1 });
  });

  it('does not stop the photo by a fault of the adapter', async () => {
    const platform = createMemoryPlatform();
    const bug = new TypeError('x is not a function');
    expect(await askImageModel(platform, questionTo(countingModel(bug)))).toMatchObject({
      trouble: 'failed',
      code: 'Unexpected',
    });
  });
});
