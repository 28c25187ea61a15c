/** What the console must know of the deployment that serves it: `/config.json` on its own origin. */
export interface ConsoleConfig {
  /** e.g. `prod`; `local` on one machine. */
  readonly stage: string;
  readonly signIn: SignInConfig;
  /**
   * Presigned links that begin with `from` are served by this origin under `to`, e.g. `/files/`. Empty where the links
   * are of this origin already.
   */
  readonly files: readonly { readonly from: string; readonly to: string }[];
}

export interface SignInConfig {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  readonly logoutUrl: string;
  readonly clientId: string;
  /** This page as the issuer knows it; the issuer sends people back to exactly this address. */
  readonly redirectUri: string;
  readonly scope: string;
}

/** The deployment's `/config.json` is missing or not what this console expects: for the people who deploy it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** @throws ConfigurationError; a `TypeError` of fetch where the network failed */
export async function loadConfig(): Promise<ConsoleConfig> {
  const response = await fetch('/config.json', { cache: 'no-cache' });
  if (!response.ok) throw new ConfigurationError(`/config.json answered ${response.status}`);
  try {
    return readConfig(await response.json());
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError('/config.json is not JSON', { cause: error });
  }
}

/** @throws ConfigurationError naming the field that is missing */
export function readConfig(value: unknown): ConsoleConfig {
  const root = fieldsOf(value, 'config');
  const signIn = fieldsOf(root.signIn, 'signIn');
  const files = Array.isArray(root.files) ? root.files : [];
  return {
    stage: text(root, 'stage'),
    signIn: {
      authorizeUrl: text(signIn, 'authorizeUrl'),
      tokenUrl: text(signIn, 'tokenUrl'),
      revokeUrl: text(signIn, 'revokeUrl'),
      logoutUrl: text(signIn, 'logoutUrl'),
      clientId: text(signIn, 'clientId'),
      redirectUri: text(signIn, 'redirectUri'),
      scope: text(signIn, 'scope'),
    },
    files: files.map((one) => {
      const fields = fieldsOf(one, 'files');
      return { from: text(fields, 'from'), to: text(fields, 'to') };
    }),
  };
}

function fieldsOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new ConfigurationError(`/config.json has no ${name}`);
}

function text(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ConfigurationError(`/config.json has no ${name}`);
}
