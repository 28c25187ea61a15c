import * as z from 'zod';
import { memberSchema } from './member.ts';

/** `GET /api/{store}/members` */
export const membersAnswer = z.strictObject({ members: z.array(memberSchema) });

/** `POST /api/{store}/members`, `PUT /api/{store}/members/{sub}` */
export const memberAnswer = z.strictObject({
  member: memberSchema,
  /** The person had no sign-in yet; an invitation went out by e-mail. */
  isInvited: z.boolean(),
});

/** `DELETE /api/{store}/members/{sub}` */
export const memberRemovedAnswer = z.strictObject({ removed: z.string() });
export type MembersAnswer = z.output<typeof membersAnswer>;
export type MemberAnswer = z.output<typeof memberAnswer>;
