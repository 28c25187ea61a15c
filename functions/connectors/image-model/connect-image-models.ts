import type { AiSetting } from '../../platform/ai/ai-setting.ts';
import type { ImageModel } from '../../platform/ports/image-model.ts';
import { createOnnxModel } from './onnx.ts';
import { createOpenAiModel } from './openai.ts';
import { createRemoveBgModel } from './remove-bg.ts';

/** What the adapters need from around them. */
export interface ImageModelSurroundings {
  /** The text of a secret by its name. @throws ConfigurationError when there is none */
  readonly readSecret: (name: string) => Promise<string>;
  /** The operator's model file. @throws InvalidInputError when there is none */
  readonly readModel: (modelFile: string) => Promise<Buffer>;
}

/** A provider that the setting names, not reached for yet: its key is read when its turn comes. */
export interface ImageProvider {
  readonly name: string;
  readonly timeoutMs: number;
  /** @throws ConfigurationError when its key is missing */
  connect(): Promise<ImageModel>;
}

type Connect = (setting: AiSetting, surroundings: ImageModelSurroundings) => Promise<ImageModel>;

const connectors: Readonly<Record<'openai' | 'remove-bg' | 'onnx', Connect>> = {
  openai: async ({ openai }, { readSecret }) => {
    const { secretName, ...address } = openai;
    return createOpenAiModel({ service: 'OpenAI', key: await keyOf(secretName, readSecret), ...address });
  },
  'remove-bg': async ({ 'remove-bg': removeBg }, { readSecret }) => {
    const { secretName, ...address } = removeBg;
    return createRemoveBgModel({
      service: new URL(removeBg.baseUrl).host,
      key: await keyOf(secretName, readSecret),
      ...address,
    });
  },
  onnx: async ({ onnx }, { readModel }) =>
    createOnnxModel({ ...onnx, readModel: () => readModel(onnx.modelFile) }),
};

/** The image models of a shop in the order of its setting; names of other kinds of models are passed over. */
export function imageProviders(
  setting: AiSetting,
  surroundings: ImageModelSurroundings,
): readonly ImageProvider[] {
  return setting.providers.flatMap((name) => {
    if (name !== 'openai' && name !== 'remove-bg' && name !== 'onnx') return [];
    return {
      name,
      timeoutMs: setting[name].timeoutSeconds * 1000,
      connect: () => connectors[name](setting, surroundings),
    };
  });
}

async function keyOf(
  secretName: string,
  readSecret: ImageModelSurroundings['readSecret'],
): Promise<string | undefined> {
  return secretName === '' ? undefined : (await readSecret(secretName)).trim();
}
