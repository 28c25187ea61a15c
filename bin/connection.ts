import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { roleSchema } from '../functions/platform/members/role.ts';
import { storeIdSchema } from '../functions/platform/stores/store-id.ts';

/** How the command line finds and enters a system. Written for its owner only: it holds passwords or a refresh token. */
const common = {
  /** Without a slash at its end; routes below it begin with `/api/`. */
  apiUrl: z.url(),
  region: z.string().min(1),
  userPoolId: z.string().min(1),
  userPoolClientId: z.string().min(1),
  /** Opens and removes stores; invoked with AWS credentials. */
  administerFunction: z.string().min(1),
};

export const localMemberSchema = z.object({
  email: z.string().min(1),
  password: z.string().min(1),
  roles: z.array(roleSchema),
  /** The stores that it is a member of; left out: the connection's own store. */
  stores: z.array(z.string()).optional(),
});
export type LocalMember = z.infer<typeof localMemberSchema>;

export const localConnectionSchema = z.object({
  kind: z.literal('local'),
  ...common,
  /** Of all AWS services of this machine; keys `local`/`local`. */
  endpoint: z.url(),
  store: storeIdSchema,
  members: z.array(localMemberSchema),
});
export type LocalConnection = z.infer<typeof localConnectionSchema>;

/** A sign-in that is kept: the access token until it runs out, the refresh token for the next one. */
export const sessionSchema = z.object({
  email: z.string(),
  refreshToken: z.string(),
  accessToken: z.string(),
  /** ISO 8601 instant. */
  accessTokenExpiresAt: z.iso.datetime(),
});
export type Session = z.infer<typeof sessionSchema>;

export const deployedConnectionSchema = z.object({
  kind: z.literal('aws'),
  ...common,
  stage: z.string().min(1),
  /** Absent until `storehand init` has opened one. */
  store: storeIdSchema.optional(),
  session: sessionSchema.optional(),
});
export type DeployedConnection = z.infer<typeof deployedConnectionSchema>;

export const connectionSchema = z.discriminatedUnion('kind', [
  localConnectionSchema,
  deployedConnectionSchema,
]);
export type Connection = z.infer<typeof connectionSchema>;

/** Whoever may use the AWS services of this machine: everybody on it. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

const projectRoot = resolve(import.meta.dirname, '..');

/** The folder of the one-machine system: what was asked for, else `STOREHAND_DATA_FOLDER`, else `.storehand` beside the code. */
export function localDataFolder(env: NodeJS.ProcessEnv, asked?: string): string {
  return resolve(asked ?? env.STOREHAND_DATA_FOLDER ?? join(projectRoot, '.storehand'));
}

export function localConnectionFile(dataFolder: string): string {
  return join(dataFolder, 'connection.json');
}

/** One file a stage, in the user's own configuration and not in the repository: it must never be committed. */
export function deployedConnectionFile(env: NodeJS.ProcessEnv, stage: string): string {
  const configuration = env.XDG_CONFIG_HOME ?? join(env.HOME ?? homedir(), '.config');
  return join(configuration, 'storehand', `${stage}.json`);
}

/**
 * @returns undefined when there is no such file
 * @throws Error naming the file when it cannot be read or does not fit this release
 */
export function readConnection(file: string): Connection | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return connectionSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is not a connection of this release of Storehand`, { cause: error });
  }
}

/** Replaces the file at once, readable for its owner only (mode 0600), so that a reader never sees half of it. */
export function writeConnection(file: string, connection: Connection): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.draft`;
  try {
    writeFileSync(draft, `${JSON.stringify(connectionSchema.parse(connection), null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * The member of a shop to act as on this machine: the one asked for, else the first with one of the roles, else the first.
 *
 * @param roles what the command needs; the shop has the last word
 * @returns undefined when there is no such member
 */
export function localMemberFor(
  connection: LocalConnection,
  store: string,
  roles: readonly string[],
  email?: string,
): LocalMember | undefined {
  if (email !== undefined) return connection.members.find((member) => member.email === email);
  const ofStore = connection.members.filter((member) =>
    (member.stores ?? [connection.store]).includes(store),
  );
  const hasRole = (member: LocalMember) => member.roles.some((role) => roles.includes(role));
  return ofStore.find(hasRole) ?? ofStore[0] ?? connection.members.find(hasRole);
}

/**
 * The connection of a new start with the people of the one before it: who `storehand init` added stays, and everybody keeps
 * their stores. People of another user pool are gone.
 */
export function keepPeople(before: Connection | undefined, next: LocalConnection): LocalConnection {
  if (before?.kind !== 'local' || before.userPoolId !== next.userPoolId) return next;
  const known = new Map(before.members.map((member) => [member.email, member]));
  const own = next.members.map((member) => {
    const stores = known.get(member.email)?.stores;
    return stores === undefined ? member : { ...member, stores: member.stores ?? stores };
  });
  const others = before.members.filter((member) => !own.some((one) => one.email === member.email));
  return { ...next, members: [...own, ...others] };
}
