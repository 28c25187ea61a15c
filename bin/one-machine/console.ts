import { readConfig } from '../../console/src/session/config.ts';
import { type LocalSystem, localCredentials, localIdentity } from '../../local/system.ts';
import { builtConsole } from '../build-console.ts';
import { publishConsole } from '../publish-console.ts';
import { localStage } from './start-system.ts';

/** Puts the console that was built into the bucket that this machine's CloudFront serves. */
export async function openConsole(system: LocalSystem): Promise<void> {
  const { bucket, config } = consoleOf(system);
  const { url } = system;
  await publishConsole(
    builtConsole,
    {
      ...config,
      signIn: {
        ...config.signIn,
        authorizeUrl: `${url}/oauth2/authorize`,
        tokenUrl: `${url}/oauth2/token`,
        revokeUrl: `${url}/oauth2/revoke`,
        logoutUrl: `${url}/logout`,
        redirectUri: `${url}/`,
      },
      // Presigned links are of this origin already.
      files: [],
    },
    {
      bucket,
      client: {
        endpoint: url,
        region: localIdentity.region,
        credentials: localCredentials,
        forcePathStyle: true,
      },
    },
  );
}

/** An address that signs the member's browser in, once, and goes on to the console. */
export function signInLink(system: LocalSystem, userPoolId: string, email: string): string {
  const { clientId } = consoleOf(system).config.signIn;
  return system.services.identity.makeSignInLink({ poolId: userPoolId, username: email, clientId }).link;
}

function consoleOf(system: LocalSystem) {
  const outputs = system.provisioned.outputs[`Storehand-${localStage}-api`] ?? {};
  return {
    bucket: String(outputs.ConsoleBucket),
    config: readConfig(JSON.parse(String(outputs.ConsoleConfig))),
  };
}
