import { describeAi } from '../../functions/connectors/describe-ai.ts';
import { aiDefault, aiSchema } from '../../functions/platform/ai/ai-setting.ts';
import type { LocalApi } from './local-api.ts';

/** Rules or AI, and what that costs, by the shop's setting of now. */
export async function describeMode(api: LocalApi, language: 'zh' | 'en'): Promise<string> {
  const answer = await api.get<{ value: unknown }>('settings/ai');
  const setting = aiSchema.safeParse(answer?.value);
  return describeAi(setting.success ? setting.data : aiDefault)[language];
}
