import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  createOnnxModel,
  type OnnxConnection,
  type OnnxRuntime,
} from '../../../functions/connectors/image-model/onnx.ts';
import { busyPhoto } from './busy-photo.ts';
import { describeImageModel, offTruth, requestOf } from './image-model-contract.ts';
import { brightnessModel } from './onnx-file.ts';
import type { Known } from './scripted-image-service.ts';

/** Elsewhere than beside the project: it is large, and no dependency. */
const packageName = process.env.STOREHAND_ONNXRUNTIME ?? 'onnxruntime-node';
const installed = await import(packageName).then(
  (loaded: OnnxRuntime & { default?: OnnxRuntime }) => loaded.default ?? loaded,
  () => undefined,
);

interface Scripted {
  readonly shape?: readonly (number | string)[];
  readonly answer: (pixels: Float32Array, dims: readonly number[]) => { dims: number[]; data: Float32Array };
  readonly delayMs?: number;
}

/** A runtime that calls a function of the test in place of a model. */
function scriptedRuntime({ shape, answer }: Scripted): OnnxRuntime {
  class Tensor {
    readonly data: Float32Array;
    readonly dims: readonly number[];
    constructor(_type: 'float32', data: Float32Array, dims: readonly number[]) {
      this.data = data;
      this.dims = dims;
    }
  }
  const session = {
    inputNames: ['picture'],
    outputNames: ['opacity'],
    ...(shape === undefined ? {} : { inputMetadata: [{ shape }] }),
    async run(feeds: Readonly<Record<string, unknown>>) {
      const { data, dims } = feeds.picture as Tensor;
      return { opacity: answer(data, dims) };
    },
  };
  return { InferenceSession: { create: async () => session }, Tensor };
}

const plain: OnnxConnection = {
  modelFile: 'u2net.onnx',
  side: 256,
  mean: [0, 0, 0],
  deviation: [1, 1, 1],
  readModel: async () => Buffer.from('a model'),
};
const withRuntime = (scripted: Scripted, over: Partial<OnnxConnection> = {}) =>
  createOnnxModel({ ...plain, loadRuntime: async () => scriptedRuntime(scripted), ...over });

const never = () => new Promise<never>(() => {});

/** Where the checks run it is installed: a skip there would be a check of nothing. */
const skipsRuntime = installed === undefined && process.env.STOREHAND_CI === undefined;

describeImageModel({
  name: 'onnx',
  reference: 'the types of onnxruntime-node 1.30.0, 2026-11-21',
  honest: async ({ photo, truth }: Known) => {
    const { width, height } = photo;
    const data = await sharp(truth, { raw: { width, height, channels: 1 } })
      .resize(320, 320, { fit: 'fill' })
      .extractChannel(0)
      .raw()
      .toBuffer();
    return withRuntime({
      shape: [1, 3, 320, 320],
      answer: () => ({ dims: [1, 1, 320, 320], data: Float32Array.from(data, (value) => value / 255) }),
    });
  },
  silent: async () => createOnnxModel({ ...plain, loadRuntime: never }),
  faulty: async () =>
    withRuntime({
      answer: () => {
        throw new Error('out of memory');
      },
    }),
  wrong: async () => withRuntime({ answer: () => ({ dims: [1, 1000], data: new Float32Array(1000) }) }),
});

describe('a model in ONNX', () => {
  const request = async () => requestOf(await busyPhoto(1, 210, 180));

  it('is given the size that it names, else that of the setting, as normalised planes', async () => {
    const seen: { dims: readonly number[]; first: number }[] = [];
    const answer: Scripted['answer'] = (data, dims) => {
      seen.push({ dims, first: data[0] ?? Number.NaN });
      return { dims: [1, 1, 2, 2], data: Float32Array.of(0, 1, 1, 0) };
    };
    const white = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    const sent = { ...(await request()), picture: { ...(await request()).picture, bytes: white } };
    await withRuntime({ shape: [1, 3, 96, 64], answer }).cutOut(sent);
    const normalised = { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] } as const;
    await withRuntime({ shape: ['n', 3, 'h', 'w'], answer }, normalised).cutOut(sent);
    expect(seen).toEqual([
      { dims: [1, 3, 96, 64], first: 1 },
      { dims: [1, 3, 256, 256], first: 2 },
    ]);
  });

  it.each([
    ['shares', [0, 0.5, 1, 0.25], [0, 128, 255, 64]],
    ['logits', [-10, 0, 10, -2], [0, 128, 255, 30]],
  ])('may answer in %s', async (_, values, opacity) => {
    const answer = () => ({ dims: [1, 2, 2], data: Float32Array.from(values) });
    const { bytes, costMicroUsd } = await withRuntime({ answer }).cutOut(await request());
    expect(costMicroUsd).toBe(0);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect(Array.from({ length: 4 }, (_value, at) => data[(at + 1) * info.channels - 1])).toEqual(opacity);
  });

  it('is not asked where the runtime is not installed, and says what to do', async () => {
    // The package stands nowhere near the project: nobody depends on it.
    const model = createOnnxModel({ ...plain, modelFile: 'nowhere.onnx' });
    await expect(model.cutOut(await request())).rejects.toMatchObject({
      name: 'ConfigurationError',
      code: 'OnnxRuntimeMissing',
      text: {
        en: expect.stringContaining('onnxruntime-node'),
        zh: expect.stringContaining('onnxruntime-node'),
      },
    });
  });

  it.skipIf(skipsRuntime)(
    'runs in the real runtime (needs onnxruntime-node, or its path in STOREHAND_ONNXRUNTIME)',
    async () => {
      if (installed === undefined) throw new Error('onnxruntime-node is not installed');
      const dark = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#101010' } })
        .composite([
          {
            input: await sharp({ create: { width: 20, height: 20, channels: 3, background: '#f0f0f0' } })
              .png()
              .toBuffer(),
            left: 0,
            top: 0,
          },
        ])
        .png()
        .toBuffer();
      const bright = Buffer.from(Array.from({ length: 800 }, (_, at) => (at % 40 < 20 ? 240 : 16)));
      for (const side of [64, undefined]) {
        const model = createOnnxModel({
          ...plain,
          readModel: async () => brightnessModel(side),
          loadRuntime: async () => installed,
        });
        const sent = await request();
        const { bytes } = await model.cutOut({ ...sent, picture: { ...sent.picture, bytes: dark } });
        const known = { photo: { width: 40, height: 20, channels: 3, data: dark }, truth: bright } as const;
        expect(await offTruth(bytes, known)).toBeLessThan(6);
      }
    },
  );

  it.skipIf(skipsRuntime)(
    'that is none is refused by the real runtime with its own words (needs onnxruntime-node)',
    async () => {
      if (installed === undefined) throw new Error('onnxruntime-node is not installed');
      const model = createOnnxModel({ ...plain, loadRuntime: async () => installed });
      await expect(model.cutOut(await request())).rejects.toMatchObject({ code: 'OnnxModelUnusable' });
    },
  );
});
