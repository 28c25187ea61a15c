import * as z from 'zod';
import { languageSchema } from '../../commerce/says.ts';
import { roleSchema } from './role.ts';

/** A person in one shop. The token of a sign-in only says who somebody is; what they may do stands here, per shop. */
export const memberSchema = z.strictObject({
  /** The user pool's id of the person, the same in every shop. */
  sub: z.string().min(1).max(128),
  name: z.string().trim().min(1).max(100),
  email: z.email().max(254),
  language: languageSchema,
  roles: z.array(roleSchema).min(1).max(3),
});
export type Member = z.infer<typeof memberSchema>;

/** Who decides or changes something, and with which roles. */
export type ActingMember = Pick<Member, 'sub' | 'roles'>;
