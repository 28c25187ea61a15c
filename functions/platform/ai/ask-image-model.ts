import { appendAudit } from '../audit/append-audit.ts';
import type { Platform } from '../platform.ts';
import type { ImageModel, ModelAnswer, ModelRequest, PictureFile } from '../ports/image-model.ts';
import type { ObjectReference } from '../ports/objects.ts';
import type { RunReference } from '../runs/stages.ts';
import { type Reservation, reserve, settle } from './daily-budget.ts';
import { answerName, type KeptAnswer, keepAnswer, readAnswer } from './kept-answer.ts';
import { isTimeout, noteOutcome, troubleOf } from './model-trouble.ts';
import { type Prompt, promptId } from './prompt.ts';
import { pausedFor, type TroubleFacts } from './provider-health.ts';

/** One question to one model. */
export interface Question {
  readonly reference: RunReference;
  readonly workflow: string;
  /** What the picture is of: a SKU. */
  readonly subject: string;
  readonly task: 'cut-out' | 'edit';
  readonly model: ImageModel;
  readonly prompt: Prompt;
  readonly picture: PictureFile;
  /** Of an edit; see `ModelRequest`. */
  readonly mask?: Buffer;
  readonly timeoutMs: number;
  /** A folder of the picture's own, where the answer is kept; see `answerName`. */
  readonly place: (name: string) => ObjectReference;
  /** Whether an answer that an earlier run paid for is worth taking again; one of this attempt always is. */
  readonly isUsable: (answer: ModelAnswer) => Promise<boolean>;
  /** Of the setting `ai`. */
  readonly settingVersion: number;
}

export type Reply =
  | {
      readonly kind: 'answered';
      readonly answer: ModelAnswer;
      readonly milliseconds: number;
      /** What this attempt of the run paid for it: nothing for one that an earlier run left. */
      readonly costMicroUsd: number;
    }
  | ({ readonly kind: 'trouble'; readonly milliseconds: number } & TroubleFacts)
  | { readonly kind: 'over-budget' };

/**
 * Asks a model within the day's budget, and pays for no answer twice: it is kept before anybody looks at it, so that a
 * repeated step, a later attempt and another run on the same bytes find it. A provider whose last answers were troubles is
 * left alone for a while.
 *
 * Every answer leaves an audit entry in the run's stream, with model and prompt version.
 *
 * Two moments are not covered: a process that dies between the service's answer and its keeping pays again, and a service
 * that answers too late may charge for what nobody received. Both stay counted in the budget, neither in the run's cost.
 */
export async function askImageModel(platform: Platform, question: Question): Promise<Reply> {
  const { model, reference, task, prompt, picture, mask, timeoutMs } = question;
  const place = question.place(answerName(task, model, prompt, picture));
  const paidBy = `${reference.run}/${reference.attempt}`;
  const kept = await readAnswer(platform, place);
  if (kept !== undefined && (kept.paidBy === paidBy || (await question.isUsable(kept)))) {
    return await answered(platform, question, place, kept);
  }
  const of = {
    store: reference.store,
    provider: model.provider,
    settingVersion: question.settingVersion,
  };
  const connector = `image-model-${model.provider}`;
  const paused = await pausedFor(platform, of);
  if (paused !== undefined) return { kind: 'trouble', milliseconds: 0, ...paused };
  const request = { picture, prompt, timeoutMs, ...(mask === undefined ? {} : { mask }) };
  const { store } = reference;
  const reservation = await reserve(platform, { store, workflow: question.workflow }, model.mostMicroUsd);
  if (reservation === undefined) return { kind: 'over-budget' };

  const startedAt = Date.parse(platform.clock.now());
  const elapsed = () => Date.parse(platform.clock.now()) - startedAt;
  const asked = await ask(platform, question, request, reservation);
  if ('trouble' in asked) {
    await noteOutcome(platform, of, connector, asked);
    return { kind: 'trouble', milliseconds: elapsed(), ...asked };
  }
  const answer: KeptAnswer = { ...asked, milliseconds: elapsed(), paidBy };
  await keepAnswer(platform, place, answer);
  await settle(platform, reservation, answer.costMicroUsd);
  await noteOutcome(platform, of, connector);
  return await answered(platform, question, place, answer);
}

async function ask(
  platform: Platform,
  { model, task }: Question,
  request: ModelRequest,
  reservation: Reservation,
): Promise<ModelAnswer | TroubleFacts> {
  try {
    if (task === 'cut-out') return await model.cutOut(request);
    if (model.edit === undefined) throw new Error(`${model.provider} cannot edit`);
    return await model.edit(request);
  } catch (error) {
    // Whether a service charges for an answer that came too late, only its bill tells: the money stays counted.
    if (!isTimeout(error)) await settle(platform, reservation, 0);
    return troubleOf(model.provider, error);
  }
}

async function answered(
  platform: Platform,
  { reference, workflow, subject, model, task, prompt, picture }: Question,
  place: ObjectReference,
  answer: KeptAnswer,
): Promise<Reply> {
  const { store, run, attempt } = reference;
  const isPaidNow = answer.paidBy === `${run}/${attempt}`;
  await appendAudit(platform, {
    store,
    stream: `run/${run}`,
    entryId: `model-asked/${attempt}/${answerName(task, model, prompt, picture)}`,
    actor: { kind: 'machine', id: workflow },
    action: isPaidNow ? 'model.asked' : 'model.answer-used-again',
    subject,
    after: { task, answer: place.key, costMicroUsd: isPaidNow ? answer.costMicroUsd : 0 },
    model: `${model.provider}/${model.model}`,
    ...(model.followsPrompt ? { promptVersion: promptId(prompt) } : {}),
  });
  return {
    kind: 'answered',
    answer,
    milliseconds: answer.milliseconds,
    costMicroUsd: isPaidNow ? answer.costMicroUsd : 0,
  };
}
