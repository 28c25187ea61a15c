import * as z from 'zod';
import { slugField } from '../settings/field-checks.ts';

/**
 * Below the name of a secret: `storehand/<stage>/image-model/<store>/<secretName>`, for texts `…/text-model/…`. Empty: the service
 * asks for no key.
 */
const secretName = z.union([z.literal(''), slugField]);

/**
 * An address that leads into the public internet, over https. With `allowPrivateNetwork` it may also be one of the own
 * network or of this machine, over http: a server that the shop runs itself. Link-local addresses (a cloud's metadata) never.
 */
const baseUrl = z.url({ protocol: /^https?$/ }).max(300);
const allowPrivateNetwork = z.boolean().default(false);

/** A call that takes longer has a fault; all calls together have four minutes, see `image-assets/cutout`. */
const timeoutSeconds = z.int().min(1).max(180);

const priceMicroUsd = z.int().min(0).max(100_000_000);

/** One number a colour channel, as most segmentation models are trained with (the statistics of ImageNet). */
const perChannel = z.tuple([z.number(), z.number(), z.number()]);

const openai = z.strictObject({
  /** OpenAI's own, or any service that speaks its Images API. */
  baseUrl: baseUrl.default('https://api.openai.com/v1'),
  allowPrivateNetwork,
  secretName: secretName.default('openai'),
  model: z.string().min(1).max(100).default('gpt-image-2.5-sunburst'),
  quality: z.enum(['low', 'medium', 'high']).default('medium'),
  timeoutSeconds: timeoutSeconds.default(120),
  /** For services with prices of their own; null: by the tokens of the answer and the table in the adapter. */
  microUsdPerPicture: priceMicroUsd.nullable().default(null),
});

/** By the million, because a single token costs less than a micro-USD. */
const ownPrice = priceMicroUsd.nullable().default(null);

const openaiText = z.strictObject({
  /** OpenAI's own, or any service that speaks its Chat Completions API. */
  baseUrl: baseUrl.default('https://api.openai.com/v1'),
  allowPrivateNetwork,
  secretName: secretName.default('openai'),
  model: z.string().min(1).max(100).default('gpt-6-luna'),
  /** `json-object` for services that cannot hold an answer to a schema (DeepSeek's): it is then told in words. */
  structure: z.enum(['json-schema', 'json-object']).default('json-schema'),
  timeoutSeconds: timeoutSeconds.default(60),
  /** For services with prices of their own; null: by the table in the adapter. */
  microUsdPerMillionInput: ownPrice,
  microUsdPerMillionOutput: ownPrice,
});

const removeBg = z.strictObject({
  /** Everything before `/removebg`. */
  baseUrl: baseUrl.default('https://api.remove.bg/v1.0'),
  allowPrivateNetwork,
  secretName: secretName.default('remove-bg'),
  timeoutSeconds: timeoutSeconds.default(60),
  /** What the shop's plan charges; USD 0.20 is about the middle of the published plans. A server of one's own: 0. */
  microUsdPerCredit: priceMicroUsd.default(200_000),
});

const onnx = z.strictObject({
  /** A file in the media bucket, `<store>/models/<modelFile>`. */
  modelFile: z
    .string()
    .regex(/^[\w-][\w.-]{0,99}\.onnx$/)
    .default('model.onnx'),
  /** Pixels; only for models that take any size. */
  side: z.int().min(64).max(2048).default(1024),
  mean: perChannel.default([0.485, 0.456, 0.406]),
  deviation: perChannel.default([0.229, 0.224, 0.225]),
  timeoutSeconds: timeoutSeconds.default(60),
});

export const aiSchema = z.strictObject({
  /** In this order; a name that a workflow has no use for is passed over. */
  providers: z.array(slugField).max(10),
  /** A workflow's, per day of the shop's zone. */
  dailyBudget: z.strictObject({ amountMinor: z.int().min(0), currency: z.literal('USD') }),
  openai: openai.prefault({}),
  'openai-text': openaiText.prefault({}),
  'remove-bg': removeBg.prefault({}),
  onnx: onnx.prefault({}),
});
export type AiSetting = z.output<typeof aiSchema>;

/** No provider: a photo or a text leaves for an outside service only where an admin said so. */
export const aiDefault: AiSetting = aiSchema.parse({
  providers: [],
  dailyBudget: { amountMinor: 500, currency: 'USD' },
});
