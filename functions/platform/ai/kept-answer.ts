import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Platform } from '../platform.ts';
import type { Frame, ImageModel, ModelAnswer, PictureFile } from '../ports/image-model.ts';
import type { ObjectReference } from '../ports/objects.ts';
import { type Prompt, promptId } from './prompt.ts';

/** A model's answer with what is known of its making. */
export interface KeptAnswer extends ModelAnswer {
  readonly milliseconds: number;
  /** `<run>/<attempt>` that asked and paid. */
  readonly paidBy: string;
}

/** Metadata of an object are texts, ASCII. */
const metadataSchema = z.object({
  cost: z.string().regex(/^\d+$/).transform(Number),
  milliseconds: z.string().regex(/^\d+$/).transform(Number),
  'paid-by': z.string(),
  frame: z
    .string()
    .transform((text): Frame | undefined => (text === '' ? undefined : (JSON.parse(text) as Frame))),
});

/** The largest answer that an adapter takes. */
const LARGEST_ANSWER_BYTES = 100_000_000;

/** The same for the same question: the model, the task, the prompt and the picture, to the letter. */
export function answerName(
  task: string,
  { provider, model }: Pick<ImageModel, 'provider' | 'model'>,
  prompt: Prompt,
  picture: Pick<PictureFile, 'bytes'>,
): string {
  const facts = [task, provider, model, promptId(prompt), prompt.text].join('\n');
  const digest = createHash('sha256').update(facts).update('\0').update(picture.bytes).digest('hex');
  return `${task}-${provider}-${digest.slice(0, 16)}`;
}

/** Undefined when there is none. */
export async function readAnswer(
  platform: Platform,
  place: ObjectReference,
): Promise<KeptAnswer | undefined> {
  const facts = await platform.objects.head(place);
  const metadata = metadataSchema.safeParse(facts?.metadata);
  if (!metadata.success) return undefined;
  const { cost, milliseconds, 'paid-by': paidBy, frame } = metadata.data;
  return {
    bytes: await platform.objects.get(place, { maxBytes: LARGEST_ANSWER_BYTES }),
    costMicroUsd: cost,
    milliseconds,
    paidBy,
    ...(frame === undefined ? {} : { frame }),
  };
}

/** Bytes and facts in one write: there is no moment at which only one of them is there. */
export async function keepAnswer(
  platform: Platform,
  place: ObjectReference,
  answer: KeptAnswer,
): Promise<void> {
  await platform.objects.put(place, answer.bytes, {
    // Not what the service called it: nobody has looked at it yet.
    contentType: 'application/octet-stream',
    metadata: {
      cost: String(answer.costMicroUsd),
      milliseconds: String(answer.milliseconds),
      'paid-by': answer.paidBy,
      frame: answer.frame === undefined ? '' : JSON.stringify(answer.frame),
    },
  });
}
