import { randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalClock } from '../service.ts';
import { checkPolicy, hashPassword, isPassword } from './passwords.ts';
import type { Client, Pool } from './pools.ts';
import type { User, UserStore } from './user-store.ts';

/** The rules of a pool's users: what they are called, how they are found, who may sign in. */
export class UserDirectory {
  readonly #users: UserStore;
  readonly #clock: LocalClock;

  constructor(users: UserStore, clock: LocalClock) {
    this.#users = users;
    this.#clock = clock;
  }

  /**
   * @param name a user name, or the value of one of the pool's user name attributes
   * @throws AwsError `UsernameExistsException`, `InvalidParameterException`, `InvalidPasswordException`
   */
  async create(
    pool: Pool,
    name: string,
    given: Readonly<Record<string, string>>,
    temporaryPassword?: string,
  ): Promise<User> {
    if (temporaryPassword !== undefined) checkPolicy(temporaryPassword, pool.passwordPolicy);
    const passwordHash = temporaryPassword === undefined ? undefined : await hashPassword(temporaryPassword);
    // From here to the save nothing may wait, or two requests could both find the name free.
    if (this.lookUp(pool, name) !== undefined) {
      throw new AwsError('UsernameExistsException', 'User account already exists');
    }
    const sub = randomUUID();
    const nameAttribute = nameAttributeOf(pool, name);
    const attributes: Record<string, string> = { ...given };
    delete attributes.sub;
    if (nameAttribute !== undefined) attributes[nameAttribute] = name;
    const now = this.#clock.now();
    const user: User = {
      poolId: pool.id,
      username: nameAttribute === undefined ? name : sub,
      sub,
      ...(passwordHash === undefined ? {} : { passwordHash }),
      status: 'FORCE_CHANGE_PASSWORD',
      enabled: true,
      attributes,
      createdAt: now,
      modifiedAt: now,
    };
    this.#users.save(user);
    return user;
  }

  /** By user name, `sub`, or an attribute that the pool lets stand for the name. */
  lookUp(pool: Pool, name: string): User | undefined {
    const direct = this.#users.find(pool.id, name);
    if (direct !== undefined) return direct;
    for (const attribute of [...pool.usernameAttributes, ...pool.aliasAttributes]) {
      const found = this.#users.findByAttribute(pool.id, attribute, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** @throws AwsError `UserNotFoundException` */
  get(pool: Pool, name: string): User {
    const user = this.lookUp(pool, name);
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    return user;
  }

  async setPassword(pool: Pool, user: User, password: string, isPermanent: boolean): Promise<User> {
    checkPolicy(password, pool.passwordPolicy);
    return this.#change(user, {
      passwordHash: await hashPassword(password),
      status: isPermanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    });
  }

  setEnabled(user: User, enabled: boolean): void {
    if (!enabled) this.#users.closeSessionsOf(user.poolId, user.username);
    this.#change(user, { enabled });
  }

  setAttributes(user: User, attributes: Readonly<Record<string, string>>): void {
    this.#change(user, { attributes: { ...user.attributes, ...attributes } });
  }

  /** @throws AwsError `NotAuthorizedException`, or `UserNotFoundException` where the client does not hide it */
  async authenticate(pool: Pool, client: Client, name: string, password: string): Promise<User> {
    const user = this.lookUp(pool, name);
    const wrong = new AwsError('NotAuthorizedException', 'Incorrect username or password.');
    if (user === undefined) {
      if (client.hidesUnknownUsers) throw wrong;
      throw new AwsError('UserNotFoundException', 'User does not exist.');
    }
    if (user.passwordHash === undefined || !(await isPassword(password, user.passwordHash))) throw wrong;
    requireEnabled(user);
    return user;
  }

  #change(user: User, change: Partial<User>): User {
    const changed = { ...user, ...change, modifiedAt: this.#clock.now() };
    this.#users.save(changed);
    return changed;
  }
}

/** @throws AwsError `NotAuthorizedException` */
export function requireEnabled(user: User): void {
  if (!user.enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
}

/** Which of the pool's user name attributes this is a value of; such a user is named by its `sub`. */
function nameAttributeOf(pool: Pool, name: string): string | undefined {
  if (pool.usernameAttributes.length === 0) return undefined;
  const attribute = name.includes('@') ? 'email' : name.startsWith('+') ? 'phone_number' : undefined;
  if (attribute !== undefined && pool.usernameAttributes.includes(attribute)) return attribute;
  const wanted = pool.usernameAttributes.join(' or ');
  throw new AwsError('InvalidParameterException', `Username should be a ${wanted}.`);
}
