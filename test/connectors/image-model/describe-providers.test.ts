import { describe, expect, it } from 'vitest';
import { describeProviders } from '../../../functions/connectors/image-model/describe-providers.ts';
import { aiDefault, aiSchema } from '../../../functions/platform/ai/ai-setting.ts';

describe('the mode that pictures are made in', () => {
  it('is rules alone and free, until an admin names a provider', () => {
    expect(describeProviders(aiDefault)).toEqual({
      en: 'rules, without AI: 0.00 USD per photo',
      zh: '规则模式，不使用 AI：每张图片 0.00 美元',
    });
  });

  it('names the providers in their order with what a photo costs at each, and the budget', () => {
    const setting = aiSchema.parse({
      providers: ['onnx', 'remove-bg', 'for-text', 'openai'],
      dailyBudget: { amountMinor: 250, currency: 'USD' },
      'remove-bg': { microUsdPerCredit: 5000 },
    });
    const { en, zh } = describeProviders(setting);
    expect(en).toBe(
      'rules; where they are not sure onnx (at most 0.00 USD a photo), then remove-bg (at most 0.0050 USD a photo), then openai (at most 0.12 USD a photo); at most 2.50 USD a day and workflow',
    );
    expect(zh).toContain(
      'onnx（每张最多 0.00 美元）、remove-bg（每张最多 0.0050 美元）、openai（每张最多 0.12 美元）',
    );
  });

  it('is rules alone where the setting names providers for other things only', () => {
    const setting = aiSchema.parse({ ...aiDefault, providers: ['for-text'] });
    expect(describeProviders(setting).en).toContain('without AI');
  });
});

describe('the setting ai', () => {
  it('of an older release keeps its providers and budget, and takes the rest from the defaults', () => {
    const saved = { providers: ['openai'], dailyBudget: { amountMinor: 500, currency: 'USD' } };
    expect(aiSchema.parse(saved)).toMatchObject({
      ...saved,
      openai: { baseUrl: 'https://api.openai.com/v1', allowPrivateNetwork: false, secretName: 'openai' },
      'remove-bg': { baseUrl: 'https://api.remove.bg/v1.0' },
      onnx: { modelFile: 'model.onnx' },
    });
  });

  it.each([
    [{ openai: { baseUrl: 'file:///etc/passwd' } }],
    [{ onnx: { modelFile: '../../secrets.onnx' } }],
    [{ onnx: { modelFile: 'a/b.onnx' } }],
    [{ 'remove-bg': { key: 'sk-in-a-setting' } }],
  ])('refuses %j', (over) => {
    expect(aiSchema.safeParse({ ...aiDefault, ...over }).success).toBe(false);
  });
});
