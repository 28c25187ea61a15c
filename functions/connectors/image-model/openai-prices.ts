export type Quality = 'low' | 'medium' | 'high';

/** USD for a million tokens, which is micro-USD for one. */
interface Prices {
  readonly model: RegExp;
  readonly textIn: number;
  readonly imageIn: number;
  readonly imageOut: number;
}

/**
 * From the models' pages at https://developers.openai.com/api/docs/models/, in public copies of September to November 2026.
 * The first that fits; an unknown model is counted by the last, the dearest.
 */
const PRICES: readonly Prices[] = [
  { model: /^gpt-image-1-mini/, textIn: 2, imageIn: 2.5, imageOut: 8 },
  { model: /^gpt-image-2/, textIn: 5, imageIn: 8, imageOut: 30 },
  { model: /./, textIn: 5, imageIn: 8, imageOut: 32 },
];

/**
 * What one picture of 1.5 megapixels costs at the most: 1,600, 6,300 … tokens out at USD 32 a million, two or three thousand in
 * at USD 8, a prompt of 400 at USD 5, and half as much again, because how many tokens a quality takes is the model's own matter.
 */
const MOST_MICRO_USD: Readonly<Record<Quality, number>> = { low: 60_000, medium: 120_000, high: 360_000 };

export function mostOfCall(quality: Quality): number {
  return MOST_MICRO_USD[quality];
}

export interface TokenUsage {
  readonly output_tokens: number;
  readonly input_tokens_details: { readonly image_tokens: number; readonly text_tokens: number };
}

/** By the tokens that the answer names. One that names none is counted as the dearest: charged it was. */
export function costOfAnswer(model: string, quality: Quality, usage: TokenUsage | undefined): number {
  const prices = PRICES.find((one) => one.model.test(model));
  if (usage === undefined || prices === undefined) return mostOfCall(quality);
  const { image_tokens: images, text_tokens: texts } = usage.input_tokens_details;
  return Math.round(texts * prices.textIn + images * prices.imageIn + usage.output_tokens * prices.imageOut);
}
