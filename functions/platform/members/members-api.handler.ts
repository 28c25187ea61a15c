import type * as z from 'zod';
import { cognitoPeople } from '../adapters/aws/cognito-people.ts';
import { InvalidInputError } from '../errors.ts';
import { anyRole, apiHandler, param, problem, type Routes, route } from '../handlers/api-handler.ts';
import type { Platform } from '../platform.ts';
import type { People } from '../ports/people.ts';
import { type Member, memberSchema } from './member.ts';
import { listMembers, putMember, readMember, removeMember } from './members.ts';
import { memberAnswer, memberRemovedAnswer, membersAnswer } from './members-answers.ts';

const addBody = memberSchema.omit({ sub: true });
const changeBody = memberSchema.omit({ sub: true, email: true }).partial();

/** Far above any team; a script that invites the world stops here. */
const MEMBERS_AT_MOST = 200;

/** @param people who can sign in; tests have people of their own */
export const routesWith = (people: People): Routes => ({
  'GET /api/{store}/members': route({
    summary: 'The members of the shop and their roles',
    answers: { 200: membersAnswer },
    // Whoever works together may know who with: who decided, who changed a setting.
    roles: anyRole,
    run: async (platform, { store }) => ({
      status: 200,
      body: { members: await listMembers(platform, store) },
    }),
  }),
  'POST /api/{store}/members': route({
    summary: 'Adds a person by the e-mail address; somebody without a sign-in is invited by e-mail',
    answers: { 201: memberAnswer },
    roles: ['admin'],
    body: addBody,
    run: async (platform, { store, member: admin, body }) => {
      const members = await listMembers(platform, store);
      if (members.length >= MEMBERS_AT_MOST) return problem(409, 'MembersFull', membersFull);
      const isThere = members.some(({ email }) => email.toLowerCase() === body.email.toLowerCase());
      if (isThere) return problem(409, 'MemberExists', memberExists);
      const { sub, isInvited } = await people.findOrInvite(body.email.toLowerCase());
      if ((await readMember(platform, store, sub)) !== undefined)
        return problem(409, 'MemberExists', memberExists);
      const actor = { kind: 'person', id: admin.sub } as const;
      const member = await putMember(platform, store, { ...body, sub }, actor);
      return { status: 201, body: { member, isInvited } };
    },
  }),
  'PUT /api/{store}/members/{sub}': route({
    summary: 'Changes a member’s roles, name or language',
    answers: { 200: memberAnswer },
    roles: ['admin'],
    body: changeBody,
    run: async (platform, request) => {
      const { store, member: admin, body } = request;
      const before = await memberOf(platform, store, param(request, 'sub'));
      const actor = { kind: 'person', id: admin.sub } as const;
      const wanted = { ...before, ...withoutUndefined(body) };
      return {
        status: 200,
        body: { member: await putMember(platform, store, wanted, actor), isInvited: false },
      };
    },
  }),
  'DELETE /api/{store}/members/{sub}': route({
    summary: 'Takes a person’s access to the shop away; the last admin stays',
    answers: { 200: memberRemovedAnswer },
    roles: ['admin'],
    run: async (platform, request) => {
      const { store, member: admin } = request;
      const { sub } = await memberOf(platform, store, param(request, 'sub'));
      await removeMember(platform, store, sub, { kind: 'person', id: admin.sub });
      return { status: 200, body: { removed: sub } };
    },
  }),
});

export const routes: Routes = routesWith(cognitoPeople());

export const handler = apiHandler(routes);

/** @throws InvalidInputError `MemberUnknown` */
async function memberOf(platform: Platform, store: string, sub: string): Promise<Member> {
  const member = await readMember(platform, store, sub);
  if (member !== undefined) return member;
  throw new InvalidInputError('MemberUnknown', {
    en: 'There is no such member in this shop.',
    zh: '本店没有该成员。',
  });
}

function withoutUndefined(body: z.output<typeof changeBody>): Partial<Member> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

const memberExists = {
  en: 'This person is a member of the shop already. Change their roles instead.',
  zh: '此人已是本店成员，请直接修改其角色。',
};

const membersFull = {
  en: `A shop has at most ${MEMBERS_AT_MOST} members. Remove one first.`,
  zh: `每个店铺最多 ${MEMBERS_AT_MOST} 名成员，请先移除一名。`,
};
