import type { Says } from '../../commerce/says.ts';
import type { AiSetting } from '../../platform/ai/ai-setting.ts';
import { mostOfCall } from './openai-prices.ts';

/** What one picture costs at the most, by provider. */
const mostMicroUsd: Readonly<Record<string, (setting: AiSetting) => number>> = {
  openai: ({ openai }) => openai.microUsdPerPicture ?? mostOfCall(openai.quality),
  'remove-bg': ({ 'remove-bg': removeBg }) => removeBg.microUsdPerCredit,
  onnx: () => 0,
};

/** Which mode pictures are made in, and what that costs; see `describeAi`. */
export function describeProviders(setting: AiSetting): Says {
  const providers = setting.providers.flatMap((name) => {
    const most = mostMicroUsd[name]?.(setting);
    return most === undefined ? [] : { name, usd: usd(most) };
  });
  if (providers.length === 0) {
    return {
      en: 'rules, without AI: 0.00 USD per photo',
      zh: '规则模式，不使用 AI：每张图片 0.00 美元',
    };
  }
  const inOrder = {
    en: providers.map((one) => `${one.name} (at most ${one.usd} USD a photo)`).join(', then '),
    zh: providers.map((one) => `${one.name}（每张最多 ${one.usd} 美元）`).join('、'),
  };
  const budget = usd(setting.dailyBudget.amountMinor * 10_000);
  return {
    en: `rules; where they are not sure ${inOrder.en}; at most ${budget} USD a day and workflow`,
    zh: `规则优先；结果不可靠时依次使用 ${inOrder.zh}；每个流程每天最多 ${budget} 美元`,
  };
}

/** Two digits, or as many as tell a price below a cent from none. */
function usd(microUsd: number): string {
  return microUsd > 0 && microUsd < 10_000 ? (microUsd / 1e6).toFixed(4) : (microUsd / 1e6).toFixed(2);
}
