import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deployedConnectionFile, readConnection, writeConnection } from '../../bin/connection.ts';
import { runDeploy } from '../../bin/deploy.ts';
import { aShell } from './typed-line.ts';

const consoleConfig = {
  stage: 'test',
  signIn: {
    authorizeUrl: 'https://pool.test/oauth2/authorize',
    tokenUrl: 'https://pool.test/oauth2/token',
    revokeUrl: 'https://pool.test/oauth2/revoke',
    logoutUrl: 'https://pool.test/logout',
    clientId: 'console',
    redirectUri: 'https://console.test/',
    scope: 'openid email',
  },
  files: [],
};
const outputs = {
  'Storehand-test-data': { Other: 'x' },
  'Storehand-test-api': {
    ApiUrl: 'https://api.test',
    UserPoolId: 'pool',
    UserPoolClientId: 'client',
    ConsoleUrl: 'https://console.test/',
    ConsoleBucket: 'console-files',
    ConsoleConfig: JSON.stringify(consoleConfig),
  },
};

/** Says what it was called with, and writes the outputs that a deployment would. */
const fakeCdk = `#!${process.execPath}
const { appendFileSync, writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
appendFileSync(process.env.CDK_CALLS, JSON.stringify({ words, region: process.env.AWS_REGION }) + '\\n');
if (words[0] === process.env.CDK_FAILS) process.exit(1);
const at = words.indexOf('--outputs-file');
if (at > 0) writeFileSync(words[at + 1], process.env.CDK_OUTPUTS);
`;

/** Builds a console of three files, or says why not. */
const fakeVite = `#!${process.execPath}
const { mkdirSync, writeFileSync } = require('node:fs');
if (process.env.VITE_FAILS) { console.error('no such module'); process.exit(1); }
const folder = process.argv[process.argv.indexOf('--outDir') + 1];
mkdirSync(folder + '/assets', { recursive: true });
writeFileSync(folder + '/index.html', '<title>Console</title>');
writeFileSync(folder + '/assets/app-1.js', 'run();');
`;

interface PutFile {
  readonly path: string;
  readonly type: string | undefined;
  readonly cache: string | undefined;
  readonly body: string;
}

let folder = '';
let puts: PutFile[] = [];
let administered: unknown[] = [];
let server: Server;
let isBootstrapped = true;
let hasAdminister = true;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'storehand-deploy-test-'));
  writeFileSync(join(folder, 'cdk'), fakeCdk);
  chmodSync(join(folder, 'cdk'), 0o755);
  writeFileSync(join(folder, 'vite'), fakeVite);
  chmodSync(join(folder, 'vite'), 0o755);
  puts = [];
  administered = [];
  writeFileSync(join(folder, 'calls'), '');
  isBootstrapped = true;
  hasAdminister = true;
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url = '', headers } = request;
    if (method === 'HEAD') return void response.writeHead(404).end();
    if (method === 'PUT') {
      const body = Buffer.concat(chunks).toString('utf8');
      puts.push({
        path: url.split('?')[0] ?? '',
        type: headers['content-type'],
        cache: headers['cache-control'],
        body,
      });
      return void response.writeHead(200, { etag: '"x"' }).end();
    }
    if (url.endsWith('/functions/Storehand-Administer-1/invocations')) {
      administered.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      return void response.writeHead(200).end('{"done":"note-console"}');
    }
    const [status, xml] = answer(
      new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('Action') ?? '',
    );
    response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
  });
  const { promise, resolve: listening } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening);
  await promise;
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function answer(action: string): [number, string] {
  const ok = (body: string) =>
    `<${action}Response><${action}Result>${body}</${action}Result></${action}Response>`;
  if (action === 'GetCallerIdentity') return [200, ok('<Account>123456789012</Account>')];
  if (action === 'DescribeStacks') {
    if (isBootstrapped) {
      return [200, ok('<Stacks><member><StackStatus>UPDATE_COMPLETE</StackStatus></member></Stacks>')];
    }
    const message = '<Type>Sender</Type><Code>ValidationError</Code><Message>does not exist</Message>';
    return [400, `<ErrorResponse><Error>${message}</Error></ErrorResponse>`];
  }
  const id = hasAdminister ? 'AdministerABC' : 'Another';
  const member = `<LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>Storehand-Administer-1</PhysicalResourceId><ResourceType>AWS::Lambda::Function</ResourceType>`;
  return [200, ok(`<StackResourceSummaries><member>${member}</member></StackResourceSummaries>`)];
}

async function deploy(words: string[], env: NodeJS.ProcessEnv = {}) {
  const { port } = server.address() as AddressInfo;
  // The SDK reads the process's own variables.
  const aws: NodeJS.ProcessEnv = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: undefined,
    AWS_DEFAULT_REGION: undefined,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    ...env,
  };
  for (const [name, value] of Object.entries(aws)) vi.stubEnv(name, value);
  const { shell, printed } = aShell({
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      XDG_CONFIG_HOME: folder,
      CDK_CALLS: join(folder, 'calls'),
      CDK_OUTPUTS: JSON.stringify(outputs),
      ...env,
    },
  });
  return { exit: await runDeploy(words, shell), ...printed() };
}

const calls = () =>
  readFileSync(join(folder, 'calls'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): { words: string[]; region: string } => JSON.parse(line));
const connectionFile = () => deployedConnectionFile({ XDG_CONFIG_HOME: folder }, 'test');
const line = ['--stage', 'test', '--region', 'eu-central-1', '--yes'];

describe('npm run deploy', () => {
  it('puts the console into its bucket, the page last, assets for ever, the rest asked for each time', async () => {
    const { exit, out } = await deploy(line);
    expect({ exit, console: out.includes('The console: https://console.test/') }).toEqual({
      exit: 0,
      console: true,
    });
    expect(puts.map(({ path, type, cache }) => [path, type, cache])).toEqual([
      [
        '/console-files/assets/app-1.js',
        'text/javascript; charset=utf-8',
        'public, max-age=31536000, immutable',
      ],
      ['/console-files/config.json', 'application/json', 'no-cache'],
      ['/console-files/index.html', 'text/html; charset=utf-8', 'no-cache'],
    ]);
    expect(JSON.parse(puts[1]?.body ?? '')).toEqual(consoleConfig);
  });

  it('deploys nothing when the console cannot be built', async () => {
    const { exit, err } = await deploy(line, { VITE_FAILS: '1' });
    expect(exit).toBe(1);
    expect(err).toContain('no such module');
    expect(err).toContain('Nothing was deployed');
    expect(calls()).toEqual([]);
  });

  it('deploys all stacks of the stage and writes the connection', async () => {
    const { exit, out } = await deploy(line);
    expect(exit).toBe(0);
    expect(out).toContain('Stage test → account 123456789012, region eu-central-1');
    expect(out).toContain('npx storehand init --stage test');
    const [call, ...others] = calls();
    expect(others).toEqual([]);
    expect(call?.region).toBe('eu-central-1');
    expect(call?.words.slice(0, 6)).toEqual([
      'deploy',
      '--all',
      '-c',
      'stage=test',
      '--require-approval',
      'never',
    ]);
    expect(readConnection(connectionFile())).toEqual({
      kind: 'aws',
      stage: 'test',
      apiUrl: 'https://api.test',
      region: 'eu-central-1',
      userPoolId: 'pool',
      userPoolClientId: 'client',
      administerFunction: 'Storehand-Administer-1',
    });
    // Notices link there from now on.
    expect(administered).toEqual([{ action: 'note-console', url: expect.stringMatching(/^https:/) }]);
  });

  it('prepares the account first where CDK has never been', async () => {
    isBootstrapped = false;
    const { exit, out } = await deploy([...line, '--lang', 'zh']);
    expect(exit).toBe(0);
    expect(out).toContain('正在执行 cdk bootstrap');
    expect(calls().map((call) => call.words.slice(0, 2))).toEqual([
      ['bootstrap', 'aws://123456789012/eu-central-1'],
      ['deploy', '--all'],
    ]);
  });

  it('keeps the store and the sign-in of an earlier deployment, not those of another user pool', async () => {
    await deploy(line);
    const first = readConnection(connectionFile());
    if (first?.kind !== 'aws') throw new Error('no connection was written');
    writeConnection(connectionFile(), { ...first, store: 'shop' });
    const { out } = await deploy(line);
    expect(readConnection(connectionFile())?.store).toBe('shop');
    expect(out).toContain('npx storehand status --stage test');
    writeConnection(connectionFile(), { ...first, store: 'shop', userPoolId: 'another' });
    await deploy(line);
    expect(readConnection(connectionFile())?.store).toBeUndefined();
  });

  it('ends with 1 and writes nothing when cdk fails, at either step', async () => {
    const { exit, err } = await deploy(line, { CDK_FAILS: 'deploy' });
    expect({ exit, told: err.includes('cdk deploy failed') }).toEqual({ exit: 1, told: true });
    isBootstrapped = false;
    expect((await deploy(line, { CDK_FAILS: 'bootstrap' })).err).toContain('cdk bootstrap failed');
    expect(existsSync(connectionFile())).toBe(false);
  });

  it('ends with 1 when the deployed stacks are not what it expects', async () => {
    hasAdminister = false;
    expect((await deploy(line)).err).toContain('Storehand-test-governance/Administer was not found');
    expect((await deploy(line, { CDK_OUTPUTS: '{}' })).err).toContain('Storehand-test-api was not found');
  });

  it('says what is missing: credentials, a region, a yes, a stage', async () => {
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    expect(await deploy(line, none)).toMatchObject({
      exit: 1,
      err: expect.stringContaining('no AWS credentials'),
    });
    const [stage, test, , , yes] = line;
    expect((await deploy([stage ?? '', test ?? '', yes ?? ''])).err).toContain('No AWS region is known');
    expect(await deploy(line.slice(0, 4))).toMatchObject({ exit: 2, err: expect.stringContaining('--yes') });
    expect(await deploy([])).toMatchObject({ exit: 2, err: expect.stringContaining('--stage') });
    expect(await deploy(['--stage', 'Not A Stage'])).toMatchObject({ exit: 2 });
    expect(await deploy(['--stage', 'local'])).toMatchObject({ exit: 2 });
    expect(calls()).toEqual([]);
  });

  it('ends with 3 when AWS does not answer', async () => {
    const unused = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' };
    expect(await deploy(line, unused)).toMatchObject({
      exit: 3,
      err: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
