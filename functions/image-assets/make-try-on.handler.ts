import type { Says } from '../commerce/says.ts';
import { defineTask, taskHandler } from '../platform/handlers/task-handler.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import { tryOnInputSchema } from './schemas.ts';

const noProvider: Says = {
  en: 'No try-on provider: the other files are made as usual.',
  zh: '没有试穿图服务商：其余文件照常生成。',
};

/** No connector makes try-on versions yet; the branch is there, and says so on the run and in `tryon.json`. */
export const task = defineTask({
  stage: 'TryOnVersion',
  input: tryOnInputSchema,
  async run(platform, { store, asset, cutout }) {
    const kept = { made: false, code: 'no-try-on-provider', says: noProvider, cutout };
    await platform.objects.put(assetFile(store, asset, assetFileNames.tryOn), JSON.stringify(kept, null, 2), {
      contentType: 'application/json',
    });
    return { output: { made: false }, stage: { note: noProvider } };
  },
});

export const handler = taskHandler(task);
