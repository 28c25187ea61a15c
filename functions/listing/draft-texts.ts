import type { ListingTexts } from '../commerce/listings/listing.ts';
import type { ListingLocale, ProductFacts } from '../commerce/product/product-record.ts';
import type { ConnectedTextModel } from '../connectors/text-model/connect-text-models.ts';
import { askTextModel, type TextReply } from '../platform/ai/ask-text-model.ts';
import { promptId } from '../platform/ai/prompt.ts';
import type { TroubleFacts } from '../platform/ai/provider-health.ts';
import { ConfigurationError } from '../platform/errors.ts';
import type { Platform } from '../platform/platform.ts';
import type { RunReference } from '../platform/runs/stages.ts';
import { checkDraft, isDistrusted, withDraft } from './check-draft.ts';
import { type CategoryWords, composeTexts, rulesEngine } from './compose/compose-texts.ts';
import { draftData } from './draft-data.ts';
import { type ListingDraft, listingDraftSchema } from './draft-schema.ts';
import type { Drafted } from './drafted.ts';
import { draftListingPrompt } from './prompts/draft-listing@1.ts';

/** A title, eight points and twelve sentences are some 1,500 tokens in either language; a model may think before. */
const MOST_OUTPUT_TOKENS = 4000;

/** Less is not worth a call that may be charged. */
const LEAST_CALL_MS = 10_000;

export interface DraftJob {
  readonly reference: RunReference;
  readonly workflow: string;
  readonly record: ProductFacts;
  readonly category: CategoryWords | undefined;
  readonly locale: ListingLocale;
  /** As `connectTextModel` gives it; undefined: the shop wants none. */
  readonly connected: ConnectedTextModel | ConfigurationError | undefined;
  /** For everything that is asked for this language. */
  readonly leftMs: number;
  /** Whether a person will read what no attribute stands behind; else it is left out. */
  readonly keepsDoubtful: boolean;
}

export interface WrittenTexts {
  readonly texts: ListingTexts;
  readonly engine: string;
  /** Undefined: no model was to be asked. */
  readonly drafted?: Drafted;
  /** The service told us to come back. */
  readonly toldToWait?: TroubleFacts;
}

/**
 * The texts of one language: the model's where the shop has one and its draft holds, the rules' in every other case. Whatever a
 * model does, there are texts, and what became of asking is told.
 */
export async function draftTexts(platform: Platform, job: DraftJob): Promise<WrittenTexts> {
  const { record, category, locale, connected, leftMs } = job;
  const rules = composeTexts(record, category, locale);
  const byRules = (drafted?: Drafted): WrittenTexts => ({
    texts: rules,
    engine: rulesEngine,
    ...(drafted === undefined ? {} : { drafted }),
  });
  if (connected === undefined) return byRules();
  if (connected instanceof ConfigurationError) {
    return byRules({ ...notAsked('openai-text'), code: connected.code, says: instead(connected.text) });
  }
  const { provider, model } = connected.model;
  const notWritten = notAsked(`${provider}/${model}`);
  // The first answer may have to be sent back, so that there are two calls.
  const timeoutMs = Math.min(connected.timeoutMs, Math.floor(leftMs / 2));
  if (timeoutMs < LEAST_CALL_MS && timeoutMs < connected.timeoutMs) {
    return byRules({ ...notWritten, code: 'NoTimeLeft', says: noTime(provider) });
  }
  const reply = await ask(platform, job, connected, timeoutMs);
  const { answers, milliseconds, costMicroUsd } = reply;
  const asked: Drafted = { ...notWritten, answers, milliseconds, costMicroUsd };
  if (reply.kind === 'answered') {
    return judged(job, rules, reply.value, { ...asked, model: `${provider}/${reply.model}` });
  }
  if (reply.kind === 'over-budget') return byRules({ ...asked, outcome: 'over-budget', says: overBudget });
  if (reply.kind === 'unusable') {
    return byRules({ ...asked, outcome: 'unusable', code: reply.why, says: reply.says });
  }
  const written = byRules({ ...asked, code: reply.code, says: instead(reply.says) });
  return reply.trouble === 'rate-limited' ? { ...written, toldToWait: reply } : written;
}

async function ask(
  platform: Platform,
  { reference, workflow, record, locale }: DraftJob,
  { model, settingVersion }: ConnectedTextModel,
  timeoutMs: number,
): Promise<TextReply<ListingDraft>> {
  return await askTextModel(platform, {
    reference,
    workflow,
    subject: record.sku,
    task: 'draft-listing',
    model,
    prompt: draftListingPrompt,
    data: draftData(record, locale),
    schema: listingDraftSchema,
    mostOutputTokens: MOST_OUTPUT_TOKENS,
    timeoutMs,
    place: (name) => ({
      bucket: 'media',
      key: `${reference.store}/${record.sku}/listing/answers/${name}`,
    }),
    settingVersion,
  });
}

function judged(
  { record, category, locale, keepsDoubtful }: DraftJob,
  rules: ListingTexts,
  draft: ListingDraft,
  asked: Drafted,
): WrittenTexts {
  const checked = checkDraft(draft, record, category, { locale, keepsDoubtful });
  const leftOut = [...checked.leftOut];
  if (isDistrusted(checked)) {
    const drafted: Drafted = { ...asked, outcome: 'distrusted', leftOut, says: distrusted };
    return { texts: rules, engine: rulesEngine, drafted };
  }
  return {
    texts: withDraft(rules, checked),
    engine: `${asked.model}/${asked.prompt}`,
    drafted: { ...asked, outcome: 'written', leftOut, doubtful: [...checked.doubtful] },
  };
}

function notAsked(model: string): Drafted {
  return {
    outcome: 'trouble',
    model,
    prompt: promptId(draftListingPrompt),
    answers: 0,
    milliseconds: 0,
    costMicroUsd: 0,
    leftOut: [],
    doubtful: [],
  };
}

const overBudget = {
  en: "today's budget for AI is spent, so the rules wrote. The setting ai holds the budget.",
  zh: '今日 AI 预算已用完，已改由规则撰写。预算可在设置 ai 中调整。',
};

const distrusted = {
  en: 'most of what the model wrote had to be left out, so the rules wrote instead. Its draft is kept with the run.',
  zh: '模型所写的大部分内容不得使用，已改由规则撰写。模型草稿随本次运行保留。',
};

function noTime(provider: string) {
  return {
    en: `${provider} was not asked: another language had taken the time. The rules wrote instead.`,
    zh: `未调用 ${provider}：其他语言已用完可用时间，已改由规则撰写。`,
  };
}

function instead({ en, zh }: { readonly en: string; readonly zh: string }) {
  return { en: `${en} The rules wrote instead.`, zh: `${zh}已改由规则撰写。` };
}
