import type {
  ChatCompletion,
  ChatCompletionCreateParamsNonStreaming,
} from 'openai/resources/chat/completions';
import * as z from 'zod';
import type { TextAnswer, TextModel, TextRequest, TokensUsed } from '../../platform/ports/text-model.ts';
import { callOpenAi, type OpenAiAddress } from '../model-service/openai-client.ts';
import { serviceFault } from '../model-service/service-errors.ts';
import { costOfTokens, type TextPrices } from './openai-text-prices.ts';

export interface OpenAiTextConnection extends OpenAiAddress {
  readonly model: string;
  /**
   * - `json-schema`: the service holds the answer to the schema itself
   * - `json-object`: it only promises JSON; the schema is told in words
   */
  readonly structure: 'json-schema' | 'json-object';
  readonly prices: TextPrices;
}

/** An answer of 8,000 tokens is some 40 kB; what is larger is none that was asked for. */
const LARGEST_ANSWER_BYTES = 2_000_000;

/** Models that think before they write, take the newer name of the token limit, and are OpenAI's own. */
const isThinkingModel = /^(gpt-[5-9]|o\d)/;

/** What is added around the texts of a request: names of roles, borders of messages, the frame of the schema. */
const FRAME_TOKENS = 200;

/** Services that speak the API differ in what they leave out, so nothing of it is taken on trust. */
const completionSchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.number().nonnegative(),
      completion_tokens: z.number().nonnegative(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nonnegative().nullish() }).nullish(),
    })
    .nullish(),
});

/**
 * OpenAI's Chat Completions API with structured output, and whatever speaks it under another base URL. Chat Completions and not
 * Responses, because that is what the compatible services have.
 *
 * Reference: https://developers.openai.com/api/docs/guides/structured-outputs and the types of the `openai` package 7.57.0, read
 * 2026-11-22. Never run against the vendor.
 */
export function createOpenAiTextModel(connection: OpenAiTextConnection): TextModel {
  const { model, prices } = connection;
  return {
    provider: 'openai-text',
    model,
    mostMicroUsd: (request) => costOfTokens(prices, mostTokens(connection, request)),
    ask: (request) => ask(connection, request),
  };
}

/** No tokenizer makes more tokens than there are bytes. */
function mostTokens(connection: OpenAiTextConnection, request: TextRequest): TokensUsed {
  const sent = Buffer.byteLength(JSON.stringify(paramsFor(connection, request)));
  return { input: sent + FRAME_TOKENS, cachedInput: 0, output: request.mostOutputTokens };
}

async function ask(connection: OpenAiTextConnection, request: TextRequest): Promise<TextAnswer> {
  const limits = { timeoutMs: request.timeoutMs, maxBytes: LARGEST_ANSWER_BYTES };
  const params = paramsFor(connection, request);
  const answer = await callOpenAi(
    connection,
    limits,
    async (client): Promise<ChatCompletion> => await client.chat.completions.create(params),
  );
  const parsed = completionSchema.safeParse(answer);
  // A proxy's page, or nothing, under the status of success.
  if (!parsed.success) throw serviceFault(connection.service, 'it sends no chat completion');
  return read(connection, request, parsed.data);
}

function read(
  connection: OpenAiTextConnection,
  request: TextRequest,
  { choices, usage, model }: z.output<typeof completionSchema>,
): TextAnswer {
  const [choice] = choices;
  const { content, refusal } = choice?.message ?? {};
  const tokens =
    usage === null || usage === undefined
      ? undefined
      : {
          input: usage.prompt_tokens,
          cachedInput: usage.prompt_tokens_details?.cached_tokens ?? 0,
          output: usage.completion_tokens,
        };
  const isRefused = typeof refusal === 'string' || choice?.finish_reason === 'content_filter';
  return {
    ending: isRefused ? 'refused' : choice?.finish_reason === 'length' ? 'cut-off' : 'complete',
    content: (isRefused ? refusal : content) ?? '',
    model: model ?? connection.model,
    tokens,
    // Charged it was; of one that does not count, the most that it can have been.
    costMicroUsd: costOfTokens(connection.prices, tokens ?? mostTokens(connection, request)),
  };
}

function paramsFor(
  { model, structure }: OpenAiTextConnection,
  { prompt, data, form, mostOutputTokens, repair }: TextRequest,
): ChatCompletionCreateParamsNonStreaming {
  const isByWords = structure === 'json-object';
  const told = `\n\nAnswer with one JSON object of this JSON Schema and nothing else:\n${JSON.stringify(form.jsonSchema)}`;
  return {
    model,
    messages: [
      { role: 'system', content: isByWords ? prompt.text + told : prompt.text },
      { role: 'user', content: data },
      ...(repair === undefined
        ? []
        : ([
            { role: 'assistant', content: repair.answer },
            { role: 'user', content: repair.faults },
          ] as const)),
    ],
    response_format: isByWords
      ? { type: 'json_object' }
      : {
          type: 'json_schema',
          json_schema: { name: form.name, strict: true, schema: { ...form.jsonSchema } },
        },
    n: 1,
    stream: false,
    ...(isThinkingModel.test(model)
      ? {
          max_completion_tokens: mostOutputTokens,
          // To say what attributes say needs little thought, and thinking is charged as output.
          reasoning_effort: 'low',
          // The shop's product data is nothing for the vendor to keep.
          store: false,
        }
      : { max_tokens: mostOutputTokens }),
  };
}
