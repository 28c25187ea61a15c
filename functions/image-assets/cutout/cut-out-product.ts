import type { Says } from '../../commerce/says.ts';
import type { ImageProvider } from '../../connectors/image-model/connect-image-models.ts';
import { connectProvider } from '../../connectors/image-model/connect-provider.ts';
import { askImageModel, type Reply } from '../../platform/ai/ask-image-model.ts';
import { promptId } from '../../platform/ai/prompt.ts';
import { ConfigurationError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ImageModel } from '../../platform/ports/image-model.ts';
import type { RunReference } from '../../platform/runs/stages.ts';
import { assetFile } from '../asset-files.ts';
import { flattenOnWhite } from '../flatten-on-white.ts';
import { measureAnswer } from '../matting/measure-answer.ts';
import { cutOutPrompt } from '../prompts/cut-out@1.ts';
import type { Raster } from '../raster.ts';
import { type Matte, matteFromAlpha, removeBackground } from '../remove-background.ts';
import type { Asset } from '../schemas.ts';
import type { Attempt } from './attempt.ts';
import { encodeForModel } from './encode-for-model.ts';
import { readAnswer, unusableSays } from './read-answer.ts';

export interface CutOutJob {
  readonly reference: RunReference;
  readonly asset: Pick<Asset, 'sku' | 'asset'>;
  readonly photo: Raster;
  /** In the order of the setting. */
  readonly providers: readonly ImageProvider[];
  /** Below it a person looks at an accepted cut-out too, so the next provider is asked before. */
  readonly sureFromConfidence: number;
  readonly settingVersion: number;
}

/** Everything that was tried, and the best that came of it. */
export interface CutOut {
  /** What the matte belongs to: the photo, without the transparency that it may have come with. */
  readonly photo: Raster;
  readonly matte: Matte;
  readonly attempts: readonly Attempt[];
  /** What is wrong with a provider, for the operators. */
  readonly troubles: readonly Says[];
  /** Providers that asked us to wait, with what they said. */
  readonly told: ReadonlyMap<string, number>;
}

/**
 * All providers of one photo together. The function has 300 s: what is left over is for the matting before and the
 * encoding after.
 */
const ALL_PROVIDERS_MS = 240_000;
/** Less is not worth a call that may be charged. */
const LEAST_CALL_MS = 10_000;

/** One candidate for the best, in the order in which they came. */
interface Candidate {
  readonly matte: Matte;
  readonly isModels: boolean;
}

/** What one provider added. */
interface Step {
  readonly attempt: Attempt;
  readonly matte?: Matte;
  readonly trouble?: Says;
  readonly waitSeconds?: number;
}

/**
 * Cuts the product out: the rules first, then each provider in turn until one answer is sure enough. Each answer passes the
 * measurement of `measureAnswer`, and the pixels of the product stay the photo's, whoever drew the outline. Where nobody is
 * sure, the best is handed to the reviewer.
 */
export async function cutOutProduct(platform: Platform, job: CutOutJob): Promise<CutOut> {
  const { providers, sureFromConfidence } = job;
  const isSure = (matte: Matte) => matte.accepted && matte.confidence >= sureFromConfidence;
  const own = job.photo.channels === 4 ? matteFromAlpha(job.photo) : undefined;
  if (own?.accepted) {
    const attempt = measured('alpha', own.engine, { value: own, milliseconds: 0 }, 0, true);
    return { photo: job.photo, matte: own, attempts: [attempt], troubles: [], told: new Map() };
  }
  // An alpha channel that cuts nothing out, as programs write it into any PNG: a photo like others.
  const photo = own === undefined ? job.photo : flattenOnWhite(job.photo, { left: 0, top: 0, ...job.photo });
  const rules = await timed(platform, () => removeBackground(photo));
  const candidates: Candidate[] = [{ matte: rules.value, isModels: false }];
  const attempts: Attempt[] = [measured('rules', rules.value.engine, rules, 0, isSure(rules.value))];
  const troubles: Says[] = [];
  const told = new Map<string, number>();

  const endsAt = Date.parse(platform.clock.now()) + ALL_PROVIDERS_MS;
  for (const provider of isSure(rules.value) ? [] : providers) {
    const leftMs = endsAt - Date.parse(platform.clock.now());
    const step = await tryProvider(platform, { ...job, photo }, provider, leftMs, isSure);
    attempts.push(step.attempt);
    if (step.trouble !== undefined) troubles.push(step.trouble);
    if (step.waitSeconds !== undefined) told.set(provider.name, step.waitSeconds);
    if (step.matte === undefined) continue;
    candidates.push({ matte: step.matte, isModels: true });
    if (isSure(step.matte)) break;
  }
  return { photo, matte: best(candidates), attempts, troubles, told };
}

async function tryProvider(
  platform: Platform,
  job: CutOutJob,
  provider: ImageProvider,
  leftMs: number,
  isSure: (matte: Matte) => boolean,
): Promise<Step> {
  const failed = { provider: provider.name, milliseconds: 0, costMicroUsd: 0 };
  if (leftMs < LEAST_CALL_MS) {
    return { attempt: { ...failed, model: '', outcome: 'no-time' }, trouble: noTime(provider.name) };
  }
  const model = await connectProvider(platform, job.reference.store, provider);
  if (model instanceof ConfigurationError) {
    const attempt = { ...failed, model: '', outcome: 'not-connected', code: model.code } as const;
    return { attempt, trouble: model.text };
  }
  const reply = await ask(platform, job, model, Math.min(provider.timeoutMs, leftMs));
  return await judge(job, model, reply, isSure);
}

async function ask(
  platform: Platform,
  { reference, asset, photo, settingVersion }: CutOutJob,
  model: ImageModel,
  timeoutMs: number,
): Promise<Reply> {
  return await askImageModel(platform, {
    reference,
    workflow: 'image-assets',
    subject: asset.sku,
    task: 'cut-out',
    model,
    prompt: cutOutPrompt,
    picture: await encodeForModel(photo, model.limits),
    timeoutMs,
    place: (name) => assetFile(reference.store, asset, `answers/${name}`),
    isUsable: async (answer) => typeof (await readAnswer(answer, photo)) !== 'string',
    settingVersion,
  });
}

/** Turns what came of the call into an attempt, and measures what can be measured. */
async function judge(
  { photo }: CutOutJob,
  model: ImageModel,
  reply: Reply,
  isSure: (matte: Matte) => boolean,
): Promise<Step> {
  const asked = {
    provider: model.provider,
    model: model.model,
    ...(model.followsPrompt ? { prompt: promptId(cutOutPrompt) } : {}),
  };
  if (reply.kind === 'over-budget') {
    return {
      attempt: { ...asked, outcome: 'over-budget', milliseconds: 0, costMicroUsd: 0 },
      trouble: overBudget,
    };
  }
  if (reply.kind === 'trouble') {
    const { trouble: outcome, code, says, milliseconds, retryAfterSeconds } = reply;
    return {
      attempt: { ...asked, outcome, code, milliseconds, costMicroUsd: 0 },
      trouble: says,
      ...(retryAfterSeconds === undefined ? {} : { waitSeconds: retryAfterSeconds }),
    };
  }
  const { answer, milliseconds, costMicroUsd } = reply;
  const alpha = await readAnswer(answer, photo);
  if (typeof alpha === 'string') {
    return {
      attempt: { ...asked, outcome: 'unusable', code: alpha, milliseconds, costMicroUsd },
      trouble: unusable(model.provider, unusableSays[alpha]),
    };
  }
  const engine = `${model.provider}/${model.model}`;
  const matte = await measureAnswer(photo, alpha, engine);
  const value = { value: matte, milliseconds };
  return {
    matte,
    attempt: { ...measured(model.provider, model.model, value, costMicroUsd, isSure(matte)), ...asked },
  };
}

function measured(
  provider: string,
  model: string,
  { value, milliseconds }: { value: Matte; milliseconds: number },
  costMicroUsd: number,
  isSure: boolean,
): Attempt {
  const outcome = isSure ? 'accepted' : 'doubted';
  return { provider, model, outcome, milliseconds, costMicroUsd, confidence: value.confidence };
}

/**
 * The highest confidence. Where several have the same, which is 0 mostly, the one with the fewest doubts; then a model's
 * before the rules', which know nothing of things.
 */
function best(candidates: readonly Candidate[]): Matte {
  const sorted = candidates.toSorted(
    (a, b) =>
      b.matte.confidence - a.matte.confidence ||
      a.matte.reasons.length - b.matte.reasons.length ||
      Number(b.isModels) - Number(a.isModels),
  );
  const [first] = sorted;
  if (first === undefined) throw new Error('nothing was tried');
  return first.matte;
}

async function timed<T>(
  platform: Platform,
  work: () => Promise<T>,
): Promise<{ value: T; milliseconds: number }> {
  const startedAt = Date.parse(platform.clock.now());
  const value = await work();
  return { value, milliseconds: Date.parse(platform.clock.now()) - startedAt };
}

const overBudget: Says = {
  en: "Today's budget for AI is spent; the rules did the work. The setting ai holds the budget.",
  zh: '今日 AI 预算已用完，已改用规则处理。预算可在设置 ai 中调整。',
};

function noTime(provider: string): Says {
  return {
    en: `${provider} was not asked: the others had taken all of the time.`,
    zh: `未调用 ${provider}：其他服务已用完可用时间。`,
  };
}

function unusable(provider: string, what: Says): Says {
  return {
    en: `The answer of ${provider} cannot be used: ${what.en}.`,
    zh: `${provider} 的结果无法使用：${what.zh}。`,
  };
}
