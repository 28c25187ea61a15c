import { describe, expect, it } from 'vitest';
import { describeAi } from '../../../functions/connectors/describe-ai.ts';
import { describeTextModel } from '../../../functions/connectors/text-model/describe-text-model.ts';
import { aiDefault, aiSchema } from '../../../functions/platform/ai/ai-setting.ts';

describe('the mode that texts are written in', () => {
  it('is rules alone and free, until an admin names a provider', () => {
    expect(describeTextModel(aiDefault)).toEqual({
      en: 'texts by rules, without AI: 0.00 USD per product',
      zh: '文案规则模式，不使用 AI：每件商品 0.00 美元',
    });
  });

  it('stays rules where only pictures have a provider, and the other way round', () => {
    const pictures = describeAi(aiSchema.parse({ ...aiDefault, providers: ['remove-bg'] })).en;
    expect(pictures).toMatch(/remove-bg.*; texts by rules/);
    const texts = describeAi(aiSchema.parse({ ...aiDefault, providers: ['openai-text'] })).en;
    expect(texts).toMatch(/^rules, without AI: 0\.00 USD per photo; texts by gpt-6-luna/);
  });

  it("names the model and what a text costs at it, by the list or by the shop's own prices", () => {
    const setting = aiSchema.parse({ ...aiDefault, providers: ['openai-text'] });
    // 1,500 tokens at 0.10 USD and 1,000 at 0.50 USD a million.
    expect(describeTextModel(setting).en).toContain('about 0.0007 USD per product and language');
    const own = aiSchema.parse({
      ...setting,
      'openai-text': { model: 'qwen3', microUsdPerMillionInput: 0, microUsdPerMillionOutput: 0 },
    });
    expect(describeTextModel(own).zh).toBe('文案由 qwen3 撰写、规则逐句校验：每件商品每种语言约 0.00 美元');
  });
});
