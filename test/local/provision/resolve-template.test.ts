// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's Fn::Sub writes its references this way
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resolver } from '../../../local/provision/intrinsics.ts';
import { orderResources } from '../../../local/provision/resolve-template.ts';
import type { CloudFormationTemplate } from '../../../local/provision/template.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };

function resolverOf(
  template: CloudFormationTemplate = {},
  parameters: Record<string, string> = {},
): Resolver {
  return new Resolver({
    stackName: 'Shop',
    template,
    identity,
    parameters,
    resource: (logicalId) =>
      logicalId === 'Table'
        ? { ref: 'the-table', attributes: { Arn: 'arn:table', 'Nested.Name': 'n' } }
        : undefined,
    output: (stackName, outputName) => `${stackName}.${outputName}`,
    exported: (name) => `value of ${name}`,
  });
}

function resolve(
  value: unknown,
  template?: CloudFormationTemplate,
  parameters?: Record<string, string>,
): unknown {
  return resolverOf(template, parameters).resolve(value, 'Resources.X.Properties');
}

const template: CloudFormationTemplate = {
  Parameters: {
    Stage: { Type: 'String', Default: 'test' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/version' },
    Open: { Type: 'String' },
  },
  Mappings: { Sizes: { test: { memory: 512 } } },
  Conditions: {
    IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
    IsProduction: { 'Fn::Not': [{ Condition: 'IsTest' }] },
    Both: { 'Fn::And': [{ Condition: 'IsTest' }, { Condition: 'IsProduction' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsTest' }, { Condition: 'IsProduction' }] },
    Circle: { 'Fn::Not': [{ Condition: 'Circle' }] },
  },
};

describe('resolving a template’s values', () => {
  it.each([
    ['Ref to a resource', { Ref: 'Table' }, 'the-table'],
    ['Ref to a parameter', { Ref: 'Stage' }, 'test'],
    ['Ref to a list parameter', { Ref: 'Zones' }, ['a', 'b']],
    ['AWS::Region', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['AWS::AccountId', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['AWS::Partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['AWS::URLSuffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['AWS::StackName', { Ref: 'AWS::StackName' }, 'Shop'],
    [
      'AWS::StackId',
      { Ref: 'AWS::StackId' },
      'arn:aws:cloudformation:us-east-1:000000000000:stack/Shop/local',
    ],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:table'],
    ['GetAtt as a text with a dotted attribute', { 'Fn::GetAtt': 'Table.Nested.Name' }, 'n'],
    [
      'Sub of a text',
      { 'Fn::Sub': '${Table}/${Table.Arn}/${AWS::Region}/${!Kept}' },
      'the-table/arn:table/us-east-1/${Kept}',
    ],
    ['Sub with variables', { 'Fn::Sub': ['${A}-${Stage}', { A: { Ref: 'Table' } }] }, 'the-table-test'],
    ['Join', { 'Fn::Join': [':', ['a', { Ref: 'Stage' }, 3]] }, 'a:test:3'],
    ['Select', { 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
    ['Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'https://host/path'] }] }, ''],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 512],
    ['FindInMap’s default', { 'Fn::FindInMap': ['Sizes', 'x', 'memory', { DefaultValue: 1 }] }, 1],
    ['If', { 'Fn::If': ['IsProduction', 'p', 't'] }, 't'],
    ['And', { 'Fn::If': ['Both', 1, 2] }, 2],
    ['Or', { 'Fn::If': ['Either', 1, 2] }, 1],
    ['Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['GetAZs', { 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b', 'us-east-1c']],
    ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'x-${Stage}' } }, 'value of x-test'],
    [
      'GetStackOutput',
      { 'Fn::GetStackOutput': { StackName: 'Data', OutputName: 'Arn', Region: { Ref: 'AWS::Region' } } },
      'Data.Arn',
    ],
    ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Stage' } } }, '{"a":"test"}'],
    ['Length', { 'Fn::Length': { Ref: 'Zones' } }, 2],
    ['what is none', { Ref: 'Stage', Other: 1 }, { Ref: 'Stage', Other: 1 }],
  ])('resolves %s', (_, value, expected) => {
    expect(resolve(value, template)).toEqual(expected);
  });

  it('leaves out what is AWS::NoValue, in objects and in lists', () => {
    const none = { Ref: 'AWS::NoValue' };
    expect(resolve({ a: none, b: [1, none, { 'Fn::If': ['IsTest', none, 2] }] }, template)).toEqual({
      b: [1],
    });
  });

  it.each([
    [
      'an unknown function',
      { a: [{ 'Fn::Cidr': ['10.0.0.0/8', 1, 8] }] },
      /Shop, Resources\.X\.Properties\.a\[0\]: the function Fn::Cidr/,
    ],
    [
      'an unknown resource',
      { Ref: 'Nobody' },
      /Shop, Resources\.X\.Properties\.Ref: there is no parameter or resource Nobody/,
    ],
    [
      'an unknown attribute',
      { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      /Table has no attribute StreamArn.*Arn, Nested\.Name/,
    ],
    ['an item outside the list', { 'Fn::Select': [2, ['a']] }, /no item 2 in a list of 1/],
    ['a parameter without a value', { Ref: 'Open' }, /parameter Open has neither/],
    ['an SSM parameter', { Ref: 'BootstrapVersion' }, /SSM parameter \/cdk-bootstrap\/version/],
    ['a dynamic reference', { Password: '{{resolve:ssm:x}}' }, /Properties\.Password: a dynamic reference/],
    [
      'another region',
      { 'Fn::GetStackOutput': { StackName: 'D', OutputName: 'O', Region: 'eu-west-1' } },
      /region eu-west-1/,
    ],
    ['a condition that depends on itself', { 'Fn::If': ['Circle', 1, 2] }, /Circle depends on itself/],
  ])('refuses %s and says where', (_, value, message) => {
    expect(() => resolve(value, template)).toThrow(message);
  });

  it('takes a given parameter before its default, also for an SSM parameter', () => {
    const given = { Stage: 'prod', BootstrapVersion: '30' };
    expect(resolve({ s: { Ref: 'Stage' }, b: { Ref: 'BootstrapVersion' } }, template, given)).toEqual({
      s: 'prod',
      b: '30',
    });
  });

  it('answers any value without functions unchanged', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => !JSON.stringify(value).match(/"(Ref|Fn::|__proto__)|\{\{resolve/)),
        (value) => {
          expect(resolve(value)).toEqual(value);
        },
      ),
    );
  });
});

describe('ordering resources over stacks', () => {
  const order = (stacks: Record<string, CloudFormationTemplate>) =>
    orderResources(
      Object.entries(stacks).map(([stackName, stack]) => ({ stackName, template: stack })),
      { identity },
    ).map(({ stackName, logicalId }) => `${stackName}/${logicalId}`);
  const resource = (Properties: Record<string, unknown> = {}, more = {}) => ({
    Type: 'T',
    Properties,
    ...more,
  });

  it('puts a resource after what it names by Ref, GetAtt, Sub and DependsOn', () => {
    expect(
      order({
        S: {
          Resources: {
            A: resource({ p: { 'Fn::Sub': ['${x}${C.Arn}', { x: { 'Fn::GetAtt': ['B', 'Arn'] } }] } }),
            B: resource({ p: [{ Ref: 'D' }] }),
            C: resource({}, { DependsOn: ['D'] }),
            D: resource(),
          },
        },
      }),
    ).toEqual(['S/D', 'S/B', 'S/C', 'S/A']);
  });

  it('follows exports and outputs into another stack, whatever the stacks’ order', () => {
    expect(
      order({
        Front: {
          Resources: {
            A: resource({ p: { 'Fn::ImportValue': 'Data:One' } }),
            B: resource({ p: { 'Fn::GetStackOutput': { StackName: 'Data', OutputName: 'Two' } } }),
          },
        },
        Data: {
          Resources: { Two: resource(), One: resource(), Three: resource() },
          Outputs: {
            One: { Value: { Ref: 'One' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:One' } } },
            Two: { Value: { 'Fn::GetAtt': ['Two', 'Arn'] } },
          },
        },
      }),
    ).toEqual(['Data/One', 'Front/A', 'Data/Two', 'Front/B', 'Data/Three']);
  });

  it('leaves out what a condition excludes, and the branch that is not taken', () => {
    expect(
      order({
        S: {
          Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
          Resources: {
            A: resource({ p: { 'Fn::If': ['Never', { Ref: 'B' }, { Ref: 'C' }] } }, { DependsOn: 'B' }),
            B: resource({}, { Condition: 'Never' }),
            C: resource(),
          },
        },
      }),
    ).toEqual(['S/C', 'S/A']);
  });

  it('names the cycle, also one through two stacks', () => {
    const reads = (stackName: string) =>
      resource({ p: { 'Fn::GetStackOutput': { StackName: stackName, OutputName: 'O' } } });
    const Outputs = { O: { Value: { Ref: 'A' } } };
    expect(() =>
      order({
        One: { Resources: { A: reads('Two') }, Outputs },
        Two: { Resources: { A: reads('One') }, Outputs },
      }),
    ).toThrow('in a cycle: One/A → Two/A → One/A');
  });

  it.each([
    [
      'a reference',
      { p: { Ref: 'B' } },
      /Stack S, Resources\.A\.Properties\.p\.Ref: there is no parameter or resource B/,
    ],
    ['an import', { p: { 'Fn::ImportValue': 'x' } }, /No stack exports x/],
    [
      'an output',
      { p: { 'Fn::GetStackOutput': { StackName: 'S', OutputName: 'X' } } },
      /stack S has no output X/,
    ],
  ])('refuses %s that leads nowhere', (_, properties, message) => {
    expect(() => order({ S: { Resources: { A: resource(properties) } } })).toThrow(message);
  });

  it('puts every resource of any acyclic graph once, after all of its dependencies', () => {
    const graphs = fc
      .array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
      .map((edges) =>
        edges.map((targets, node) => targets.filter((target) => target > node && target < edges.length)),
      );
    fc.assert(
      fc.property(graphs, (edges) => {
        const Resources = Object.fromEntries(
          edges.map((targets, node) => [
            `R${node}`,
            resource({ p: targets.map((target) => ({ Ref: `R${target}` })) }),
          ]),
        );
        const ordered = order({ S: { Resources } });
        expect([...ordered].sort()).toEqual(edges.map((_, node) => `S/R${node}`).sort());
        for (const [node, targets] of edges.entries()) {
          for (const target of targets) {
            expect(ordered.indexOf(`S/R${target}`)).toBeLessThan(ordered.indexOf(`S/R${node}`));
          }
        }
      }),
    );
  });
});
