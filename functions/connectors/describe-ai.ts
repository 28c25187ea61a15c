import type { Says } from '../commerce/says.ts';
import type { AiSetting } from '../platform/ai/ai-setting.ts';
import { describeProviders } from './image-model/describe-providers.ts';
import { describeTextModel } from './text-model/describe-text-model.ts';

/** Which mode pictures and texts are made in, and what that costs: one line for the start and for whoever asks. */
export function describeAi(setting: AiSetting): Says {
  const pictures = describeProviders(setting);
  const texts = describeTextModel(setting);
  return { en: `${pictures.en}; ${texts.en}`, zh: `${pictures.zh}；${texts.zh}` };
}
