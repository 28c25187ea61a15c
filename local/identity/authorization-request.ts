import type { Client, Pools } from './pools.ts';

/** What a client's page asks of the authorize endpoint; everything in it has been checked. */
export interface AuthorizationRequest {
  readonly client: Client;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  /** Of the S256 method. */
  readonly challenge: string;
  readonly prompt: 'none' | 'login' | undefined;
}

/** The client or its address is wrong: nobody may be sent anywhere, the person is told. */
export class UntrustedRequestError extends Error {
  override readonly name = 'UntrustedRequestError';
}

/** The request is wrong; the client's own page is told, by a redirect. Codes of RFC 6749, section 4.1.2.1. */
export class RefusedRequestError extends Error {
  override readonly name = 'RefusedRequestError';
  readonly code: string;
  readonly redirectUri: string;
  readonly state: string | undefined;

  constructor(code: string, description: string, redirectUri: string, state: string | undefined) {
    super(description);
    this.code = code;
    this.redirectUri = redirectUri;
    this.state = state;
  }
}

/**
 * Reads the query of the authorize endpoint. Stricter than Cognito: the S256 challenge is required of every client.
 *
 * @param publicAddress how an address of the templates is reached on this machine
 * @throws UntrustedRequestError, RefusedRequestError
 */
export function readAuthorizationRequest(
  query: URLSearchParams,
  pools: Pools,
  publicAddress: (address: string) => string,
): AuthorizationRequest {
  const client = findClient(pools, query.get('client_id') ?? '');
  const redirectUri = query.get('redirect_uri') ?? '';
  // To the letter: a prefix or a pattern would send codes wherever somebody finds a redirect.
  if (!client.callbackUrls.map(publicAddress).includes(redirectUri)) {
    throw new UntrustedRequestError('redirect_uri is none of the client’s');
  }
  const state = query.get('state') ?? undefined;
  const refuse = (code: string, description: string): never => {
    throw new RefusedRequestError(code, description, redirectUri, state);
  };
  if (query.get('response_type') !== 'code')
    refuse('unsupported_response_type', 'response_type must be code');
  if (!client.oauthFlows.has('code')) refuse('unauthorized_client', 'the client may not use this flow');
  const challenge = query.get('code_challenge') ?? '';
  // 43 characters: a SHA-256 in base64url.
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge)) {
    refuse('invalid_request', 'code_challenge of the method S256 is required');
  }
  const scopes = (query.get('scope') ?? client.oauthScopes.join(' ')).split(' ').filter(Boolean);
  if (!scopes.every((scope) => client.oauthScopes.includes(scope))) {
    refuse('invalid_scope', 'the client may not ask for that');
  }
  const prompt = query.get('prompt');
  return {
    client,
    redirectUri,
    scopes,
    state,
    nonce: query.get('nonce') ?? undefined,
    challenge,
    prompt: prompt === 'none' || prompt === 'login' ? prompt : undefined,
  };
}

function findClient(pools: Pools, clientId: string): Client {
  const client = pools
    .all()
    .map(({ clients }) => clients.get(clientId))
    .find((one) => one !== undefined);
  if (client === undefined) throw new UntrustedRequestError('client_id is not known here');
  return client;
}
