import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet } from 'jose';

/** What tokens are signed with, and what everybody may verify them with. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly jwks: JSONWebKeySet;
}

/** Readable by the owner only: whoever reads it can sign in as anybody. */
const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/**
 * The data folder's own RS256 key pair, made at the first start: tokens stay valid over restarts.
 *
 * @param folder where the key is kept, as PKCS #8; made, and closed to everybody but its owner
 */
export async function loadSigningKey(folder: string): Promise<SigningKey> {
  mkdirSync(folder, { recursive: true });
  // The users' password hashes lie in the same folder.
  chmodSync(folder, OWNER_ONLY_FOLDER);
  const path = join(folder, 'signing-key.pem');
  if (!existsSync(path)) writeNewKey(path);
  // A data folder that was copied or unpacked may have come with wider permissions.
  chmodSync(path, OWNER_ONLY);
  const privateKey = createPrivateKey(readFileSync(path));
  const jwk = await exportJWK(createPublicKey(privateKey));
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, jwks: { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] } };
}

function writeNewKey(path: string): void {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const temporary = `${path}.new`;
  writeFileSync(temporary, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: OWNER_ONLY });
  renameSync(temporary, path);
}
