import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import type { Client, Group, Pool, Pools } from './pools.ts';
import type { UserDirectory } from './user-directory.ts';
import type { User, UserStore } from './user-store.ts';

/** ListUsers' own limit, and what it uses where none is asked for. */
const LARGEST_PAGE = 60;

const inPool = z.object({ UserPoolId: z.string() });
const ofUser = inPool.extend({ Username: z.string().min(1) });
const ofGroup = ofUser.extend({ GroupName: z.string().min(1) });
const attributeList = z.array(z.object({ Name: z.string(), Value: z.string().default('') })).default([]);
const createUser = ofUser.extend({
  UserAttributes: attributeList,
  TemporaryPassword: z.string().optional(),
  MessageAction: z.string().optional(),
});
const setPassword = ofUser.extend({ Password: z.string(), Permanent: z.boolean().default(false) });
const updateAttributes = ofUser.extend({ UserAttributes: attributeList });
const listUsers = inPool.extend({
  Limit: z.number().int().min(0).max(LARGEST_PAGE).default(LARGEST_PAGE),
  Filter: z.string().optional(),
  PaginationToken: z.string().optional(),
});

/** @throws AwsError `InvalidParameterException` naming the first wrong field */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError('InvalidParameterException', `${issue?.path.join('.')}: ${issue?.message}`);
}

/** What an administrator, or the AWS command line, does with pools and users. */
export function adminOperations(pools: Pools, directory: UserDirectory, users: UserStore): JsonOperations {
  const userOf = (input: unknown) => {
    const { UserPoolId, Username } = parseInput(ofUser, input);
    const pool = pools.pool(UserPoolId);
    return { pool, user: directory.get(pool, Username) };
  };
  return {
    AdminCreateUser: async (input) => {
      const request = parseInput(createUser, input);
      const pool = pools.pool(request.UserPoolId);
      if (request.MessageAction === 'RESEND') {
        throw new AwsError('UnsupportedOperationException', 'No invitations are sent on one machine');
      }
      const attributes = attributesOf(request.UserAttributes);
      const user = await directory.create(pool, request.Username, attributes, request.TemporaryPassword);
      return { User: { ...describeUser(user), Attributes: describeAttributes(user) } };
    },
    AdminSetUserPassword: async (input) => {
      const { pool, user } = userOf(input);
      const { Password, Permanent } = parseInput(setPassword, input);
      await directory.setPassword(pool, user, Password, Permanent);
    },
    AdminUpdateUserAttributes: (input) => {
      const { user } = userOf(input);
      const { sub: _, ...attributes } = attributesOf(parseInput(updateAttributes, input).UserAttributes);
      directory.setAttributes(user, attributes);
    },
    AdminGetUser: (input) => {
      const { user } = userOf(input);
      return { ...describeUser(user), UserAttributes: describeAttributes(user) };
    },
    AdminDeleteUser: (input) => {
      const { user } = userOf(input);
      users.delete(user.poolId, user.username);
    },
    AdminEnableUser: (input) => directory.setEnabled(userOf(input).user, true),
    AdminDisableUser: (input) => directory.setEnabled(userOf(input).user, false),
    AdminUserGlobalSignOut: (input) => {
      const { user } = userOf(input);
      users.closeSessionsOf(user.poolId, user.username);
    },
    AdminAddUserToGroup: (input) => {
      const { pool, user } = userOf(input);
      const group = groupOf(pool, parseInput(ofGroup, input).GroupName);
      users.addToGroup(pool.id, user.username, group.name);
    },
    AdminRemoveUserFromGroup: (input) => {
      const { pool, user } = userOf(input);
      const group = groupOf(pool, parseInput(ofGroup, input).GroupName);
      users.removeFromGroup(pool.id, user.username, group.name);
    },
    AdminListGroupsForUser: (input) => {
      const { pool, user } = userOf(input);
      const names = users.groupsOf(pool.id, user.username);
      const groups = names.flatMap((name) => pool.groups.get(name) ?? []);
      return { Groups: groups.map((group) => describeGroup(pool, group)) };
    },
    ListUsers: (input) => listPage(users, pools, parseInput(listUsers, input)),
    ListGroups: (input) => {
      const pool = pools.pool(parseInput(inPool, input).UserPoolId);
      return { Groups: [...pool.groups.values()].map((group) => describeGroup(pool, group)) };
    },
    ListUserPools: () => ({ UserPools: pools.all().map(({ id, name }) => ({ Id: id, Name: name })) }),
    DescribeUserPool: (input) => {
      const pool = pools.pool(parseInput(inPool, input).UserPoolId);
      return { UserPool: describePool(pool, users.list(pool.id).length) };
    },
    ListUserPoolClients: (input) => {
      const pool = pools.pool(parseInput(inPool, input).UserPoolId);
      const clients = [...pool.clients.values()];
      return {
        UserPoolClients: clients.map(({ id, name }) => ({
          ClientId: id,
          ClientName: name,
          UserPoolId: pool.id,
        })),
      };
    },
    DescribeUserPoolClient: (input) => {
      const { UserPoolId, ClientId } = parseInput(inPool.extend({ ClientId: z.string() }), input);
      const client = pools.pool(UserPoolId).clients.get(ClientId);
      if (client === undefined) {
        throw new AwsError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
      }
      return { UserPoolClient: describeClient(client) };
    },
  };
}

/** Pages by user name: the token is the last name of the page before. */
function listPage(users: UserStore, pools: Pools, request: z.output<typeof listUsers>) {
  const matches = userFilter(request.Filter);
  const after = request.PaginationToken;
  const found = users
    .list(pools.pool(request.UserPoolId).id)
    .filter(matches)
    .filter((user) => after === undefined || user.username.toLowerCase() > after.toLowerCase());
  const page = found.slice(0, request.Limit === 0 ? LARGEST_PAGE : request.Limit);
  const last = page.at(-1);
  return {
    Users: page.map((user) => ({ ...describeUser(user), Attributes: describeAttributes(user) })),
    ...(page.length < found.length && last !== undefined ? { PaginationToken: last.username } : {}),
  };
}

/** `email = "a@b"` or `email ^= "a"`: ListUsers knows no more than these two. */
function userFilter(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const parsed = /^\s*"?([\w:.-]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter);
  if (parsed === null) throw new AwsError('InvalidParameterException', 'Error while parsing filter');
  const [, name = '', operator, quoted = ''] = parsed;
  const wanted = quoted.replaceAll(/\\(.)/g, '$1');
  return (user) => {
    const value = filterable(user)[name];
    return value !== undefined && (operator === '=' ? value === wanted : value.startsWith(wanted));
  };
}

function filterable(user: User): Record<string, string> {
  return {
    ...user.attributes,
    sub: user.sub,
    username: user.username,
    'cognito:user_status': user.status,
    status: user.enabled ? 'Enabled' : 'Disabled',
  };
}

function groupOf(pool: Pool, name: string): Group {
  const group = pool.groups.get(name);
  if (group === undefined) throw new AwsError('ResourceNotFoundException', `Group not found: ${name}`);
  return group;
}

export function attributesOf(list: readonly { Name: string; Value: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
}

export function describeAttributes(user: User): { Name: string; Value: string }[] {
  return Object.entries({ ...user.attributes, sub: user.sub }).map(([Name, Value]) => ({ Name, Value }));
}

function describeUser(user: User) {
  return {
    Username: user.username,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

function describeGroup(pool: Pool, group: Group) {
  return {
    GroupName: group.name,
    UserPoolId: pool.id,
    Description: group.description,
    Precedence: group.precedence,
  };
}

function describeClient(client: Client) {
  return {
    ClientId: client.id,
    ClientName: client.name,
    UserPoolId: client.poolId,
    ExplicitAuthFlows: [...client.authFlows],
    AllowedOAuthScopes: client.oauthScopes,
    PreventUserExistenceErrors: client.hidesUnknownUsers ? 'ENABLED' : 'LEGACY',
  };
}

function describePool(pool: Pool, userCount: number) {
  const policy = pool.passwordPolicy;
  return {
    Id: pool.id,
    Name: pool.name,
    Arn: pool.arn,
    EstimatedNumberOfUsers: userCount,
    UsernameAttributes: pool.usernameAttributes,
    AliasAttributes: pool.aliasAttributes,
    MfaConfiguration: 'OFF',
    Policies: {
      PasswordPolicy: {
        MinimumLength: policy.minimumLength,
        RequireLowercase: policy.requireLowercase,
        RequireUppercase: policy.requireUppercase,
        RequireNumbers: policy.requireNumbers,
        RequireSymbols: policy.requireSymbols,
      },
    },
  };
}
