import type { Images, ImagesResponse } from 'openai/resources/images';
import type { ImageModel, ModelAnswer, ModelRequest } from '../../platform/ports/image-model.ts';
import { callOpenAi, type OpenAiAddress } from '../model-service/openai-client.ts';
import { LARGEST_PICTURE_BYTES } from '../model-service/request-service.ts';
import { serviceFault } from '../model-service/service-errors.ts';
import { fitCanvas } from './fit-canvas.ts';
import { costOfAnswer, mostOfCall, type Quality } from './openai-prices.ts';

export interface OpenAiConnection extends OpenAiAddress {
  readonly model: string;
  readonly quality: Quality;
  /** For services with prices of their own; null: OpenAI's. */
  readonly microUsdPerPicture: number | null;
}

type EditParams = Parameters<Images['edit']>[0];

/** Models before the second generation draw in these sizes only; the later ones in any with sides divisible by 16. */
const FIXED_SIZES = [
  { width: 1024, height: 1024 },
  { width: 1536, height: 1024 },
  { width: 1024, height: 1536 },
] as const;
const drawsAnySize = /^gpt-image-(?:[2-9]|\d\d)/;

/** 1.5 megapixels, as much as the largest fixed size: more costs more and draws no finer outline. */
const ANY_SIZE_PIXELS = 1024 * 1536;

/**
 * OpenAI's Images API, `images.edit` with a GPT Image model, and whatever speaks it under another base URL.
 *
 * Such a model does not cut out: it draws the picture anew, in a size of its own, and the product with it. So only the
 * alpha of a cut-out is used, scaled to the photo, and the product's pixels stay the photo's. An outline that moved while it
 * was drawn does not lie on the photo's edges any more, which the measurement of every answer refuses.
 *
 * Reference: https://developers.openai.com/api/docs/api-reference/images and the types of the `openai` package 7.57.0, read
 * 2026-11-21. Never run against the vendor.
 */
export function createOpenAiModel(connection: OpenAiConnection): ImageModel {
  const { model, quality, microUsdPerPicture } = connection;
  return {
    provider: 'openai',
    model,
    followsPrompt: true,
    limits: { longestSide: 2048, maxBytes: 20_000_000 },
    mostMicroUsd: microUsdPerPicture ?? mostOfCall(quality),
    cutOut: (request) => draw(connection, request, 'transparent'),
    edit: (request) => draw(connection, request, 'opaque'),
  };
}

async function draw(
  connection: OpenAiConnection,
  { picture, prompt, mask, timeoutMs }: ModelRequest,
  background: 'transparent' | 'opaque',
): Promise<ModelAnswer> {
  const { service, model, quality, microUsdPerPicture } = connection;
  const size = sizeFor(model, picture.width / picture.height);
  const canvas = await fitCanvas(picture.bytes, size);
  const params: EditParams = {
    model,
    image: pngFile('photo.png', canvas.bytes),
    ...(mask === undefined ? {} : { mask: pngFile('mask.png', (await fitCanvas(mask, size)).bytes) }),
    prompt: prompt.text,
    n: 1,
    size: `${size.width}x${size.height}`,
    quality,
    background,
    output_format: 'png',
    // The one model that can be told to keep closer to what it was given.
    ...(model.startsWith('gpt-image-1.5') ? { input_fidelity: 'high' } : {}),
    stream: false,
  };
  const answer = await ask(connection, params, timeoutMs);
  const encoded = answer.data?.[0]?.b64_json;
  // A proxy's page, or nothing, under the status of success.
  if (encoded === undefined || encoded === '') throw serviceFault(service, 'it sends no picture');
  return {
    bytes: Buffer.from(encoded, 'base64'),
    costMicroUsd: microUsdPerPicture ?? costOfAnswer(model, quality, answer.usage),
    ...(canvas.frame === undefined ? {} : { frame: canvas.frame }),
  };
}

function pngFile(name: string, bytes: Buffer): File {
  return new File([new Uint8Array(bytes)], name, { type: 'image/png' });
}

async function ask(
  connection: OpenAiConnection,
  params: EditParams,
  timeoutMs: number,
): Promise<ImagesResponse> {
  const limits = { timeoutMs, maxBytes: LARGEST_PICTURE_BYTES };
  return await callOpenAi(
    connection,
    limits,
    async (client) => (await client.images.edit(params)) as ImagesResponse,
  );
}

function sizeFor(model: string, aspect: number): { width: number; height: number } {
  if (!drawsAnySize.test(model)) {
    const off = (size: { width: number; height: number }) =>
      Math.abs(Math.log(size.width / size.height / aspect));
    return FIXED_SIZES.reduce((best, size) => (off(size) < off(best) ? size : best));
  }
  // Between 1:3 and 3:1; what is longer gets a margin.
  const ratio = Math.min(3, Math.max(1 / 3, aspect));
  const in16 = (length: number) => Math.round(length / 16) * 16;
  return {
    width: in16(Math.sqrt(ANY_SIZE_PIXELS * ratio)),
    height: in16(Math.sqrt(ANY_SIZE_PIXELS / ratio)),
  };
}
