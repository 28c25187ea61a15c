import type { Prompt } from '../ai/prompt.ts';

/** A picture as a file: what is sent to a model. Upright, sRGB, without metadata (no place, no camera, no owner). */
export interface PictureFile {
  readonly bytes: Buffer;
  readonly contentType: 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
}

/** What a model takes at most. */
export interface PictureLimits {
  /** Pixels. More would be sent, paid and thrown away. */
  readonly longestSide: number;
  readonly maxBytes: number;
}

export interface ModelRequest {
  readonly picture: PictureFile;
  readonly prompt: Prompt;
  /** Of an edit: a PNG of the picture's size, transparent where it may be changed. A wish: models redraw the rest as well. */
  readonly mask?: Buffer;
  /** For everything: connecting, waiting, reading the answer. */
  readonly timeoutMs: number;
}

/** Where the sent picture stands in the answered one, in shares of its width and height. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What came back under the service's word for success. Its bytes are not looked at: they may be no picture, have another
 * size, no alpha, or nothing in them. It is kept and paid for all the same.
 */
export interface ModelAnswer {
  readonly bytes: Buffer;
  /** What the service charged, by its own count and our table of prices; 0 where it says that it charged nothing. */
  readonly costMicroUsd: number;
  /** Left out: the whole answer. */
  readonly frame?: Frame;
}

/**
 * A model that works on pictures. One vendor each; it draws, others judge.
 *
 * Both calls resolve with what the service gave for its success, and throw for everything else. Whoever throws was not
 * paid, as far as can be told: a service that gave up on us in the middle (`isTimeout`) may charge all the same.
 *
 * @throws TransientError for a fault that may pass: 5xx, no answer in time, something else than a picture
 * @throws RateLimitedError when told to wait
 * @throws InvalidInputError for a picture that this service does not take
 * @throws ConfigurationError for a wrong address, key or model, and for an account without credit (`ModelServiceNoCredit`)
 */
export interface ImageModel {
  /** As the setting `ai` names it. */
  readonly provider: string;
  /** The vendor's name of the model, or what stands for it. */
  readonly model: string;
  /** Whether it reads the prompt; models that only cut out do not. */
  readonly followsPrompt: boolean;
  readonly limits: PictureLimits;
  /** The most that one call is expected to cost: what is reserved in the day's budget before it. */
  readonly mostMicroUsd: number;
  /** The same picture with everything but the product transparent; only its alpha is of use (see the adapters). */
  cutOut(request: ModelRequest): Promise<ModelAnswer>;
  /** The picture changed as the prompt says. Absent where the service cannot. */
  edit?(request: ModelRequest): Promise<ModelAnswer>;
}
