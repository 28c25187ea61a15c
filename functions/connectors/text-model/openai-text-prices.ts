import type { AiSetting } from '../../platform/ai/ai-setting.ts';
import type { TokensUsed } from '../../platform/ports/text-model.ts';

/** Micro-USD for a million tokens: $0.10 a million is 100,000. */
export interface TextPrices {
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

interface DatedPrices extends TextPrices {
  readonly model: RegExp;
  /** Day on which the prices were read. */
  readonly read: string;
  readonly source: string;
}

const dollars = (input: number, cachedInput: number, output: number): TextPrices => ({
  input: input * 1e6,
  cachedInput: cachedInput * 1e6,
  output: output * 1e6,
});

const MODELS_PAGE = 'https://developers.openai.com/api/docs/models/';
/** OpenAI's list in the words of a reseller that charges the same; its own pages of these were not at hand. */
const SECOND_HAND = 'https://docs.apiyi.com/models/';

/**
 * Standard processing, requests of up to 272,000 tokens, from public copies of the pages. Writing to the cache costs a quarter
 * more than reading anew on some models, and is counted as reading anew: the prompts here are too short for it to matter.
 *
 * The first that fits; a model that is not in the list is counted by the last, the dearest.
 */
const PRICES: readonly DatedPrices[] = [
  {
    model: /^gpt-6-luna/,
    read: '2026-11-22',
    source: `${MODELS_PAGE}gpt-6-luna`,
    ...dollars(0.1, 0.01, 0.5),
  },
  {
    model: /^gpt-6-sol/,
    read: '2026-11-22',
    source: 'https://docs.litellm.ai/blog/gpt_6_sol_luna',
    ...dollars(2, 0.2, 10),
  },
  {
    model: /^gpt-5\.6-luna/,
    read: '2026-11-22',
    source: `${MODELS_PAGE}gpt-5.6-luna`,
    ...dollars(0.2, 0.02, 1.2),
  },
  { model: /^gpt-5\.6-terra/, read: '2026-11-22', source: SECOND_HAND, ...dollars(2, 0.2, 12) },
  { model: /^gpt-5\.4-nano/, read: '2026-11-22', source: SECOND_HAND, ...dollars(0.2, 0.02, 1.25) },
  { model: /^gpt-5\.4-mini/, read: '2026-11-22', source: SECOND_HAND, ...dollars(0.75, 0.075, 4.5) },
  { model: /^gpt-5\.4(-\d{4}|$)/, read: '2026-11-22', source: SECOND_HAND, ...dollars(2.5, 0.25, 15) },
  { model: /./, read: '2026-11-22', source: `${SECOND_HAND} (gpt-5.5-pro)`, ...dollars(30, 30, 180) },
];

/** The prices of a model by its name. */
export function listPrices(model: string): TextPrices {
  const found = PRICES.find((one) => one.model.test(model));
  if (found === undefined) throw new Error('the last entry fits every name');
  return found;
}

/** The shop's own prices, where it gave any; else the list's by the model's name. */
export function pricesOf(setting: AiSetting['openai-text']): TextPrices {
  const { model, microUsdPerMillionInput, microUsdPerMillionOutput } = setting;
  const list = listPrices(model);
  return {
    input: microUsdPerMillionInput ?? list.input,
    cachedInput: microUsdPerMillionInput ?? list.cachedInput,
    output: microUsdPerMillionOutput ?? list.output,
  };
}

/** In micro-USD, rounded up: a call that was charged is never free. */
export function costOfTokens(prices: TextPrices, { input, cachedInput, output }: TokensUsed): number {
  const cached = Math.min(cachedInput, input);
  const million = (input - cached) * prices.input + cached * prices.cachedInput + output * prices.output;
  return Math.ceil(million / 1e6);
}
