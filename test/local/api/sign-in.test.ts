import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ApiService } from '../../../local/api/service.ts';
import { startFrontDoor } from '../../../local/front-door.ts';
import { IdentityService } from '../../../local/identity/service.ts';
import { provisionStacks } from '../../../local/provision/provision.ts';
import { synthesise } from '../../../local/provision/synthesise.ts';
import type { ResourceProvider } from '../../../local/service.ts';
import { buildThreeStacks } from '../provision/three-stacks.ts';

const accounts = { accountId: '000000000000', region: 'us-east-1' };

/** Stands for the services that this test does not need. */
const others: ResourceProvider = {
  types: [
    'AWS::DynamoDB::GlobalTable',
    'AWS::Events::Rule',
    'AWS::Lambda::Function',
    'AWS::S3::Bucket',
    'AWS::SQS::Queue',
    'AWS::StepFunctions::StateMachine',
  ],
  provision: async ({ logicalId }) => ({
    ref: logicalId,
    attributes: { Arn: `arn:${logicalId}`, StreamArn: '' },
  }),
};

it('a synthesised app’s API lets in exactly whom its user pool has signed in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
  const identity = await IdentityService.open({ identity: accounts, folder });
  const api = new ApiService({
    identity: accounts,
    keys: (issuer) => identity.keysOf(issuer),
    invoker: {
      invoke: async (functionName, payload) => ({
        payload: JSON.stringify({ functionName, event: JSON.parse(payload) }),
        executedVersion: '$LATEST',
      }),
    },
  });
  const { resources } = await provisionStacks({
    templates: await synthesise((props) => buildThreeStacks(props, 'weak'), join(folder, 'assembly')),
    providers: [others, identity, api],
    identity: accounts,
    stateFile: join(folder, 'resources.json'),
  });
  const refOf = (type: string) =>
    [...resources.values()].find((resource) => resource.type === type)?.ref ?? '';
  const poolId = refOf('AWS::Cognito::UserPool');
  const clientId = refOf('AWS::Cognito::UserPoolClient');
  const door = await startFrontDoor({
    port: 0,
    services: [identity, api],
    hasBucket: () => false,
    api,
    web: async (_, response) => void response.end(),
  });
  try {
    const ask = (token: string) =>
      fetch(`${door.url}/api/runs`, { headers: { authorization: `Bearer ${token}` } });
    await identity.ensureUser(poolId, 'owner');
    const { accessToken, idToken } = await identity.issueToken({ poolId, clientId, username: 'owner' });

    const answer = await ask(accessToken);

    expect(await answer.json()).toMatchObject({
      functionName: expect.stringMatching(/^arn:Handler/),
      event: {
        rawPath: '/api/runs',
        requestContext: { authorizer: { jwt: { claims: { username: 'owner', token_use: 'access' } } } },
      },
    });
    expect((await ask(idToken)).status).toBe(200);
    expect((await ask(`${accessToken.slice(0, -4)}AAAA`)).status).toBe(401);
    expect((await fetch(`${door.url}/api/runs`)).status).toBe(401);
  } finally {
    await door.close(0);
    await identity.stop();
  }
});
