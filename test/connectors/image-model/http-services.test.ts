import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpenAiModel } from '../../../functions/connectors/image-model/openai.ts';
import { createRemoveBgModel } from '../../../functions/connectors/image-model/remove-bg.ts';
import { isTimeout } from '../../../functions/platform/ai/model-trouble.ts';
import type { ImageModel } from '../../../functions/platform/ports/image-model.ts';
import { busyPhoto } from './busy-photo.ts';
import { describeImageModel, offTruth, PROMPT, requestOf } from './image-model-contract.ts';
import { type Behaviour, type Known, ScriptedImageService } from './scripted-image-service.ts';

const KEY = 'sk-a-secret-key';
const service = new ScriptedImageService();
beforeAll(() => service.start());
afterAll(() => service.stop());

interface Style {
  readonly name: string;
  readonly reference: string;
  make(over?: {
    key?: undefined;
    baseUrl?: string;
    allowPrivateNetwork?: boolean;
    model?: string;
  }): ImageModel;
  /** Charged for each picture. */
  readonly cost: number;
}

const styles: readonly Style[] = [
  {
    name: 'openai',
    reference: 'the reference at developers.openai.com and the types of openai 7.57.0, 2026-11-21',
    make: (over) =>
      createOpenAiModel({
        service: 'OpenAI',
        baseUrl: `${service.origin}/v1/`,
        allowPrivateNetwork: true,
        key: KEY,
        model: 'gpt-image-2.5-sunburst',
        quality: 'medium',
        microUsdPerPicture: null,
        ...over,
      }),
    // 300 tokens of text at USD 5 a million, 1,000 of pictures in at 8, 1,056 out at 30.
    cost: 1500 + 8000 + 31_680,
  },
  {
    name: 'remove-bg',
    reference: 'the OpenAPI description 1.0 in the directory of APIs.guru, 2026-11-21',
    make: (over) =>
      createRemoveBgModel({
        service: 'remove.bg',
        baseUrl: `${service.origin}/v1.0`,
        allowPrivateNetwork: true,
        key: KEY,
        microUsdPerCredit: 200_000,
        ...over,
      }),
    cost: 200_000,
  },
];

const doing = async (style: Style, ...script: Behaviour[]): Promise<ImageModel> => {
  service.does(...script);
  return style.make();
};

for (const style of styles) {
  describeImageModel({
    name: style.name,
    reference: `${style.reference}; never run against the vendor`,
    honest: async (known) => {
      service.knows(known);
      return await doing(style, 'honest');
    },
    silent: () => doing(style, 'silent'),
    faulty: () => doing(style, { status: 503 }),
    wrong: () => doing(style, { status: 401 }),
  });

  describe(`the service ${style.name}`, () => {
    let known: Known & { jpeg: Buffer };
    beforeAll(async () => {
      known = await busyPhoto(2);
      service.knows(known);
    });
    const caught = async (...script: Behaviour[]) => {
      const model = await doing(style, ...script);
      return await model.cutOut(requestOf(known)).catch((error: unknown) => error);
    };

    const refusals: [Exclude<Behaviour, string>, string, string][] = [
      [{ status: 402 }, 'ConfigurationError', 'ModelServiceNoCredit'],
      [{ status: 429, code: 'insufficient_quota' }, 'ConfigurationError', 'ModelServiceNoCredit'],
      [{ status: 400, code: 'billing_hard_limit_reached' }, 'ConfigurationError', 'ModelServiceNoCredit'],
      [{ status: 401 }, 'ConfigurationError', 'ModelServiceKeyRefused'],
      [{ status: 403 }, 'ConfigurationError', 'ModelServiceKeyRefused'],
      [{ status: 404 }, 'ConfigurationError', 'ModelServiceNotThere'],
      [{ status: 302, headers: { location: '/elsewhere' } }, 'ConfigurationError', 'ModelServiceNotThere'],
      [{ status: 400, code: 'unknown_foreground' }, 'InvalidInputError', 'ModelServiceRefusedInput'],
      [{ status: 413 }, 'InvalidInputError', 'ModelServiceRefusedInput'],
      [{ status: 500 }, 'TransientError', 'ModelServiceFault'],
      [{ status: 408 }, 'TransientError', 'ModelServiceFault'],
    ];
    for (const [behaviour, name, code] of refusals) {
      it(`throws ${name} ${code} for ${JSON.stringify(behaviour)}, asks once, and keeps its key to itself`, async () => {
        const error = await caught(behaviour);
        expect(error).toMatchObject({ name, code });
        expect(JSON.stringify(error)).not.toContain(KEY);
        expect(String(error)).not.toContain(KEY);
        expect(service.received).toHaveLength(1);
      });
    }

    it('repeats the service’s own words about a picture that it does not take', async () => {
      expect(await caught({ status: 400 })).toMatchObject({
        text: { en: expect.stringContaining('the service’s own words') },
      });
    });

    it.each([
      [{ 'retry-after': '7' }, 7],
      [{ 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT', date: 'Sat, 21 Nov 2026 10:00:00 GMT' }, 30],
      [{}, 60],
    ])('waits as long as %j says', async (headers, seconds) => {
      expect(await caught({ status: 429, headers })).toMatchObject({
        name: 'RateLimitedError',
        retryAfterSeconds: seconds,
      });
    });

    it.each(['html', 'break'] as const)('takes %s for a fault, not for an answer', async (behaviour) => {
      const error = await caught(behaviour);
      expect(error).toMatchObject({ name: 'TransientError', code: 'ModelServiceFault' });
      expect(isTimeout(error)).toBe(false);
    });

    it.each(['junk', 'no-alpha', 'all-transparent', 'another-size'] as const)(
      'hands on %s as it came, and what it cost',
      async (behaviour) => {
        const model = await doing(style, behaviour);
        const answer = await model.cutOut(requestOf(known));
        expect(answer.bytes.length).toBeGreaterThan(0);
        expect(answer.costMicroUsd).toBe(style.cost);
      },
    );

    it('goes to a private address only where the setting says so', async () => {
      const model = style.make({ allowPrivateNetwork: false });
      service.does('honest');
      await expect(model.cutOut(requestOf(known))).rejects.toMatchObject({
        name: 'ConfigurationError',
        code: 'ModelServiceAddressRefused',
        text: { en: expect.stringContaining('allowPrivateNetwork') },
      });
      const metadata = style.make({ baseUrl: 'http://169.254.169.254/latest' });
      await expect(metadata.cutOut(requestOf(known))).rejects.toMatchObject({ name: 'ConfigurationError' });
      expect(service.received).toEqual([]);
    });
  });
}

describe('what is sent', () => {
  let known: Known & { jpeg: Buffer };
  beforeAll(async () => {
    known = await busyPhoto(3, 600, 200);
    service.knows(known);
  });
  const sent = () => {
    const [request] = service.received;
    if (request === undefined) throw new Error('nothing was sent');
    return request;
  };

  it('is what remove.bg’s reference asks for: the file, its kind, a PNG with alpha, the key in its header', async () => {
    service.does('honest');
    await styles[1]?.make().cutOut(requestOf(known));
    const { path, fields, headers, picture } = sent();
    expect(path).toBe('/v1.0/removebg');
    expect(fields).toEqual({ size: 'auto', type: 'product', format: 'png', channels: 'rgba' });
    expect(headers['x-api-key']).toBe(KEY);
    expect(picture.equals(known.jpeg)).toBe(true);
  });

  it('has no key where the server asks for none', async () => {
    service.does('honest');
    await styles[1]?.make({ key: undefined }).cutOut(requestOf(known));
    expect(sent().headers['x-api-key']).toBeUndefined();
  });

  it('is what OpenAI’s reference asks for: model, prompt, one PNG out of the size of the picture in, a transparent background', async () => {
    service.does('honest');
    const answer = await styles[0]?.make().cutOut(requestOf(known));
    const { path, fields, headers, picture } = sent();
    expect(path).toBe('/v1/images/edits');
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(fields).toMatchObject({
      model: 'gpt-image-2.5-sunburst',
      prompt: PROMPT.text,
      background: 'transparent',
      output_format: 'png',
      quality: 'medium',
      n: '1',
    });
    const { width = 0, height = 0 } = await sharp(picture).metadata();
    expect(fields.size).toBe(`${width}x${height}`);
    expect([width % 16, height % 16]).toEqual([0, 0]);
    // A third of a per cent is stretched away, so the answer is the whole picture.
    expect(Math.abs(width / height / 3 - 1)).toBeLessThan(0.01);
    expect(answer?.frame).toBeUndefined();
  });

  it('is set into the nearest of three sizes for models that know only those, and found again in the answer', async () => {
    service.does('honest');
    const answer = await styles[0]?.make({ model: 'gpt-image-1.5' }).cutOut(requestOf(known));
    expect(sent().fields).toMatchObject({ size: '1536x1024', input_fidelity: 'high' });
    expect(answer?.frame).toMatchObject({ left: 0, width: 1, height: 0.5 });
    const { width = 0, height = 0 } = await sharp(answer?.bytes).metadata();
    const { frame } = answer ?? {};
    if (answer === undefined || frame === undefined) throw new Error('there is no frame');
    const inside = await sharp(answer.bytes)
      .extract({
        left: Math.round(frame.left * width),
        top: Math.round(frame.top * height),
        width: Math.round(frame.width * width),
        height: Math.round(frame.height * height),
      })
      .png()
      .toBuffer();
    expect(await offTruth(inside, known)).toBeLessThan(4);
  });

  it('asks for an opaque picture when one is to be edited', async () => {
    service.does('no-alpha');
    const model = styles[0]?.make();
    const prompt = { name: 'lifestyle-scene', version: 1, text: 'On a table.' };
    const answer = await model?.edit?.({ ...requestOf(known), prompt });
    expect(sent().fields).toMatchObject({ background: 'opaque', prompt: 'On a table.' });
    expect(answer?.costMicroUsd).toBe(styles[0]?.cost);
  });
});

describe('what is charged', () => {
  it('is the credits that the service names, or one where it names none', async () => {
    const known = await busyPhoto(4);
    service.knows(known);
    service.does('honest');
    const make = (microUsdPerCredit: number) =>
      createRemoveBgModel({
        service: 'own',
        baseUrl: `${service.origin}/v1.0`,
        allowPrivateNetwork: true,
        key: undefined,
        microUsdPerCredit,
      });
    expect(await make(0).cutOut(requestOf(known))).toMatchObject({ costMicroUsd: 0 });
    expect(await make(90_000).cutOut(requestOf(known))).toMatchObject({ costMicroUsd: 90_000 });
  });
});
