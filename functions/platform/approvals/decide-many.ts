import { problemOf } from '../handlers/api-handler.ts';
import { problemSchema } from '../handlers/problem-answer.ts';
import type { ActingMember } from '../members/member.ts';
import type { Platform } from '../platform.ts';
import type { DecisionsAnswer } from './approvals-answers.ts';
import { type DecisionRequest, decideApproval } from './decide-approval.ts';
import { answerTo } from './decision-answer.ts';

type Result = DecisionsAnswer['results'][number];

/** Of the 29 s of an API call: one decision tells its machines within a second or two, and the answer must still go out. */
const BEGIN_WITHIN_MS = 20_000;

/** At a time: each is some ten requests, and 25 at once would be told to wait. */
const AT_ONCE = 5;

/**
 * Decides several approvals, each by itself and as safely as alone: whoever repeats the request is told which were decided
 * before. One that is refused, or fails, leaves the others alone.
 *
 * @returns in the order of the request; status 0: there was no time left, nothing was tried
 */
export async function decideMany(
  platform: Platform,
  store: string,
  actor: ActingMember,
  decisions: readonly Omit<DecisionRequest, 'store' | 'actor'>[],
): Promise<readonly Result[]> {
  const until = Date.parse(platform.clock.now()) + BEGIN_WITHIN_MS;
  const results: Result[] = [];
  for (let from = 0; from < decisions.length; from += AT_ONCE) {
    const group = decisions.slice(from, from + AT_ONCE);
    const isTime = Date.parse(platform.clock.now()) < until;
    results.push(
      ...(isTime
        ? await Promise.all(group.map((request) => decideOne(platform, { ...request, store, actor })))
        : group.map(({ id }): Result => ({ id, status: 0 }))),
    );
  }
  return results;
}

async function decideOne(platform: Platform, request: DecisionRequest): Promise<Result> {
  const { id } = request;
  const { status, body } = await decideApproval(platform, request)
    .then(async (outcome) => await answerTo(platform, outcome))
    .catch(problemOf);
  if (status < 300) return { id, status };
  const { code, text } = problemSchema.parse(body);
  return { id, status, code, text };
}
