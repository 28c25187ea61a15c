import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { isTimeout } from '../../../functions/platform/ai/model-trouble.ts';
import type { ImageModel, ModelRequest } from '../../../functions/platform/ports/image-model.ts';
import { busyPhoto } from './busy-photo.ts';
import type { Known } from './scripted-image-service.ts';

export const PROMPT = { name: 'cut-out', version: 1, text: 'Remove the background.' };

/** What each adapter must be able to be put into. */
export interface ModelFixture {
  readonly name: string;
  /** What the request's form and the answers are taken from, and when. */
  readonly reference: string;
  /** One that cuts out along the true outline of what it knows. */
  honest(known: Known): Promise<ImageModel>;
  /** One that never answers. */
  silent(): Promise<ImageModel>;
  /** One that has a fault which may pass. */
  faulty(): Promise<ImageModel>;
  /** One that was set up wrongly: no key, no package, no file of the right form. */
  wrong(): Promise<ImageModel>;
}

export function requestOf({ jpeg, photo }: Known & { jpeg: Buffer }, timeoutMs = 5000): ModelRequest {
  const { width, height } = photo;
  return { picture: { bytes: jpeg, contentType: 'image/jpeg', width, height }, prompt: PROMPT, timeoutMs };
}

/** Mean difference of an answer's opacity from the true one, in levels of 255, both at the photo's size. */
export async function offTruth(bytes: Buffer, { photo, truth }: Known): Promise<number> {
  const alpha = await sharp(bytes)
    .extractChannel('alpha')
    .resize(photo.width, photo.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return alpha.reduce((sum, value, at) => sum + Math.abs(value - (truth[at] ?? 0)), 0) / alpha.length;
}

/** What every image model keeps to, whoever makes it. */
export function describeImageModel(fixture: ModelFixture): void {
  describe(`the image model ${fixture.name} (${fixture.reference})`, () => {
    let known: Known & { jpeg: Buffer };
    beforeAll(async () => {
      known = await busyPhoto(1);
    });

    it('gives a picture whose alpha is the product’s outline, and says what it was charged', async () => {
      const model = await fixture.honest(known);
      const answer = await model.cutOut(requestOf(known));
      expect(await offTruth(answer.bytes, known)).toBeLessThan(4);
      expect(Number.isInteger(answer.costMicroUsd)).toBe(true);
      expect(answer.costMicroUsd).toBeGreaterThanOrEqual(0);
      expect(answer.costMicroUsd).toBeLessThanOrEqual(model.mostMicroUsd);
    });

    it('names its provider and its model, and what it takes', async () => {
      const model = await fixture.honest(known);
      expect(model.provider).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(model.model).not.toBe('');
      expect(model.limits.longestSide).toBeGreaterThanOrEqual(1024);
      expect(model.limits.maxBytes).toBeGreaterThanOrEqual(1_000_000);
    });

    it('gives up when the time is over, and says so', async () => {
      const model = await fixture.silent();
      const late = await model.cutOut(requestOf(known, 60)).catch((error: unknown) => error);
      expect(late).toMatchObject({ name: 'TransientError' });
      expect(isTimeout(late)).toBe(true);
    });

    it('throws TransientError for a fault that may pass, and that is no time-out', async () => {
      const model = await fixture.faulty();
      const fault = await model.cutOut(requestOf(known)).catch((error: unknown) => error);
      expect(fault).toMatchObject({ name: 'TransientError' });
      expect(isTimeout(fault)).toBe(false);
    });

    it('throws ConfigurationError, in both languages, for what an engineer has to put right', async () => {
      const model = await fixture.wrong();
      const wrong = await model.cutOut(requestOf(known)).catch((error: unknown) => error);
      expect(wrong).toMatchObject({
        name: 'ConfigurationError',
        text: { en: expect.stringMatching(/\w/), zh: expect.stringMatching(/\p{Script=Han}/u) },
      });
    });
  });
}
