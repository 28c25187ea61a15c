import * as z from 'zod';
import type { OutsideAnswer } from '../../platform/outbound/request-outside.ts';
import type { ImageModel, ModelAnswer, ModelRequest } from '../../platform/ports/image-model.ts';
import {
  encodeForm,
  LARGEST_PICTURE_BYTES,
  postToService,
  type ServiceAddress,
} from '../model-service/request-service.ts';
import { refusalError, serviceFault } from '../model-service/service-errors.ts';

export interface RemoveBgConnection extends ServiceAddress {
  /** Undefined: a server that asks for none. */
  readonly key: string | undefined;
  readonly microUsdPerCredit: number;
}

/** `{data: {result_b64}}`: the form of the answer that some servers of the style give whatever was asked for. */
const encodedAnswer = z.object({ data: z.object({ result_b64: z.string().min(1) }) });

const refusalBody = z.object({
  errors: z.array(z.object({ code: z.string().optional(), title: z.string().optional() })).min(1),
});

/**
 * remove.bg, and the many servers that speak its API (`POST <base>/removebg`), hosted or of one's own. A call costs the
 * credits that the answer names; one without the header counts as one credit.
 *
 * Reference: the OpenAPI description of remove.bg's API 1.0 in the directory of APIs.guru, read 2026-11-21. Never run against
 * the vendor.
 */
export function createRemoveBgModel(connection: RemoveBgConnection): ImageModel {
  const { baseUrl, microUsdPerCredit } = connection;
  return {
    provider: 'remove-bg',
    model: new URL(baseUrl).host,
    followsPrompt: false,
    // Up to 10 megapixels of PNG and 12 MB are taken; 3,600 px square stay below both as a JPEG.
    limits: { longestSide: 3600, maxBytes: 12_000_000 },
    mostMicroUsd: microUsdPerCredit,
    async cutOut({ picture, timeoutMs }: ModelRequest): Promise<ModelAnswer> {
      const form = new FormData();
      const file = new Blob([new Uint8Array(picture.bytes)], { type: picture.contentType });
      form.set('image_file', file, picture.contentType === 'image/png' ? 'photo.png' : 'photo.jpg');
      form.set('size', 'auto');
      form.set('type', 'product');
      form.set('format', 'png');
      form.set('channels', 'rgba');
      const { body, headers } = await encodeForm(form);
      const answer = await postToService(connection, `${baseUrl.replace(/\/+$/, '')}/removebg`, {
        body,
        headers: {
          ...headers,
          accept: 'image/png',
          ...(connection.key === undefined ? {} : { 'x-api-key': connection.key }),
        },
        timeoutMs,
        maxBytes: LARGEST_PICTURE_BYTES,
      });
      return {
        bytes: pictureOf(connection.service, answer),
        costMicroUsd: Math.round(creditsOf(answer) * microUsdPerCredit),
      };
    },
  };
}

function pictureOf(service: string, answer: OutsideAnswer): Buffer {
  const { status, headers, body } = answer;
  if (status < 200 || status > 299) {
    const parsed = refusalBody.safeParse(jsonOf(body));
    const first = parsed.success ? parsed.data.errors[0] : undefined;
    throw refusalError(service, { status, headers, code: first?.code, text: first?.title });
  }
  const type = headers['content-type'] ?? '';
  if (type.startsWith('image/')) return body;
  const encoded = encodedAnswer.safeParse(jsonOf(body));
  if (encoded.success) return Buffer.from(encoded.data.data.result_b64, 'base64');
  // A proxy's or a login page under the status of success: the service itself did nothing.
  throw serviceFault(service, `it sends ${type === '' ? 'something without a type' : type}`);
}

function creditsOf({ headers }: OutsideAnswer): number {
  const credits = Number.parseFloat(headers['x-credits-charged'] ?? '1');
  return Number.isFinite(credits) && credits >= 0 ? credits : 1;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
