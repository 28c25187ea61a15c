import type * as z from 'zod';
import type { Says } from '../../commerce/says.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Platform } from '../platform.ts';
import type { ObjectReference } from '../ports/objects.ts';
import type { TextAnswer, TextModel, TextRequest, TokensUsed } from '../ports/text-model.ts';
import type { RunReference } from '../runs/stages.ts';
import { answerForm, readStructured, type Unfit } from './answer-form.ts';
import { type Reservation, reserve, settle } from './daily-budget.ts';
import { type DataPiece, delimitData } from './delimit-data.ts';
import { type KeptTextAnswer, keepTextAnswer, readTextAnswer, textAnswerName } from './kept-text-answer.ts';
import { isTimeout, noteOutcome, troubleOf } from './model-trouble.ts';
import { type Prompt, promptId, promptSha256 } from './prompt.ts';
import { pausedFor, type TroubleFacts } from './provider-health.ts';

/** One question to one model, answered by a value of the schema. */
export interface TextQuestion<T> {
  readonly reference: RunReference;
  readonly workflow: string;
  /** What the text is of: a SKU. */
  readonly subject: string;
  /** kebab-case, `draft`: of the kept answer's name. */
  readonly task: string;
  readonly model: TextModel;
  readonly prompt: Prompt;
  /** Texts from outside: they are masked and delimited here. */
  readonly data: readonly DataPiece[];
  /** See `answerForm` for what services ask of it. */
  readonly schema: z.ZodType<T>;
  readonly mostOutputTokens: number;
  readonly timeoutMs: number;
  /** A folder of the subject's own, where answers are kept. */
  readonly place: (name: string) => ObjectReference;
  /** Of the setting `ai`. */
  readonly settingVersion: number;
}

/** What the asking took, whatever came of it. */
export interface Asking {
  readonly milliseconds: number;
  /** Answers that were looked at: 2 where the first had to be repaired. */
  readonly answers: number;
  /** What this attempt of the run paid: nothing for what an earlier run left. */
  readonly costMicroUsd: number;
}

export type TextReply<T> =
  | ({
      readonly kind: 'answered';
      readonly value: T;
      /** As the service named it. */
      readonly model: string;
      readonly tokens: TokensUsed | undefined;
      readonly isRepaired: boolean;
    } & Asking)
  | ({
      readonly kind: 'unusable';
      readonly why: 'refused' | 'cut-off' | Unfit['why'];
      readonly says: Says;
    } & Asking)
  | ({ readonly kind: 'trouble' } & TroubleFacts & Asking)
  | ({ readonly kind: 'over-budget' } & Asking);

/**
 * Asks a model for a value of a schema within the day's budget of the workflow, which it shares with the questions about
 * pictures, and pays for no answer twice: each is kept before anybody looks at it, so that a repeated step and a later run with
 * the same question to the letter find it. A provider whose last answers were troubles is left alone for a while.
 *
 * An answer that is no JSON or not of the schema is sent back once with what is wrong with it; the second one counts, whatever
 * it is. A refusal and an answer that was cut off are not asked for again. An unusable answer of an earlier run is.
 *
 * Every answer leaves an audit entry in the run's stream, with model, prompt version, tokens and cost.
 *
 * Two moments are not covered: a process that dies between the service's answer and its keeping pays again, and a service that
 * answers too late or breaks off may charge for what nobody received. A late one stays counted in the budget, not in the run's cost.
 */
export async function askTextModel<T>(platform: Platform, question: TextQuestion<T>): Promise<TextReply<T>> {
  const { prompt, mostOutputTokens, timeoutMs, schema } = question;
  const request: TextRequest = {
    prompt,
    data: delimitData(question.data),
    form: answerForm(question.task.replaceAll('-', '_'), schema),
    mostOutputTokens,
    timeoutMs,
  };
  const first = await answerOf(platform, question, request);
  if ('kind' in first) return { ...first, ...sum([]) };
  const read = readAnswer(first, schema);
  if ('value' in read) return answered(read.value, [first]);
  if (!('faults' in read)) return unusable(question.model, read.why, [first]);

  const repair = { answer: first.content, faults: `${read.faults}\n\nGive the whole answer again, mended.` };
  const second = await answerOf(platform, question, { ...request, repair });
  // The first was paid for all the same.
  if ('kind' in second) return { ...second, ...sum([first]) };
  const mended = readAnswer(second, schema);
  if ('value' in mended) return answered(mended.value, [first, second]);
  return unusable(question.model, mended.why, [first, second]);
}

/** An answer, and what this attempt of the run paid for it. */
interface PaidAnswer extends TextAnswer {
  readonly milliseconds: number;
  readonly paidMicroUsd: number;
}

type NoAnswer = ({ readonly kind: 'trouble' } & TroubleFacts) | { readonly kind: 'over-budget' };

async function answerOf<T>(
  platform: Platform,
  question: TextQuestion<T>,
  request: TextRequest,
): Promise<PaidAnswer | NoAnswer> {
  const { model, reference, workflow, schema } = question;
  const { store, run, attempt } = reference;
  const name = textAnswerName(question.task, model, request);
  const place = question.place(name);
  const paidBy = `${run}/${attempt}`;
  const kept = await readTextAnswer(platform, place);
  // One of this attempt is looked at again as it is, so that a repeated step comes to the same end.
  if (kept !== undefined && (kept.paidBy === paidBy || isWorthTaking(kept, request, schema))) {
    return await noted(platform, question, name, place, kept);
  }
  const of = { store, provider: model.provider, settingVersion: question.settingVersion };
  const connector = `text-model-${model.provider}`;
  const paused = await pausedFor(platform, of);
  if (paused !== undefined) return { kind: 'trouble', ...paused };
  const reservation = await reserve(platform, { store, workflow }, model.mostMicroUsd(request));
  if (reservation === undefined) return { kind: 'over-budget' };

  const startedAt = Date.parse(platform.clock.now());
  const asked = await ask(platform, model, request, reservation);
  if ('trouble' in asked) {
    await noteOutcome(platform, of, connector, asked);
    return { kind: 'trouble', ...asked };
  }
  const milliseconds = Date.parse(platform.clock.now()) - startedAt;
  const answer: KeptTextAnswer = { ...asked, milliseconds, paidBy };
  await keepTextAnswer(platform, place, answer);
  await settle(platform, reservation, answer.costMicroUsd);
  await noteOutcome(platform, of, connector);
  return await noted(platform, question, name, place, answer);
}

/**
 * Whether an earlier run's answer is taken again: where it is of use, or where it leads to a repair, which that run may have
 * paid for as well.
 */
function isWorthTaking<T>(kept: KeptTextAnswer, request: TextRequest, schema: z.ZodType<T>): boolean {
  if (request.repair === undefined && kept.ending === 'complete') return true;
  return 'value' in readAnswer(kept, schema);
}

async function ask(
  platform: Platform,
  model: TextModel,
  request: TextRequest,
  reservation: Reservation,
): Promise<TextAnswer | TroubleFacts> {
  try {
    return await model.ask(request);
  } catch (error) {
    // Whether a service charges for an answer that came too late, only its bill tells: the money stays counted.
    if (!isTimeout(error)) await settle(platform, reservation, 0);
    return troubleOf(model.provider, error);
  }
}

async function noted<T>(
  platform: Platform,
  { reference, workflow, subject, task, model, prompt }: TextQuestion<T>,
  name: string,
  place: ObjectReference,
  answer: KeptTextAnswer,
): Promise<PaidAnswer> {
  const { store, run, attempt } = reference;
  const isPaidNow = answer.paidBy === `${run}/${attempt}`;
  const paidMicroUsd = isPaidNow ? answer.costMicroUsd : 0;
  await appendAudit(platform, {
    store,
    stream: `run/${run}`,
    entryId: `model-asked/${attempt}/${name}`,
    actor: { kind: 'machine', id: workflow },
    action: isPaidNow ? 'model.asked' : 'model.answer-used-again',
    subject,
    after: {
      task,
      answer: place.key,
      ending: answer.ending,
      promptSha256: promptSha256(prompt),
      costMicroUsd: paidMicroUsd,
      ...(answer.tokens === undefined ? {} : { tokens: answer.tokens }),
    },
    model: `${model.provider}/${answer.model}`,
    promptVersion: promptId(prompt),
  });
  return { ...answer, tokens: answer.tokens, paidMicroUsd };
}

function readAnswer<T>(
  { ending, content }: Pick<TextAnswer, 'ending' | 'content'>,
  schema: z.ZodType<T>,
): { readonly value: T } | Unfit | { readonly why: 'refused' | 'cut-off' } {
  if (ending !== 'complete') return { why: ending };
  const read = readStructured(content, schema);
  return 'value' in read ? read : read.unfit;
}

function sum(answers: readonly PaidAnswer[]): Asking {
  return {
    milliseconds: answers.reduce((total, { milliseconds }) => total + milliseconds, 0),
    answers: answers.length,
    costMicroUsd: answers.reduce((total, { paidMicroUsd }) => total + paidMicroUsd, 0),
  };
}

function answered<T>(value: T, answers: readonly [PaidAnswer, ...PaidAnswer[]]): TextReply<T> {
  const last = answers[answers.length - 1] ?? answers[0];
  return {
    kind: 'answered',
    value,
    model: last.model,
    tokens: last.tokens,
    isRepaired: answers.length > 1,
    ...sum(answers),
  };
}

const unusableSays: Readonly<Record<'refused' | 'cut-off' | Unfit['why'], Says>> = {
  refused: { en: 'would not answer', zh: '拒绝作答' },
  'cut-off': { en: 'ran out of room in the middle of its answer', zh: '答复超长被截断' },
  'not-json': { en: 'answered twice in a form that cannot be read', zh: '两次答复均无法解析' },
  'wrong-schema': { en: 'answered twice in another form than asked for', zh: '两次答复均不符合要求的格式' },
};

function unusable<T>(
  { model }: TextModel,
  why: 'refused' | 'cut-off' | Unfit['why'],
  answers: readonly PaidAnswer[],
): TextReply<T> {
  const { en, zh } = unusableSays[why];
  const says = { en: `${model} ${en}; the rules write instead.`, zh: `${model} ${zh}；改由规则撰写。` };
  return { kind: 'unusable', why, says, ...sum(answers) };
}
