import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generatePassword, passwordShape } from '../../../local/secrets/generate-password.ts';
import { SecretsService } from '../../../local/secrets/service.ts';
import { ManualTime } from '../scheduler/manual-time.ts';
import { clientSettings, serve } from '../scheduler/served.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };
const DAY_MS = 86_400_000;

let directory: string;
let time: ManualTime;
let service: SecretsService;
let client: SecretsManagerClient;
let close: () => Promise<void>;

async function open(): Promise<void> {
  service = new SecretsService({ directory, identity, clock: time });
  const served = await serve(service);
  close = served.close;
  client = new SecretsManagerClient({ ...clientSettings, endpoint: served.endpoint });
}

async function shut(): Promise<void> {
  client.destroy();
  await close();
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
  time = new ManualTime('2026-01-01T00:00:00Z');
  await open();
});

afterEach(async () => {
  await shut();
  await rm(directory, { recursive: true });
});

const get = (SecretId: string, VersionStage?: string) =>
  client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
const token = (text: string): string => text.padEnd(32, '-');

describe('a secret', () => {
  it('is found by name, ARN and ARN without its suffix, also after a restart', async () => {
    const { ARN = '' } = await client.send(new CreateSecretCommand({ Name: 'shop/key', SecretString: 'v1' }));
    await shut();
    await open();
    for (const id of ['shop/key', ARN, ARN.slice(0, -7)]) {
      expect((await get(id)).SecretString).toBe('v1');
    }
    await expect(get('shop/other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('stands in a file that only its owner reads, with nothing left beside it', async () => {
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: 'v1' }));
    await client.send(new PutSecretValueCommand({ SecretId: 'a', SecretString: 'v2' }));
    expect(await readdir(directory)).toEqual(['secrets.json']);
    expect((await stat(join(directory, 'secrets.json'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(directory, 'secrets.json'), 'utf8')).toContain('v2');
  });

  it('keeps its previous value under AWSPREVIOUS', async () => {
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: 'v1' }));
    await client.send(new PutSecretValueCommand({ SecretId: 'a', SecretString: 'v2' }));
    await client.send(new UpdateSecretCommand({ SecretId: 'a', SecretString: 'v3', Description: 'third' }));
    expect((await get('a')).SecretString).toBe('v3');
    expect((await get('a', 'AWSPREVIOUS')).SecretString).toBe('v2');
    const { VersionIdsToStages, Description } = await client.send(
      new DescribeSecretCommand({ SecretId: 'a' }),
    );
    expect(
      Object.values(VersionIdsToStages ?? {})
        .flat()
        .toSorted(),
    ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
    expect(Description).toBe('third');
  });

  it('can hold a value under a label of its own, the current one untouched', async () => {
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: 'v1' }));
    await client.send(
      new PutSecretValueCommand({ SecretId: 'a', SecretString: 'v2', VersionStages: ['AWSPENDING'] }),
    );
    expect((await get('a')).SecretString).toBe('v1');
    expect((await get('a', 'AWSPENDING')).SecretString).toBe('v2');
  });

  it('takes the same token with the same value once, and refuses it with another', async () => {
    const put = (SecretString: string) =>
      client.send(
        new PutSecretValueCommand({ SecretId: 'a', SecretString, ClientRequestToken: token('one') }),
      );
    const create = (SecretString: string) =>
      client.send(new CreateSecretCommand({ Name: 'a', SecretString, ClientRequestToken: token('zero') }));
    const first = await create('v1');
    expect((await create('v1')).ARN).toBe(first.ARN);
    await expect(create('v9')).rejects.toMatchObject({ name: 'ResourceExistsException' });
    await put('v2');
    await put('v2');
    expect((await get('a', 'AWSPREVIOUS')).SecretString).toBe('v1');
    await expect(put('v3')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('holds bytes', async () => {
    const SecretBinary = new Uint8Array([0, 255, 1]);
    await client.send(new CreateSecretCommand({ Name: 'a', SecretBinary }));
    expect((await get('a')).SecretBinary).toEqual(SecretBinary);
  });

  it('refuses more than 64 KiB', async () => {
    const create = (length: number) =>
      client.send(new CreateSecretCommand({ Name: `a${length}`, SecretString: 'é'.repeat(length / 2) }));
    await create(65_536);
    await expect(create(65_538)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('can be restored within its recovery window, and is gone after it', async () => {
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: 'v1' }));
    const remove = () => client.send(new DeleteSecretCommand({ SecretId: 'a', RecoveryWindowInDays: 7 }));
    expect((await remove()).DeletionDate).toEqual(new Date('2026-01-08T00:00:00Z'));
    await expect(get('a')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(
      client.send(new CreateSecretCommand({ Name: 'a', SecretString: 'v2' })),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await client.send(new RestoreSecretCommand({ SecretId: 'a' }));
    expect((await get('a')).SecretString).toBe('v1');
    await remove();
    await time.advance(8 * DAY_MS);
    await expect(get('a')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is gone at once when forced', async () => {
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: 'v1' }));
    await client.send(new DeleteSecretCommand({ SecretId: 'a', ForceDeleteWithoutRecovery: true }));
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: 'v2' }));
    expect((await get('a')).SecretString).toBe('v2');
  });

  it('is listed by the beginning of its name', async () => {
    for (const Name of ['storehand/a', 'storehand/b', 'other/a']) {
      await client.send(new CreateSecretCommand({ Name, SecretString: 'v' }));
    }
    const list = async (...Values: string[]) => {
      const { SecretList } = await client.send(
        new ListSecretsCommand({ Filters: [{ Key: 'name', Values }] }),
      );
      return SecretList?.map(({ Name }) => Name).toSorted();
    };
    expect(await list('storehand/')).toEqual(['storehand/a', 'storehand/b']);
    expect(await list('!storehand/')).toEqual(['other/a']);
  });
});

describe('a secret of a template', () => {
  const resource = {
    type: 'AWS::SecretsManager::Secret',
    logicalId: 'Key',
    stackName: 'Shop',
    metadata: {},
    properties: {
      GenerateSecretString: {
        SecretStringTemplate: '{"user":"shop"}',
        GenerateStringKey: 'password',
        PasswordLength: 20,
      },
    },
  };

  it('is generated once', async () => {
    const { ref } = await service.provision(resource);
    const first = (await get(ref)).SecretString ?? '';
    expect(JSON.parse(first)).toEqual({ user: 'shop', password: expect.stringMatching(/^.{20}$/) });
    expect((await service.provision(resource)).ref).toBe(ref);
    expect((await get(ref)).SecretString).toBe(first);
  });

  it('keeps what somebody put, until the template says something else', async () => {
    const withText = (SecretString: string) => ({ ...resource, properties: { Name: 'fixed', SecretString } });
    await service.provision(withText('from template'));
    await client.send(new PutSecretValueCommand({ SecretId: 'fixed', SecretString: 'from a person' }));
    await service.provision(withText('from template'));
    expect((await get('fixed')).SecretString).toBe('from a person');
    await service.provision(withText('new template'));
    expect((await get('fixed')).SecretString).toBe('new template');
  });
});

describe('a generated password', () => {
  it('has its length, every kind asked for, and nothing excluded', () => {
    fc.assert(
      fc.property(
        fc.record({
          PasswordLength: fc.integer({ min: 5, max: 40 }),
          ExcludeNumbers: fc.boolean(),
          ExcludePunctuation: fc.boolean(),
          ExcludeUppercase: fc.boolean(),
          ExcludeCharacters: fc.constantFrom('', '"@/\\', 'abc'),
        }),
        (rules) => {
          const password = generatePassword(passwordShape.parse(rules));
          expect(password).toHaveLength(rules.PasswordLength);
          expect(/[a-z]/.test(password)).toBe(true);
          expect(/[A-Z]/.test(password)).toBe(!rules.ExcludeUppercase);
          expect(/\d/.test(password)).toBe(!rules.ExcludeNumbers);
          expect(/[^\dA-Za-z]/.test(password)).toBe(!rules.ExcludePunctuation);
          expect([...rules.ExcludeCharacters].some((character) => password.includes(character))).toBe(false);
        },
      ),
    );
  });
});
