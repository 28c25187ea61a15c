import { describe, expect, it } from 'vitest';
import { pascalCase } from '../../functions/platform/manifest.ts';
import { workflows } from '../../functions/workflows.ts';
import { expectedRights, manifestFunctions, type Right, wildcardWords, wordsOf } from './granted.ts';
import { asText, ofType, plainId, type Resource, synthesise } from './synthesised.ts';

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly NotAction?: unknown;
  readonly NotResource?: unknown;
}

const synthesis = synthesise();
const roles = ofType(synthesis, 'AWS::IAM::Role');
const policies = ofType(synthesis, 'AWS::IAM::Policy');

function statementsOf(role: Resource): readonly Statement[] {
  const attached = policies.filter(
    ({ stack, properties }) =>
      stack === role.stack && JSON.stringify(properties.Roles).includes(`{"Ref":"${role.id}"}`),
  );
  return attached.flatMap(
    ({ properties }) => (properties.PolicyDocument as { Statement: Statement[] }).Statement,
  );
}

function rightsOf(role: Resource): ReadonlySet<Right> {
  return new Set(
    statementsOf(role).flatMap(({ Action = [], Resource: resources }) =>
      [Action]
        .flat()
        .flatMap((action) => [resources].flat().map((resource): Right => `${action} on ${asText(resource)}`)),
    ),
  );
}

const roleOf = (stack: string, id: string) => {
  const found = roles.find((role) => role.stack === stack && plainId(role.id) === `${id}Role`);
  if (found === undefined) throw new Error(`no role of ${id} in ${stack}`);
  return found;
};

describe('every role', () => {
  it('belongs to a function of a manifest, a machine or the schedules', () => {
    const known = [
      ...manifestFunctions.map(({ stack, spec }) => `${stack} ${pascalCase(spec.name)}Role`),
      ...workflows.map(({ slug }) => `Storehand-test-${slug} MachineRole`),
      'Storehand-test-governance ScheduleRole',
    ];
    expect(roles.map(({ stack, id }) => `${stack} ${plainId(id)}`).sort()).toEqual(known.sort());
  });

  it('has no policy but those in the template, and none that allows all but something', () => {
    for (const role of roles) {
      expect(role.properties.ManagedPolicyArns, role.id).toBeUndefined();
      expect(role.properties.Policies, role.id).toBeUndefined();
      for (const statement of statementsOf(role)) {
        expect(Object.keys(statement).sort()).toEqual(['Action', 'Effect', 'Resource']);
        expect(statement.Effect).toBe('Allow');
      }
    }
    const users = policies.flatMap(({ properties }) =>
      [properties.Users ?? [], properties.Groups ?? []].flat(),
    );
    expect(users).toEqual([]);
  });

  it('is assumed by one service', () => {
    const services = roles.map(({ properties }) => {
      const { Statement: statements } = properties.AssumeRolePolicyDocument as {
        Statement: { Principal: unknown; Action: unknown }[];
      };
      return statements.map(({ Principal, Action }) => JSON.stringify([Principal, Action]));
    });
    const allowed = ['lambda', 'states', 'scheduler'].map((service) =>
      JSON.stringify([{ Service: `${service}.amazonaws.com` }, 'sts:AssumeRole']),
    );
    for (const trusted of services) {
      expect(trusted).toHaveLength(1);
      expect(allowed).toContain(trusted[0]);
    }
  });

  it('names every action in full', () => {
    const actions = roles.flatMap((role) => [...rightsOf(role)].map((right) => right.split(' on ')[0] ?? ''));
    expect(actions.length).toBeGreaterThan(100);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });
});

describe('the function', () => {
  it.each(manifestFunctions.map((one) => [one.spec.name, one] as const))(
    '%s may do what its manifest says and nothing else',
    (name, one) => {
      const id = pascalCase(name);
      const expected = [...expectedRights(one, id)].sort();
      expect([...rightsOf(roleOf(one.stack, id))].sort()).toEqual(expected);
    },
  );
});

describe('every wildcard', () => {
  const wildcards = roles.flatMap((role) =>
    [...rightsOf(role)].filter((right) => right.includes('*')).map((right) => ({ role, right })),
  );

  it('of a function is explained by a word of its manifest', () => {
    const ofFunctions = wildcards.filter(({ role }) => !/^(Machine|Schedule)Role/.test(role.id));
    expect(ofFunctions.length).toBeGreaterThan(10);
    const unexplained = ofFunctions.filter(({ role, right }) => {
      const one = manifestFunctions.find(
        ({ stack, spec }) => stack === role.stack && `${pascalCase(spec.name)}Role` === plainId(role.id),
      );
      const [, resource = ''] = right.split(' on ');
      const known = wildcardWords.find((entry) => entry.resource.test(resource));
      return (
        one === undefined || known === undefined || !known.words.some((word) => wordsOf(one.spec).has(word))
      );
    });
    expect(unexplained).toEqual([]);
  });

  it('without any bound is the delivery of logs', () => {
    const unbound = wildcards.filter(({ right }) => right.endsWith(' on *'));
    expect(unbound.length).toBeGreaterThan(0);
    for (const { role, right } of unbound) {
      expect(role.id).toMatch(/^MachineRole/);
      expect(right).toMatch(
        /^logs:(\w+LogDelivery|ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups) on \*$/,
      );
    }
  });
});

describe('a machine', () => {
  it.each(workflows.map(({ slug }) => slug))('%s calls its own functions only, in every version', (slug) => {
    const workflow = workflows.find((manifest) => manifest.slug === slug);
    const behindRoutes =
      workflow?.triggers.flatMap((one) => (one.kind === 'api' ? [one.function] : [])) ?? [];
    const called = workflow?.functions
      .map(({ name }) => name)
      .filter((name) => name !== workflow.intake.starter && !behindRoutes.includes(name));
    const rights = [...rightsOf(roleOf(`Storehand-test-${slug}`, 'Machine'))];
    const invoked = rights.filter((right) => !right.startsWith('logs:'));
    // An execution that waited for a person over a deployment calls the versions that it started with.
    expect(invoked.sort()).toEqual(
      called?.map((name) => `lambda:InvokeFunction on <${pascalCase(name)}.Arn>:*`).sort(),
    );
  });
});

describe('schedules', () => {
  it('put messages into queues of this stage and do nothing else', () => {
    expect([...rightsOf(roleOf('Storehand-test-governance', 'Schedule'))]).toEqual([
      'sqs:SendMessage on arn:<Partition>:sqs:<Region>:<AccountId>:Storehand-test-*',
    ]);
  });
});

describe('resource policies', () => {
  it('let nobody in from outside, and services only for our own rules, queues, alarms and distribution', () => {
    const types = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'];
    const statements = types.flatMap((type) =>
      ofType(synthesis, type).flatMap(
        ({ properties }) =>
          (
            properties.PolicyDocument as {
              Statement: { Effect: string; Principal: unknown; Condition?: unknown }[];
            }
          ).Statement,
      ),
    );
    const allowing = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowing.length).toBeGreaterThan(0);
    for (const { Principal, Condition } of allowing) {
      expect(JSON.stringify(Principal)).toMatch(
        /^\{"Service":"(events|cloudwatch|cloudfront)\.amazonaws\.com"\}$/,
      );
      expect(JSON.stringify(Condition)).toMatch(/aws:SourceArn|aws:SourceAccount/i);
    }
  });

  it('let anybody call a function only through a rule or a route of ours', () => {
    for (const { properties, id } of ofType(synthesis, 'AWS::Lambda::Permission')) {
      expect(properties.Principal, id).toMatch(/^(events|apigateway)\.amazonaws\.com$/);
      expect(properties.SourceArn, id).toBeDefined();
    }
  });
});
