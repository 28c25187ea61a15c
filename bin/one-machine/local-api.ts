import type { LocalSystem } from '../../local/system.ts';
import type { LocalShop } from './shop.ts';

/** The API did not answer before the caller's patience ended; the same call may well work a little later. */
export class ApiBusyError extends Error {
  constructor(path: string, cause?: unknown) {
    super(`${path} was not answered in time`, { cause });
    this.name = 'ApiBusyError';
  }
}

/** The shop's HTTP API as its operator sees it: the same routes that the console and the command line use. */
export class LocalApi {
  readonly #system: LocalSystem;
  readonly #shop: LocalShop;
  readonly #operator: string;

  /** @param operator e-mail of the member to act as */
  constructor(system: LocalSystem, shop: LocalShop, operator: string) {
    this.#system = system;
    this.#shop = shop;
    this.#operator = operator;
  }

  /**
   * @param patience left out: as long as the API itself takes for an answer, 30 s
   * @returns undefined for 404
   * @throws ApiBusyError; Error for any other answer but 200
   */
  async get<T>(path: string, patience?: AbortSignal): Promise<T | undefined> {
    const authorization = `Bearer ${await this.#token()}`;
    const response = await fetch(`${this.#system.url}/api/${this.#shop.store}/${path}`, {
      headers: { authorization },
      ...(patience === undefined ? {} : { signal: patience }),
    }).catch((error: unknown) => {
      throw patience?.aborted === true ? new ApiBusyError(path, error) : error;
    });
    if (response.status === 404) return undefined;
    if (response.status === 503) throw new ApiBusyError(path);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async #token(): Promise<string> {
    const { userPoolId, userPoolClientId } = this.#shop;
    const { accessToken } = await this.#system.services.identity.issueToken({
      poolId: userPoolId,
      clientId: userPoolClientId,
      username: this.#operator,
    });
    return accessToken;
  }
}
