import type { LocalSystem } from '../../local/system.ts';
import type { LocalShop } from './shop.ts';

/** The shop's HTTP API as its operator sees it: the same routes that the console and the command line use. */
export class LocalApi {
  readonly #system: LocalSystem;
  readonly #shop: LocalShop;

  constructor(system: LocalSystem, shop: LocalShop) {
    this.#system = system;
    this.#shop = shop;
  }

  /** @returns undefined for 404. @throws Error for any other answer but 200 */
  async get<T>(path: string): Promise<T | undefined> {
    const response = await fetch(`${this.#system.url}/api/${this.#shop.store}/${path}`, {
      headers: { authorization: `Bearer ${await this.#token()}` },
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async #token(): Promise<string> {
    const { userPoolId, userPoolClientId, members } = this.#shop;
    const username = members.find((member) => member.roles.includes('operator'))?.email ?? '';
    const { accessToken } = await this.#system.services.identity.issueToken({
      poolId: userPoolId,
      clientId: userPoolClientId,
      username,
    });
    return accessToken;
  }
}
