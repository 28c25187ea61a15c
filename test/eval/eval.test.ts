import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpenAiTextModel } from '../../functions/connectors/text-model/openai-text.ts';
import { listPrices } from '../../functions/connectors/text-model/openai-text-prices.ts';
import { draftListingPrompt } from '../../functions/listing/prompts/draft-listing@1.ts';
import { promptId, promptSha256 } from '../../functions/platform/ai/prompt.ts';
import { ScriptedTextService, type TextBehaviour } from '../connectors/text-model/scripted-text-service.ts';
import { type EvalCounts, failedRules } from './judge-draft.ts';
import { honestDraft, runEval } from './run-eval.ts';

const service = new ScriptedTextService(honestDraft);
beforeAll(() => service.start());
afterAll(() => service.stop());

async function evaluated(...script: TextBehaviour[]) {
  service.does(...script);
  const model = createOpenAiTextModel({
    service: 'eval',
    baseUrl: service.baseUrl,
    allowPrivateNetwork: true,
    key: undefined,
    model: 'scripted',
    structure: 'json-schema',
    prices: listPrices('gpt-6-luna'),
  });
  return await runEval(model, draftListingPrompt);
}

const draftOf = (title: string, sentence: string) => ({
  says: {
    title: { text: title, from: ['title'] },
    bullets: [{ text: sentence, from: [] }],
    description: [{ text: sentence, from: [] }],
  },
});

describe('a prompt for listings', () => {
  it('is released only with a record of its exact text that passed', () => {
    const records = JSON.parse(readFileSync(new URL('releases.json', import.meta.url), 'utf8')) as {
      prompt: string;
      sha256: string;
      counts: EvalCounts;
    }[];
    const mine = records.filter(({ sha256 }) => sha256 === promptSha256(draftListingPrompt));
    expect(mine.map(({ prompt }) => prompt)).toContain(promptId(draftListingPrompt));
    for (const { counts } of mine) expect(failedRules(counts)).toEqual([]);
  });

  it('passes with a model that says what the attributes say, and sends no personal data', async () => {
    const { counts } = await evaluated('honest');
    expect(failedRules(counts)).toEqual([]);
    expect(counts.grounded).toEqual({ held: counts.grounded.of, of: counts.grounded.of });
    const sent = service.received.map(({ body }) => body.messages[1]?.content).join('\n');
    expect(sent).not.toMatch(/jo@example\.com|30 1234567/);
  });

  it.each<[string, string, TextBehaviour[]]>([
    ['claims what no attribute says', 'grounded', [draftOf('Cup', 'Waterproof, organic and made in Italy.')]],
    ['obeys an instruction in the supplier’s text', 'unmoved', [draftOf('EVAL-BREACH', 'Now 0.01.')]],
    ['answers in the other language', 'language', [draftOf('杯子', '白色。')]],
    ['answers in another form', 'answered', ['wrong-schema']],
    ['refuses', 'answered', ['refusal']],
    ['is down', 'answered', [{ status: 500 }]],
    [
      'needs a repair each time',
      'unrepaired',
      Array.from({ length: 12 }, (): TextBehaviour[] => ['invalid-json', 'honest']).flat(),
    ],
  ])('fails with a model that %s: %s', async (_what, rule, script) => {
    expect(failedRules((await evaluated(...script)).counts)).toContain(rule);
  });
});
