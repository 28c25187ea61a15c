import { readFileSync, writeFileSync } from 'node:fs';
import { createOpenAiTextModel } from '../../functions/connectors/text-model/openai-text.ts';
import { listPrices } from '../../functions/connectors/text-model/openai-text-prices.ts';
import { draftListingPrompt } from '../../functions/listing/prompts/draft-listing@1.ts';
import { promptId, promptSha256 } from '../../functions/platform/ai/prompt.ts';
import { ScriptedTextService } from '../connectors/text-model/scripted-text-service.ts';
import { type EvalRule, evalRules, failedRules } from './judge-draft.ts';
import { honestDraft, runEval } from './run-eval.ts';

/**
 * `npm run eval`: the newest prompt against a scripted service, or, with STOREHAND_EVAL_KEY in the environment, against a real
 * one (STOREHAND_EVAL_BASE_URL, STOREHAND_EVAL_MODEL). With `--record` a pass is written into `releases.json`, without which a
 * test refuses the prompt. Ends with 1 where a rule holds too seldom.
 */
const prompts = [draftListingPrompt];
const records = new URL('releases.json', import.meta.url);
const {
  STOREHAND_EVAL_KEY: key,
  STOREHAND_EVAL_BASE_URL: realUrl,
  STOREHAND_EVAL_MODEL: realModel,
} = process.env;
const service = new ScriptedTextService(honestDraft);
await service.start();
try {
  for (const prompt of prompts) {
    const name = key === undefined ? 'scripted' : (realModel ?? 'gpt-6-luna');
    const model = createOpenAiTextModel({
      service: 'eval',
      baseUrl: key === undefined ? service.baseUrl : (realUrl ?? 'https://api.openai.com/v1'),
      allowPrivateNetwork: key === undefined,
      key,
      model: name,
      structure: 'json-schema',
      prices: listPrices(name),
    });
    const { counts, costMicroUsd, troubles } = await runEval(model, prompt);
    const failed = failedRules(counts);
    const usd = key === undefined ? 'no money' : `${(costMicroUsd / 1e6).toFixed(4)} USD`;
    console.log(`${promptId(prompt)} with ${name}, ${usd}`);
    for (const rule of Object.keys(evalRules) as EvalRule[]) {
      const { held, of } = counts[rule];
      const share = of === 0 ? '-' : `${((100 * held) / of).toFixed(1)} %`;
      const verdict = failed.includes(rule) ? 'FAILS' : 'holds';
      console.log(
        `  ${rule.padEnd(12)} ${share.padStart(8)} (${held}/${of}), at least ${100 * evalRules[rule]} %: ${verdict}`,
      );
    }
    for (const trouble of troubles) console.log(`  ${trouble}`);
    if (failed.length > 0) process.exitCode = 1;
    else if (process.argv.includes('--record')) {
      const kept = JSON.parse(readFileSync(records, 'utf8')) as { sha256: string; model: string }[];
      const sha256 = promptSha256(prompt);
      const record = {
        prompt: promptId(prompt),
        sha256,
        model: name,
        day: new Date().toISOString().slice(0, 10),
        counts,
      };
      const others = kept.filter((one) => one.sha256 !== sha256 || one.model !== name);
      writeFileSync(records, `${JSON.stringify([...others, record], null, 2)}\n`);
    }
  }
} finally {
  await service.stop();
}
