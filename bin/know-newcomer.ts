import { z } from 'zod';
import { memberSchema } from '../functions/platform/members/member.ts';
import { administer } from './cloud.ts';
import { type LocalConnection, writeConnection } from './connection.ts';
import { signUp } from './people.ts';

const answerSchema = z.object({ members: z.array(memberSchema) });

/**
 * On this machine: lets somebody sign in whom an admin has added in the console, and whom the connection does not know yet. Only a
 * member of the shop; anybody else stays unknown.
 *
 * @param email who is to be acted as; undefined: nobody in particular
 * @returns the connection, with the member where there is one
 * @throws CommandFailure when the system refuses or does not answer
 */
export async function knowNewcomer(
  file: string,
  connection: LocalConnection,
  store: string,
  email: string | undefined,
): Promise<LocalConnection> {
  if (email === undefined || connection.members.some((known) => known.email === email)) return connection;
  const answer = answerSchema.parse(await administer(connection, { action: 'list-members', store }));
  const member = answer.members.find((one) => one.email === email);
  if (member === undefined) return connection;
  const { password } = await signUp(connection, email);
  if (password === undefined) return connection;
  const added = { email, password, roles: member.roles, stores: [store] };
  const next = { ...connection, members: [...connection.members, added] };
  writeConnection(file, next);
  return next;
}
