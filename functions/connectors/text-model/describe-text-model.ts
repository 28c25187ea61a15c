import type { Says } from '../../commerce/says.ts';
import type { AiSetting } from '../../platform/ai/ai-setting.ts';
import { costOfTokens, pricesOf } from './openai-text-prices.ts';

/**
 * A listing in one language, as an estimate: prompt, form and data have some 6,000 characters, a draft some 2,500. What it really
 * took stands on each run.
 */
const USUAL_TOKENS = { input: 1500, cachedInput: 0, output: 1000 };

/** Which mode texts are written in, and what that costs; see `describeProviders` for pictures. */
export function describeTextModel(setting: AiSetting): Says {
  if (!setting.providers.includes('openai-text')) {
    return {
      en: 'texts by rules, without AI: 0.00 USD per product',
      zh: '文案规则模式，不使用 AI：每件商品 0.00 美元',
    };
  }
  const { model } = setting['openai-text'];
  const microUsd = costOfTokens(pricesOf(setting['openai-text']), USUAL_TOKENS);
  // Rounded up: an estimate that is too low is of no use to whoever pays.
  const usual = microUsd === 0 ? '0.00' : (Math.ceil(microUsd / 100) / 10_000).toFixed(4);
  return {
    en: `texts by ${model}, every sentence checked by rules: about ${usual} USD per product and language`,
    zh: `文案由 ${model} 撰写、规则逐句校验：每件商品每种语言约 ${usual} 美元`,
  };
}
