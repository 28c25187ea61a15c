import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  createOpenAiTextModel,
  type OpenAiTextConnection,
} from '../../../functions/connectors/text-model/openai-text.ts';
import { costOfTokens, listPrices } from '../../../functions/connectors/text-model/openai-text-prices.ts';
import { answerForm } from '../../../functions/platform/ai/answer-form.ts';
import { isTimeout } from '../../../functions/platform/ai/model-trouble.ts';
import type { TextModel, TextRequest } from '../../../functions/platform/ports/text-model.ts';
import { ScriptedTextService, type TextBehaviour } from './scripted-text-service.ts';

const KEY = 'sk-a-secret-key';
const VALUE = { title: '一个杯子', bullets: ['A mug'] };
const service = new ScriptedTextService(() => VALUE);
beforeAll(() => service.start());
afterAll(() => service.stop());

const schema = z.strictObject({ title: z.string().max(60), bullets: z.array(z.string()) });

function modelOf(over: Partial<OpenAiTextConnection> = {}): TextModel {
  return createOpenAiTextModel({
    service: 'OpenAI',
    baseUrl: service.baseUrl,
    allowPrivateNetwork: true,
    key: KEY,
    model: 'gpt-6-luna',
    structure: 'json-schema',
    prices: listPrices('gpt-6-luna'),
    ...over,
  });
}

function requestOf(over: Partial<TextRequest> = {}): TextRequest {
  return {
    prompt: { name: 'draft', version: 1, text: 'Write a listing.' },
    data: '[data-1 product]\nMug\n[/data-1 product]',
    form: answerForm('draft', schema),
    mostOutputTokens: 800,
    timeoutMs: 5000,
    ...over,
  };
}

const caught = async (...script: TextBehaviour[]) => {
  service.does(...script);
  return await modelOf()
    .ask(requestOf({ timeoutMs: script[0] === 'silent' ? 300 : 5000 }))
    .catch((error: unknown) => error);
};

describe('the text model of OpenAI', () => {
  it('sends instructions, data and schema apart, once, with its key, and counts what it cost', async () => {
    service.does('honest');
    const answer = await modelOf().ask(requestOf());
    expect(answer).toEqual({
      ending: 'complete',
      content: JSON.stringify(VALUE),
      model: 'gpt-6-luna-2026-09-22',
      tokens: { input: 1200, cachedInput: 200, output: 400 },
      // 1,000 tokens at $0.10 a million, 200 at $0.01, 400 out at $0.50.
      costMicroUsd: 100 + 2 + 200,
    });
    const [sent] = service.received;
    expect(service.received).toHaveLength(1);
    expect(sent?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(sent?.body).toMatchObject({
      model: 'gpt-6-luna',
      messages: [
        { role: 'system', content: 'Write a listing.' },
        { role: 'user', content: expect.stringContaining('Mug') },
      ],
      max_completion_tokens: 800,
      store: false,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'draft',
          strict: true,
          schema: {
            type: 'object',
            required: ['title', 'bullets'],
            additionalProperties: false,
            // Lengths of texts are nothing that every service enforces.
            properties: { title: { type: 'string' } },
          },
        },
      },
    });
  });

  it('tells the schema in words where the service cannot hold an answer to it', async () => {
    service.does('honest');
    await modelOf({ structure: 'json-object', model: 'deepseek-chat' }).ask(requestOf());
    const body = service.received[0]?.body;
    expect(body?.response_format).toEqual({ type: 'json_object' });
    expect(body?.messages[0]?.content).toContain('"additionalProperties":false');
    // Names that only OpenAI's models know would be refused.
    expect(body).toMatchObject({ max_tokens: 800 });
    expect(body).not.toHaveProperty('max_completion_tokens');
    expect(body).not.toHaveProperty('reasoning_effort');
  });

  it('shows an answer that is to be repaired, and what is wrong with it', async () => {
    service.does('honest');
    await modelOf().ask(requestOf({ repair: { answer: '{"title"', faults: 'Not JSON.' } }));
    expect(service.received[0]?.body.messages.slice(2)).toEqual([
      { role: 'assistant', content: '{"title"' },
      { role: 'user', content: 'Not JSON.' },
    ]);
  });

  it.each([
    ['refusal', 'refused', 'I cannot help with that.'],
    ['filtered', 'refused', ''],
    ['cut-off', 'cut-off', JSON.stringify(VALUE)],
    ['invalid-json', 'complete', expect.stringMatching(/^\{"title/)],
    ['wrong-schema', 'complete', expect.stringContaining('0.01')],
  ] as const)('hands on %s as %s, with what it cost', async (behaviour, ending, content) => {
    expect(await caught(behaviour)).toMatchObject({ ending, content, costMicroUsd: 302 });
  });

  it('counts an answer without a count at the most that it can have cost', async () => {
    service.does('uncounted');
    const answer = await modelOf().ask(requestOf());
    expect(answer.tokens).toBeUndefined();
    expect(answer.costMicroUsd).toBe(modelOf().mostMicroUsd(requestOf()));
  });

  const refusals: [Extract<TextBehaviour, { status: number }>, string, string][] = [
    [{ status: 402 }, 'ConfigurationError', 'ModelServiceNoCredit'],
    [{ status: 429, code: 'insufficient_quota' }, 'ConfigurationError', 'ModelServiceNoCredit'],
    [{ status: 401 }, 'ConfigurationError', 'ModelServiceKeyRefused'],
    [{ status: 404 }, 'ConfigurationError', 'ModelServiceNotThere'],
    [
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      'ConfigurationError',
      'ModelServiceNotThere',
    ],
    [{ status: 400, code: 'context_length_exceeded' }, 'InvalidInputError', 'ModelServiceRefusedInput'],
    [{ status: 500 }, 'TransientError', 'ModelServiceFault'],
    [{ status: 503 }, 'TransientError', 'ModelServiceFault'],
  ];
  it.each(refusals)(
    'turns %j into %s %s, asks once, and keeps its key to itself',
    async (behaviour, name, code) => {
      const error = await caught(behaviour);
      expect(error).toMatchObject({ name, code });
      expect(`${JSON.stringify(error)}${String(error)}`).not.toContain(KEY);
      expect(service.received).toHaveLength(1);
    },
  );

  it.each([
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT', date: 'Sat, 21 Nov 2026 10:00:00 GMT' }, 30],
    [{}, 60],
  ])('waits as long as %j says', async (headers, seconds) => {
    expect(await caught({ status: 429, headers })).toMatchObject({
      name: 'RateLimitedError',
      code: 'ModelServiceBusy',
      retryAfterSeconds: seconds,
    });
  });

  it.each(['html', 'no-completion', 'break', 'half'] as const)(
    'takes %s for a fault, not for an answer',
    async (behaviour) => {
      const error = await caught(behaviour);
      expect(error).toMatchObject({ name: 'TransientError', code: 'ModelServiceFault' });
      expect(isTimeout(error)).toBe(false);
    },
  );

  it('gives up on a slow answer, and says that it may be charged', async () => {
    const error = await caught('silent');
    expect(error).toMatchObject({ code: 'ModelServiceTimedOut' });
    expect(isTimeout(error)).toBe(true);
  });

  it('goes to a private address only where the setting says so', async () => {
    service.does('honest');
    await expect(modelOf({ allowPrivateNetwork: false }).ask(requestOf())).rejects.toMatchObject({
      name: 'ConfigurationError',
      code: 'ModelServiceAddressRefused',
    });
    expect(service.received).toEqual([]);
  });
});

describe('the price of a text', () => {
  it('is that of the first entry that fits; of a model that nobody knows the dearest', () => {
    expect(listPrices('gpt-6-luna-2026-09-22')).toMatchObject({ input: 100_000, output: 500_000 });
    expect(listPrices('gpt-5.4')).toMatchObject({ input: 2_500_000 });
    expect(listPrices('gpt-5.4-mini')).toMatchObject({ input: 750_000 });
    expect(listPrices('qwen-next')).toMatchObject({ input: 30_000_000, output: 180_000_000 });
  });

  it('is never nothing where something was charged, and never more than was reserved', () => {
    expect(costOfTokens(listPrices('gpt-6-luna'), { input: 1, cachedInput: 0, output: 0 })).toBe(1);
    // Every Chinese character is three bytes and at most three tokens.
    const request = requestOf({ data: '杯'.repeat(1000) });
    const worst = { input: 3000 + 'Write a listing.'.length, cachedInput: 0, output: 800 };
    expect(modelOf().mostMicroUsd(request)).toBeGreaterThanOrEqual(
      costOfTokens(listPrices('gpt-6-luna'), worst),
    );
  });
});
