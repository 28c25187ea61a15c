import sharp from 'sharp';
import { ConfigurationError } from '../../platform/errors.ts';
import type { ImageModel, ModelAnswer, ModelRequest } from '../../platform/ports/image-model.ts';
import { serviceFault, timedOut } from '../model-service/service-errors.ts';

/** As much of `onnxruntime-node` as is used; the package need not be there, so neither are its types. */
export interface OnnxRuntime {
  readonly InferenceSession: { create(model: Uint8Array): Promise<OnnxSession> };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown;
}

export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Since 1.21: the shape of each input; a dimension that may be anything is a name. */
  readonly inputMetadata?: readonly { readonly shape?: readonly (number | string)[] }[];
  run(feeds: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, OnnxOutput>>>;
}

interface OnnxOutput {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface OnnxConnection {
  readonly modelFile: string;
  /** Pixels; only for models that take any size. */
  readonly side: number;
  /** Of the colour channels, in shares of 255. */
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
  /** @throws InvalidInputError when there is no such file */
  readonly readModel: () => Promise<Buffer>;
  /** For tests; left out: `onnxruntime-node`. */
  readonly loadRuntime?: () => Promise<OnnxRuntime>;
}

const service = 'ONNX';

/**
 * A segmentation model of the operator's own, in ONNX: one picture in (`1×3×H×W`), the product's opacity out (`1×1×H×W` or
 * `1×H×W`, as shares or as logits). U²-Net, IS-Net and BiRefNet are of this form. It runs in this process, costs nothing, and
 * nothing leaves for anybody. Models work in 320 to 1024 pixels: the outline of a large photo is scaled up from that.
 *
 * A run cannot be broken off: after a time-out it goes on to its end behind our back.
 */
export function createOnnxModel(connection: OnnxConnection): ImageModel {
  return {
    provider: 'onnx',
    model: connection.modelFile,
    followsPrompt: false,
    limits: { longestSide: 2048, maxBytes: 30_000_000 },
    mostMicroUsd: 0,
    async cutOut({ picture, timeoutMs }: ModelRequest): Promise<ModelAnswer> {
      const bytes = await within(timeoutMs, segment(connection, picture.bytes));
      return { bytes, costMicroUsd: 0 };
    },
  };
}

async function segment(connection: OnnxConnection, picture: Buffer): Promise<Buffer> {
  const { runtime, session } = await sessionOf(connection);
  const [input] = session.inputNames;
  const [output] = session.outputNames;
  if (input === undefined || output === undefined) throw notOfTheForm(connection, 'no input or no output');
  const { width, height } = inputSize(session, connection.side);
  const pixels = await sharp(picture)
    .removeAlpha()
    .toColourspace('srgb')
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
  const planes = toPlanes(pixels, width * height, connection);
  const fed = { [input]: new runtime.Tensor('float32', planes, [1, 3, height, width]) };
  const answer = await session.run(fed).catch((error: unknown) => {
    throw serviceFault(service, error instanceof Error ? error.message.slice(0, 200) : 'a failed run', error);
  });
  const made = answer[output];
  const [wide = 0, high = 0] = [made?.dims.at(-1), made?.dims.at(-2)];
  // Two dimensions are a list of classes, more than one plane are classes too.
  if (made === undefined || made.dims.length < 3 || wide === 0 || made.data.length !== wide * high) {
    throw notOfTheForm(connection, `an output of ${made?.dims.join('×') ?? 'nothing'}`);
  }
  return await sharp(toOpacity(made.data), { raw: { width: wide, height: high, channels: 2 } })
    .png()
    .toBuffer();
}

/** By the model's file: reading and building takes a second or more, and a container does many photos. */
const sessions = new Map<string, Promise<{ runtime: OnnxRuntime; session: OnnxSession }>>();

async function sessionOf(
  connection: OnnxConnection,
): Promise<{ runtime: OnnxRuntime; session: OnnxSession }> {
  const { modelFile, readModel, loadRuntime } = connection;
  if (loadRuntime !== undefined) return await open(connection, loadRuntime, readModel);
  const kept = sessions.get(modelFile) ?? open(connection, loadOnnxRuntime, readModel);
  sessions.set(modelFile, kept);
  // A file that is put right is read again.
  kept.catch(() => sessions.delete(modelFile));
  return await kept;
}

async function open(
  connection: OnnxConnection,
  loadRuntime: () => Promise<OnnxRuntime>,
  readModel: () => Promise<Buffer>,
): Promise<{ runtime: OnnxRuntime; session: OnnxSession }> {
  const runtime = await loadRuntime();
  const model = await readModel();
  const session = await runtime.InferenceSession.create(model).catch((error: unknown) => {
    throw notOfTheForm(connection, error instanceof Error ? error.message.slice(0, 200) : 'unreadable');
  });
  return { runtime, session };
}

/** @throws ConfigurationError `OnnxRuntimeMissing` */
async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  // Not a literal: neither the compiler nor the bundler shall ask for a package that hardly anybody installs.
  const name: string = 'onnxruntime-node';
  try {
    const loaded = (await import(name)) as OnnxRuntime & { default?: OnnxRuntime };
    return loaded.default ?? loaded;
  } catch (error) {
    throw new ConfigurationError(
      'OnnxRuntimeMissing',
      {
        en: 'The package onnxruntime-node is not installed, so models in ONNX are not asked. Install it, or take onnx out of the setting ai.',
        zh: '未安装 onnxruntime-node，无法使用 ONNX 模型。请安装该软件包，或在设置 ai 中移除 onnx。',
      },
      error,
    );
  }
}

function inputSize(session: OnnxSession, side: number): { width: number; height: number } {
  const shape = session.inputMetadata?.[0]?.shape ?? [];
  const fixed = (dimension: number | string | undefined) =>
    typeof dimension === 'number' && dimension > 0 ? dimension : side;
  return { width: fixed(shape[3]), height: fixed(shape[2]) };
}

/** RGB, pixel by pixel, to one normalised plane a channel. */
function toPlanes(pixels: Buffer, count: number, { mean, deviation }: OnnxConnection): Float32Array {
  const planes = new Float32Array(3 * count);
  for (const channel of [0, 1, 2] as const) {
    for (let at = 0; at < count; at += 1) {
      planes[channel * count + at] =
        ((pixels[at * 3 + channel] as number) / 255 - mean[channel]) / deviation[channel];
    }
  }
  return planes;
}

/** Black with alpha. What leaves 0 … 1 by more than rounding are logits. */
function toOpacity(values: Float32Array): Buffer {
  const isLogit = values.some((value) => value < -0.01 || value > 1.01);
  const pixels = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => {
    const share = isLogit ? 1 / (1 + Math.exp(-value)) : value;
    pixels[at * 2 + 1] = Math.round(255 * Math.min(1, Math.max(0, share)));
  });
  return pixels;
}

function notOfTheForm({ modelFile }: OnnxConnection, what: string): ConfigurationError {
  return new ConfigurationError('OnnxModelUnusable', {
    en: `The model ${modelFile} is not one that tells a product from its background (${what}). Supply another file.`,
    zh: `模型 ${modelFile} 不是可用的抠图模型（${what}），请更换文件。`,
  });
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut(service, timeoutMs)), timeoutMs);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
