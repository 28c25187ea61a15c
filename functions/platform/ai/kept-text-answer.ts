import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Platform } from '../platform.ts';
import type { ObjectReference } from '../ports/objects.ts';
import type { TextModel, TextRequest } from '../ports/text-model.ts';
import { promptId } from './prompt.ts';

const keptSchema = z.strictObject({
  ending: z.enum(['complete', 'cut-off', 'refused']),
  content: z.string(),
  model: z.string(),
  tokens: z.strictObject({ input: z.number(), cachedInput: z.number(), output: z.number() }).optional(),
  costMicroUsd: z.number(),
  milliseconds: z.number(),
  /** `<run>/<attempt>` that asked and paid. */
  paidBy: z.string(),
});
/** A model's answer to the letter, with what is known of its making. */
export type KeptTextAnswer = z.output<typeof keptSchema>;

/** An adapter takes 2 MB; JSON in JSON is at most six times as long. */
const LARGEST_KEPT_BYTES = 16_000_000;

/** The same for the same question to the letter: model, instructions, data, form, and the answer that is to be mended. */
export function textAnswerName(
  task: string,
  { provider, model }: Pick<TextModel, 'provider' | 'model'>,
  { prompt, data, form, repair }: Omit<TextRequest, 'timeoutMs'>,
): string {
  const facts = [task, provider, model, promptId(prompt), prompt.text, data, form, repair ?? null];
  const digest = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return `${task}-${provider}-${digest.slice(0, 16)}.json`;
}

/** Undefined when there is none. */
export async function readTextAnswer(
  platform: Platform,
  place: ObjectReference,
): Promise<KeptTextAnswer | undefined> {
  if ((await platform.objects.head(place)) === undefined) return undefined;
  const bytes = await platform.objects.get(place, { maxBytes: LARGEST_KEPT_BYTES });
  return keptSchema.parse(JSON.parse(bytes.toString('utf8')));
}

export async function keepTextAnswer(
  platform: Platform,
  place: ObjectReference,
  answer: KeptTextAnswer,
): Promise<void> {
  await platform.objects.put(place, JSON.stringify(answer), { contentType: 'application/json' });
}
