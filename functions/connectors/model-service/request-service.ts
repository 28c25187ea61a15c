import { InvalidInputError, TransientError } from '../../platform/errors.ts';
import { type OutsideAnswer, requestOutside } from '../../platform/outbound/request-outside.ts';
import { addressRefused, inputRefused, serviceFault, timedOut } from './service-errors.ts';

/** How a service is reached. */
export interface ServiceAddress {
  /** As people know it. */
  readonly service: string;
  readonly baseUrl: string;
  readonly allowPrivateNetwork: boolean;
}

/** A PNG with alpha of 25 megapixels, the largest that image services give, stays below it, in Base64 too. */
export const LARGEST_PICTURE_BYTES = 100_000_000;

/**
 * Posts a body to a service under the guard of `requestOutside`, redirects not followed: a key must not travel on to
 * whoever a redirect names.
 *
 * @throws ConfigurationError `ModelServiceAddressRefused`; TransientError `ModelServiceTimedOut`, `ModelServiceFault`;
 *   InvalidInputError for an answer over `maxBytes`
 */
export async function postToService(
  address: ServiceAddress,
  url: string,
  request: { body: Buffer; headers: Readonly<Record<string, string>>; timeoutMs: number; maxBytes: number },
): Promise<OutsideAnswer> {
  const { service, allowPrivateNetwork } = address;
  try {
    return await requestOutside(url, {
      ...request,
      method: 'POST',
      allowPrivateNetwork,
    });
  } catch (error) {
    if (error instanceof InvalidInputError) {
      throw error.code === 'DownloadTooLarge'
        ? inputRefused(service, error.text.en)
        : addressRefused(service, error.text.en, error);
    }
    if (!(error instanceof TransientError)) throw error;
    const { name } = (error.cause ?? {}) as { name?: string };
    if (name === 'TimeoutError') throw timedOut(service, request.timeoutMs, error);
    throw serviceFault(service, 'no answer', error);
  }
}

/** A multipart body and the header that names its boundary. */
export async function encodeForm(
  form: FormData,
): Promise<{ body: Buffer; headers: Readonly<Record<string, string>> }> {
  const encoded = new Response(form);
  return {
    body: Buffer.from(await encoded.arrayBuffer()),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
  };
}
