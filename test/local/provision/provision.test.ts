import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { provisionStacks } from '../../../local/provision/provision.ts';
import { synthesise } from '../../../local/provision/synthesise.ts';
import type { CloudFormationTemplate } from '../../../local/provision/template.ts';
import type { ResolvedResource, ResourceProvider } from '../../../local/service.ts';
import { buildThreeStacks } from './three-stacks.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };

/** Answers `ref-<logical id>` and any of the usual attributes, and remembers what it was asked for. */
class RecordingProvider implements ResourceProvider {
  readonly types: readonly string[];
  readonly seen: ResolvedResource[] = [];

  constructor(...types: string[]) {
    this.types = types;
  }

  async provision(resource: ResolvedResource) {
    this.seen.push(resource);
    const names = ['Arn', 'ApiEndpoint', 'ProviderURL', 'StreamArn'];
    const attributes = Object.fromEntries(
      names.map((name) => [name, `${name.toLowerCase()}:${resource.logicalId}`]),
    );
    return { ref: `ref-${resource.logicalId}`, attributes };
  }
}

function newStateFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'provision-')), 'resources.json');
}

function provision(template: CloudFormationTemplate, provider: ResourceProvider, stateFile = newStateFile()) {
  return provisionStacks({
    templates: [{ stackName: 'S', template }],
    providers: [provider],
    identity,
    stateFile,
  });
}

const SHOP_TYPES = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Events::Rule',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
];

describe('provisioning a synthesised CDK app', () => {
  it.each(['strong', 'weak'] as const)(
    'makes three stacks that read from one another (%s references)',
    async (kind) => {
      const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
      const templates = await synthesise((props) => buildThreeStacks(props, kind), outdir);
      const provider = new RecordingProvider(...SHOP_TYPES);

      const result = await provisionStacks({
        templates,
        providers: [provider],
        identity,
        stateFile: newStateFile(),
      });

      expect(templates.map(({ stackName }) => stackName)).toEqual(['Data', 'Work', 'Front']);
      expect(new Set(provider.seen.map(({ type }) => type))).toEqual(new Set(SHOP_TYPES));
      const propertiesOf = (type: string, stackName: string) =>
        provider.seen.find((resource) => resource.type === type && resource.stackName === stackName)
          ?.properties;
      expect(propertiesOf('AWS::Lambda::Function', 'Work')).toMatchObject({
        Environment: {
          Variables: {
            TABLE: expect.stringMatching(/^ref-State/),
            INBOX: expect.stringMatching(/^ref-Inbox/),
          },
        },
        Role: expect.stringMatching(/^arn:aws:iam::000000000000:role\/Work-InspectServiceRole/),
      });
      expect(propertiesOf('AWS::ApiGatewayV2::Authorizer', 'Front')).toMatchObject({
        JwtConfiguration: {
          Audience: [expect.stringMatching(/^ref-Console/)],
          Issuer: expect.stringMatching(/^providerurl:Users/),
        },
      });
      expect(result.outputs.Front?.ApiUrl).toMatch(/^apiendpoint:Api/);
      expect(JSON.stringify(provider.seen)).not.toMatch(/"Fn::|"Ref"/);
    },
  );
});

describe('provisioning', () => {
  it('says for every ignored resource why it was not made, and still answers its Ref and attributes', async () => {
    const provider = new RecordingProvider('T');
    const { resources, outputs } = await provision(
      {
        Resources: {
          Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'worker', Path: '/shop/' } },
          User: { Type: 'T', Properties: { role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
        },
        Outputs: { Role: { Value: { Ref: 'Role' } } },
      },
      provider,
    );
    expect(resources.get('S/Role')?.ignoredBecause).toMatch(/permissions are not checked/);
    expect(provider.seen[0]?.properties).toEqual({ role: 'arn:aws:iam::000000000000:role/shop/worker' });
    expect(outputs.S).toEqual({ Role: 'worker' });
  });

  it('lets a provider make a type that would otherwise be ignored', async () => {
    const provider = new RecordingProvider('AWS::Logs::LogGroup');
    const { resources } = await provision({ Resources: { Log: { Type: 'AWS::Logs::LogGroup' } } }, provider);
    expect(resources.get('S/Log')).toMatchObject({ ref: 'ref-Log' });
    expect(resources.get('S/Log')?.ignoredBecause).toBeUndefined();
  });

  it('names every unsupported type and its logical id before it makes anything', async () => {
    const provider = new RecordingProvider('T');
    const template = {
      Resources: { A: { Type: 'T' }, Vpc: { Type: 'AWS::EC2::VPC' }, Db: { Type: 'AWS::RDS::DBCluster' } },
    };
    await expect(provision(template, provider)).rejects.toThrow(
      'not supported on one machine: AWS::EC2::VPC (S/Vpc), AWS::RDS::DBCluster (S/Db)',
    );
    expect(provider.seen).toEqual([]);
  });

  it('wraps a provider’s error with stack, logical id and type', async () => {
    const cause = new Error('the disk is full');
    const provider = { types: ['T'], provision: () => Promise.reject(cause) };
    await expect(provision({ Resources: { A: { Type: 'T' } } }, provider)).rejects.toMatchObject({
      message: 'Stack S: A (T) could not be made: the disk is full',
      cause,
    });
  });

  it('reports what is gone from the templates at every start, until it is back', async () => {
    const stateFile = newStateFile();
    const provider = new RecordingProvider('T');
    const both = { Resources: { A: { Type: 'T' }, B: { Type: 'T' } } };
    const one = { Resources: { A: { Type: 'T' } } };
    const gone = [{ stackName: 'S', logicalId: 'B', type: 'T', ref: 'ref-B' }];
    expect((await provision(both, provider, stateFile)).gone).toEqual([]);
    expect((await provision(one, provider, stateFile)).gone).toEqual(gone);
    expect((await provision(one, provider, stateFile)).gone).toEqual(gone);
    expect((await provision(both, provider, stateFile)).gone).toEqual([]);
  });

  it('does not report a version that a newer one has replaced', async () => {
    const stateFile = newStateFile();
    const provider = new RecordingProvider('AWS::Lambda::Version');
    const version = (logicalId: string) => ({ Resources: { [logicalId]: { Type: 'AWS::Lambda::Version' } } });
    await provision(version('V1'), provider, stateFile);
    expect((await provision(version('V2'), provider, stateFile)).gone).toEqual([]);
  });

  it('refuses a state file that is not its own, and leaves it as it is', async () => {
    const stateFile = newStateFile();
    writeFileSync(stateFile, '{"half');
    await expect(provision({}, new RecordingProvider(), stateFile)).rejects.toThrow(
      /restore it or move it away/,
    );
    expect(readFileSync(stateFile, 'utf8')).toBe('{"half');
  });
});
