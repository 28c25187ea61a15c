import { draftData } from '../../functions/listing/draft-data.ts';
import { listingDraftSchema } from '../../functions/listing/draft-schema.ts';
import { askTextModel } from '../../functions/platform/ai/ask-text-model.ts';
import type { Prompt } from '../../functions/platform/ai/prompt.ts';
import type { TextModel } from '../../functions/platform/ports/text-model.ts';
import type { ReceivedChat } from '../connectors/text-model/scripted-text-service.ts';
import { createMemoryPlatform } from '../platform/memory/memory-platform.ts';
import { set } from '../platform/runs/run-fixtures.ts';
import { evalProducts } from './eval-products.ts';
import { addCounts, type EvalCounts, judgeReply } from './judge-draft.ts';

/** Asks a model for the fixed products in both languages, as a run would, and counts what holds. */
export async function runEval(
  model: TextModel,
  prompt: Prompt,
): Promise<{ counts: EvalCounts; costMicroUsd: number; troubles: readonly string[] }> {
  const platform = createMemoryPlatform();
  // The whole set must fit in: a hundred dollars.
  const dailyBudget = { amountMinor: 10_000, currency: 'USD' } as const;
  await set(platform, 'ai', { providers: ['openai-text'], dailyBudget });
  const all: EvalCounts[] = [];
  const troubles: string[] = [];
  let costMicroUsd = 0;
  for (const product of evalProducts) {
    for (const locale of ['en', 'zh-CN'] as const) {
      const reply = await askTextModel(platform, {
        reference: { store: 'eval', run: `${product.sku}-${locale}`, attempt: 1 },
        workflow: 'listing',
        subject: product.sku,
        task: 'draft-listing',
        model,
        prompt,
        data: draftData(product, locale),
        schema: listingDraftSchema,
        mostOutputTokens: 4000,
        timeoutMs: 60_000,
        place: (name) => ({ bucket: 'media', key: `eval/${product.sku}/answers/${name}` }),
        settingVersion: 1,
      });
      costMicroUsd += reply.costMicroUsd;
      if (reply.kind === 'trouble' || reply.kind === 'unusable')
        troubles.push(`${product.sku} ${locale}: ${reply.says.en}`);
      all.push(judgeReply(product, locale, reply));
    }
  }
  return { counts: addCounts(all), costMicroUsd, troubles };
}

/** What an honest, dull model writes: one sentence for each attribute that it was told of. */
export function honestDraft({ body }: ReceivedChat): unknown {
  const data = body.messages[1]?.content ?? '';
  const isChinese = data.includes('language: zh-CN');
  const lines = (/ attributes\]\n([\s\S]*?)\n\[\//.exec(data)?.[1] ?? '')
    .split('\n')
    .map((line) => line.split(' | '));
  const product = evalProducts.find(({ title }) =>
    lines.some(([id, , value]) => id === 'title' && Object.values(title).includes(value ?? '')),
  );
  const sentence = ([id = '', name = '', value = '']: string[]) => ({
    text: isChinese ? `${name}：${value}。` : `${name}: ${value}.`,
    from: [id],
  });
  const facts = lines.filter(([id]) => id !== 'title').map(sentence);
  const title = {
    text: product?.title[isChinese ? 'zh-CN' : 'en'] ?? (isChinese ? '商品' : 'Product'),
    from: ['title'],
  };
  const plain = { text: isChinese ? '商品说明。' : 'Product details.', from: [] };
  return {
    title,
    bullets: facts.length === 0 ? [plain] : facts.slice(0, 6),
    description: [plain, ...facts].slice(0, 8),
  };
}
