import type { Prompt } from '../ai/prompt.ts';

/** The form that an answer must have, as a service is told it. */
export interface AnswerForm {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** JSON Schema in the part that services enforce: closed objects with all properties required; no lengths of texts. */
  readonly jsonSchema: Readonly<Record<string, unknown>>;
}

export interface TextRequest {
  /** The only instructions. */
  readonly prompt: Prompt;
  /** What the work is about, delimited and masked: see `delimitData`. */
  readonly data: string;
  readonly form: AnswerForm;
  /** Of everything that is charged as output, thinking included. */
  readonly mostOutputTokens: number;
  /** For everything: connecting, waiting, reading the answer. */
  readonly timeoutMs: number;
  /** An answer that could not be used, and what is wrong with it: it is to be given again. */
  readonly repair?: { readonly answer: string; readonly faults: string };
}

export interface TokensUsed {
  /** With those that were read from the service's cache. */
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

/**
 * What came back under the service's word for success, and was charged. Nobody has looked at its content: it may be no JSON,
 * have another form, or say what is not so.
 */
export interface TextAnswer {
  /**
   * - `complete`: as the model ended it
   * - `cut-off`: at `mostOutputTokens`, in the middle
   * - `refused`: the model or a filter of the service would not answer; `content` is its reason, or empty
   */
  readonly ending: 'complete' | 'cut-off' | 'refused';
  readonly content: string;
  /** As the service names what answered; it may be more exact than what was asked for. */
  readonly model: string;
  /** Undefined: the service counts none. */
  readonly tokens: TokensUsed | undefined;
  /** By the service's count of tokens and our table of prices. */
  readonly costMicroUsd: number;
}

/**
 * A model that writes texts. It proposes, others judge: what it says is data that is checked against a schema, never an action.
 *
 * One call is one request to the service: no retries, no redirects, no streaming. It resolves with everything that was charged,
 * of use or not, and throws for everything else. Whoever throws was not paid, as far as can be told: a service that gave up
 * on us in the middle (`isTimeout`, or a connection that was cut) may charge all the same.
 *
 * @throws TransientError `ModelServiceFault`, `ModelServiceTimedOut`: 5xx, cut off, no answer in time, no chat completion
 * @throws RateLimitedError `ModelServiceBusy` when told to wait, with the seconds of `Retry-After`
 * @throws InvalidInputError `ModelServiceRefusedInput` for what this service does not take: too long, a form that it cannot enforce
 * @throws ConfigurationError for a wrong address, key or model, and for an account without credit (`ModelServiceNoCredit`)
 */
export interface TextModel {
  /** As the setting `ai` names it. */
  readonly provider: string;
  /** The vendor's name of the model. */
  readonly model: string;
  /** The most that a call can cost: what is reserved in the day's budget before it. */
  mostMicroUsd(request: TextRequest): number;
  ask(request: TextRequest): Promise<TextAnswer>;
}
