import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { askTextModel, type TextQuestion } from '../../../functions/platform/ai/ask-text-model.ts';
import { spendingKey } from '../../../functions/platform/ai/daily-budget.ts';
import { InvalidInputError, RateLimitedError, TransientError } from '../../../functions/platform/errors.ts';
import { readCalls } from '../../../functions/platform/outbound/outward-calls.ts';
import type { TextAnswer, TextModel, TextRequest } from '../../../functions/platform/ports/text-model.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { auditOf, set } from '../runs/run-fixtures.ts';

const COST = 300;
const MOST = 5000;
const says = { en: 'a fault', zh: '故障' };
const schema = z.strictObject({ title: z.string().max(20) });
const GOOD = JSON.stringify({ title: 'A mug' });

type Said = string | Error | Pick<TextAnswer, 'ending' | 'content'>;

/** A model that says these things one after the other, the last one for ever. */
function modelSaying(...script: readonly Said[]) {
  const requests: TextRequest[] = [];
  const model: TextModel = {
    provider: 'openai-text',
    model: 'a-model',
    mostMicroUsd: () => MOST,
    ask: async (request) => {
      const said = script[Math.min(requests.length, script.length - 1)] ?? '';
      requests.push(request);
      if (said instanceof Error) throw said;
      const answer = typeof said === 'string' ? { ending: 'complete' as const, content: said } : said;
      const tokens = { input: 10, cachedInput: 0, output: 5 };
      return { ...answer, model: 'a-model-0922', tokens, costMicroUsd: COST };
    },
  };
  return { model, requests };
}

function questionTo(
  model: TextModel,
  over: Partial<TextQuestion<z.output<typeof schema>>> = {},
): TextQuestion<z.output<typeof schema>> {
  return {
    reference: { store: 'shop', run: 'run-1', attempt: 1 },
    workflow: 'listing',
    subject: 'MUG-1',
    task: 'draft',
    model,
    prompt: { name: 'draft', version: 1, text: 'Write a title.' },
    data: [{ name: 'product', text: 'A mug. Questions: jo@example.com' }],
    schema,
    mostOutputTokens: 500,
    timeoutMs: 1000,
    place: (name) => ({ bucket: 'media', key: `shop/MUG-1/answers/${name}` }),
    settingVersion: 1,
    ...over,
  };
}

async function spent(platform: MemoryPlatform): Promise<number> {
  const found = await platform.records.get<{ committedMicroUsd: number }>(
    spendingKey('shop', 'listing', '2026-03-02'),
  );
  return found?.data.committedMicroUsd ?? 0;
}

describe('a question for a text', () => {
  it('is answered, paid, kept and audited once, wherever the process dies', async () => {
    const models = new Map<MemoryPlatform, ReturnType<typeof modelSaying>>();
    const crashes = await crashEverywhere(
      () => {
        const platform = createMemoryPlatform();
        models.set(platform, modelSaying(GOOD));
        return platform;
      },
      (platform) => askTextModel(platform, questionTo((models.get(platform) ?? modelSaying(GOOD)).model)),
      async (platform, crashed) => {
        const { model, requests } = models.get(platform) ?? modelSaying(GOOD);
        const calls = requests.length;
        const kept = await platform.inspection.objects.list('media', 'shop/');
        const reply = await askTextModel(platform, questionTo(model));
        expect(reply, crashed).toMatchObject({
          kind: 'answered',
          value: { title: 'A mug' },
          costMicroUsd: COST,
        });
        // Only between the service's answer and its keeping is there a moment in which it is lost.
        expect(requests.length, crashed).toBe(kept.length === 1 ? 1 : calls + 1);
        expect(auditOf(platform, 'run/run-1'), crashed).toHaveLength(1);
        expect(await spent(platform), crashed).toBeGreaterThanOrEqual(COST);
      },
    );
    expect(crashes).toBeGreaterThan(10);
  });

  it('names model, prompt, tokens and cost in the audit, and nothing of a person', async () => {
    const platform = createMemoryPlatform();
    const { model, requests } = modelSaying(GOOD);
    await askTextModel(platform, questionTo(model));
    expect(requests[0]?.data).toContain('[e-mail]');
    expect(requests[0]?.data).not.toContain('jo@example.com');
    expect(auditOf(platform, 'run/run-1')[0]).toMatchObject({
      action: 'model.asked',
      model: 'openai-text/a-model-0922',
      promptVersion: 'draft@1',
      after: {
        costMicroUsd: COST,
        tokens: { output: 5 },
        promptSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  it('that an earlier run asked to the letter costs nothing', async () => {
    const platform = createMemoryPlatform();
    const { model, requests } = modelSaying(GOOD);
    await askTextModel(platform, questionTo(model));
    const later = { reference: { store: 'shop', run: 'run-2', attempt: 1 } };
    const reply = await askTextModel(platform, questionTo(model, later));
    expect(reply).toMatchObject({ kind: 'answered', costMicroUsd: 0 });
    expect(requests).toHaveLength(1);
    const prompt = { name: 'draft', version: 2, text: 'Write a good title.' };
    await askTextModel(platform, questionTo(model, { ...later, prompt }));
    await askTextModel(platform, questionTo(model, { ...later, data: [{ name: 'product', text: 'A cup' }] }));
    expect(requests).toHaveLength(3);
  });

  it.each([
    ['no JSON', 'Certainly! Here is the title'],
    ['another form', JSON.stringify({ title: 'A mug', price: 0.01 })],
    ['a text that is too long', JSON.stringify({ title: 'A mug that is a very long mug' })],
  ])('is sent back once with what was wrong with %s, and both answers are counted', async (_what, bad) => {
    const platform = createMemoryPlatform();
    const { model, requests } = modelSaying(bad, GOOD);
    const reply = await askTextModel(platform, questionTo(model));
    expect(reply).toMatchObject({
      kind: 'answered',
      isRepaired: true,
      answers: 2,
      costMicroUsd: 2 * COST,
      value: { title: 'A mug' },
    });
    expect(requests[1]?.repair).toMatchObject({
      answer: bad,
      faults: expect.stringContaining('Your answer'),
    });
    expect(await spent(platform)).toBe(2 * COST);
    // A repeated step finds both.
    expect(await askTextModel(platform, questionTo(model))).toEqual(reply);
    expect(requests).toHaveLength(2);
    expect(auditOf(platform, 'run/run-1')).toHaveLength(2);
  });

  it('is given up after the second useless answer, and not asked again by the same attempt', async () => {
    const platform = createMemoryPlatform();
    const { model, requests } = modelSaying('nothing');
    const reply = await askTextModel(platform, questionTo(model));
    expect(reply).toMatchObject({
      kind: 'unusable',
      why: 'not-json',
      answers: 2,
      costMicroUsd: 2 * COST,
      says: { en: expect.stringContaining('the rules write instead') },
    });
    expect(await askTextModel(platform, questionTo(model))).toEqual(reply);
    expect(requests).toHaveLength(2);
    // A later attempt tries the repair again, on the answer that was paid for.
    const later = { reference: { store: 'shop', run: 'run-1', attempt: 2 } };
    expect(await askTextModel(platform, questionTo(model, later))).toMatchObject({ costMicroUsd: COST });
    expect(requests).toHaveLength(3);
  });

  it.each(['refused', 'cut-off'] as const)(
    'that is %s is not repaired; a later run asks anew',
    async (ending) => {
      const platform = createMemoryPlatform();
      const { model, requests } = modelSaying({ ending, content: '{"title":' }, GOOD);
      expect(await askTextModel(platform, questionTo(model))).toMatchObject({
        kind: 'unusable',
        why: ending,
        answers: 1,
        costMicroUsd: COST,
      });
      expect(requests).toHaveLength(1);
      const later = { reference: { store: 'shop', run: 'run-2', attempt: 1 } };
      expect(await askTextModel(platform, questionTo(model, later))).toMatchObject({ kind: 'answered' });
    },
  );

  it('is not asked over the budget, which questions for a repair count in, too', async () => {
    const platform = createMemoryPlatform();
    // One cent: two calls of 5,000 micro-USD.
    await set(platform, 'ai', {
      providers: ['openai-text'],
      dailyBudget: { amountMinor: 1, currency: 'USD' },
    });
    const { model, requests } = modelSaying('nothing');
    expect(await askTextModel(platform, questionTo(model))).toMatchObject({ kind: 'unusable' });
    const other = { data: [{ name: 'product', text: 'A cup' }] };
    const dear = { ...model, mostMicroUsd: () => 9900 };
    expect(await askTextModel(platform, questionTo(dear, other))).toMatchObject({
      kind: 'over-budget',
      costMicroUsd: 0,
    });
    expect(requests).toHaveLength(2);
  });

  it('costs what its first answer cost where the repair meets a trouble', async () => {
    const platform = createMemoryPlatform();
    const { model } = modelSaying('nothing', new RateLimitedError('ModelServiceBusy', says, 7));
    expect(await askTextModel(platform, questionTo(model))).toMatchObject({
      kind: 'trouble',
      trouble: 'rate-limited',
      retryAfterSeconds: 7,
      answers: 1,
      costMicroUsd: COST,
    });
    expect(await spent(platform)).toBe(COST);
  });

  it('keeps the money of a call that ended by its time, gives it back after a fault', async () => {
    const late = createMemoryPlatform();
    await askTextModel(late, questionTo(modelSaying(new TransientError('ModelServiceTimedOut', says)).model));
    expect(await spent(late)).toBe(MOST);
    const faulty = createMemoryPlatform();
    const { model } = modelSaying(new TransientError('ModelServiceFault', says));
    expect(await askTextModel(faulty, questionTo(model))).toMatchObject({
      trouble: 'failed',
      costMicroUsd: 0,
    });
    expect(await spent(faulty)).toBe(0);
    expect(auditOf(faulty, 'run/run-1')).toEqual([]);
  });

  it('leaves a provider alone that failed three times, or as long as it said', async () => {
    const platform = createMemoryPlatform();
    const { model, requests } = modelSaying(new TransientError('ModelServiceFault', says));
    for (const _ of [1, 2, 3, 4]) await askTextModel(platform, questionTo(model));
    expect(requests).toHaveLength(3);
    const told = createMemoryPlatform();
    const busy = modelSaying(new RateLimitedError('ModelServiceBusy', says, 30));
    for (const _ of [1, 2]) await askTextModel(told, questionTo(busy.model));
    expect(busy.requests).toHaveLength(1);
  });

  it('counts in the figures of its connector: answered, failed, refused for this text alone', async () => {
    const platform = createMemoryPlatform();
    const figures = () => readCalls(platform, { store: 'shop', connector: 'text-model-openai-text' }, 1);
    await askTextModel(platform, questionTo(modelSaying(GOOD).model));
    expect(await figures()).toMatchObject({ calls: 1, errors: 0 });
    const other = { data: [{ name: 'product', text: 'A cup' }] };
    const refusing = modelSaying(new InvalidInputError('ModelServiceRefusedInput', says));
    await askTextModel(platform, questionTo(refusing.model, other));
    expect(await figures()).toMatchObject({ calls: 2, errors: 0 });
  });
});
