import { describe, expect, it } from 'vitest';
import { pascalCase } from '../../functions/platform/manifest.ts';
import { manifestFunctions } from './granted.ts';
import { asRecord, asText, ofType, plainId, type Resource, synthesise, targetOf } from './synthesised.ts';

const synthesis = synthesise();
const all = (type: string) => ofType(synthesis, type);
const named = (resources: readonly Resource[]) => resources.map((one) => [one.id, one] as const);

const functions = all('AWS::Lambda::Function');
const queues = all('AWS::SQS::Queue');
const mappings = all('AWS::Lambda::EventSourceMapping');

describe('what outlives every deployment', () => {
  const lasting = [
    'AWS::DynamoDB::GlobalTable',
    'AWS::S3::Bucket',
    'AWS::Cognito::UserPool',
    // An approval answered next week goes on with the code that asked.
    'AWS::Lambda::Version',
    'AWS::StepFunctions::StateMachineVersion',
  ];

  it.each(lasting)('%s is retained', (type) => {
    const resources = all(type);
    expect(resources.length).toBeGreaterThan(0);
    for (const { id, deletionPolicy } of resources) expect(deletionPolicy, id).toBe('Retain');
  });

  it.each(named(all('AWS::DynamoDB::GlobalTable')))(
    'the table %s cannot be deleted by mistake and can be put back to any second of the last weeks',
    (_, { properties }) => {
      const replicas = properties.Replicas as Record<string, unknown>[];
      expect(replicas.length).toBeGreaterThan(0);
      for (const replica of replicas) {
        expect(replica.DeletionProtectionEnabled).toBe(true);
        expect(replica.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
      }
      expect(properties.SSESpecification).toMatchObject({ SSEEnabled: true });
      expect(properties.BillingMode).toBe('PAY_PER_REQUEST');
    },
  );

  it.each(named(all('AWS::S3::Bucket')))('the bucket %s is closed, encrypted and versioned', (_, bucket) => {
    const { properties } = bucket;
    expect(properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(properties.OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
    expect(JSON.stringify(properties.BucketEncryption)).toMatch(/AES256|aws:kms/);
    expect(properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  it('locks the anchors of the audit', () => {
    const anchors = all('AWS::S3::Bucket').find(({ id }) => plainId(id) === 'Anchors');
    expect(anchors?.properties.ObjectLockEnabled).toBe(true);
    expect(anchors?.properties.ObjectLockConfiguration).toMatchObject({
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } },
    });
  });

  it('forgets replaced versions in time, except those of the anchors', () => {
    const kept = all('AWS::S3::Bucket').map(({ id, properties }) => {
      const { Rules } = asRecord(properties.LifecycleConfiguration);
      const [rule = {}, ...others] = Rules as Record<string, unknown>[];
      expect(others, id).toEqual([]);
      expect(rule, id).toMatchObject({ Status: 'Enabled' });
      expect(rule.ExpirationInDays, id).toBeUndefined();
      return [plainId(id), rule.NoncurrentVersionExpiration, rule.ExpiredObjectDeleteMarker];
    });
    expect(kept).toEqual([
      ['Inbox', { NoncurrentDays: 365 }, true],
      ['Media', { NoncurrentDays: 30 }, true],
      ['Lake', { NoncurrentDays: 30 }, true],
      ['Anchors', undefined, undefined],
      ['ConsoleFiles', { NoncurrentDays: 30 }, true],
    ]);
  });

  it('lets nobody sign up by themselves, and protects the user pool', () => {
    for (const { properties } of all('AWS::Cognito::UserPool')) {
      expect(properties.AdminCreateUserConfig).toEqual({ AllowAdminCreateUserOnly: true });
      expect(properties.DeletionProtection).toBe('ACTIVE');
    }
  });
});

describe('encryption in transit', () => {
  const policyOf: Readonly<Record<string, { type: string; property: string }>> = {
    'AWS::S3::Bucket': { type: 'AWS::S3::BucketPolicy', property: 'Bucket' },
    'AWS::SQS::Queue': { type: 'AWS::SQS::QueuePolicy', property: 'Queues' },
    'AWS::SNS::Topic': { type: 'AWS::SNS::TopicPolicy', property: 'Topics' },
  };

  it.each(Object.keys(policyOf))('is asked for by every %s', (type) => {
    const { type: policyType = '', property = '' } = policyOf[type] ?? {};
    const refusing = all(policyType).filter(({ properties }) => {
      const { Statement } = properties.PolicyDocument as { Statement: Record<string, unknown>[] };
      return Statement.some(
        ({ Effect, Condition, Principal }) =>
          Effect === 'Deny' &&
          JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}' &&
          /^("\*"|\{"AWS":"\*"\})$/.test(JSON.stringify(Principal)),
      );
    });
    const guarded = refusing.map(
      ({ stack, properties }) => `${stack} ${JSON.stringify(properties[property])}`,
    );
    const resources = all(type);
    expect(resources.length).toBeGreaterThan(0);
    for (const { stack, id } of resources) {
      expect(
        guarded.some((text) => text.startsWith(`${stack} `) && text.includes(`"${id}"`)),
        id,
      ).toBe(true);
    }
  });
});

describe('every function', () => {
  it('comes from a manifest, and every manifest’s function is there', () => {
    expect(functions.map(({ stack, id }) => `${stack} ${plainId(id)}`).sort()).toEqual(
      manifestFunctions.map(({ stack, spec }) => `${stack} ${pascalCase(spec.name)}`).sort(),
    );
  });

  it.each(named(functions))('%s runs Node.js 24 on arm64 with its manifest’s memory and time', (_, made) => {
    const { spec } =
      manifestFunctions.find(
        (one) => one.stack === made.stack && pascalCase(one.spec.name) === plainId(made.id),
      ) ?? {};
    expect(made.properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: spec?.memoryMb,
      Timeout: spec?.timeoutSeconds,
      Description: spec?.purpose,
    });
    expect(made.properties.Environment).toMatchObject({
      Variables: { NODE_OPTIONS: '--enable-source-maps', STOREHAND_STAGE: 'test' },
    });
  });

  it.each(named(functions))('%s writes structured logs into a group of its own, which forgets', (_, made) => {
    const { LogGroup, LogFormat } = made.properties.LoggingConfig as Record<string, unknown>;
    expect(LogFormat).toBe('JSON');
    const group = targetOf(synthesis, made, LogGroup);
    expect(plainId(group.id)).toBe(`${plainId(made.id)}Logs`);
    expect(group.properties.RetentionInDays).toBe(90);
  });

  it('behind the API answers before the gateway gives up after 30 s', () => {
    const behindRoutes = all('AWS::Lambda::Permission').filter(
      ({ properties }) => properties.Principal === 'apigateway.amazonaws.com',
    );
    expect(behindRoutes.length).toBeGreaterThan(10);
    const names = new Set(behindRoutes.map(({ properties }) => asText(properties.FunctionName)));
    const slow = functions.filter(
      ({ id, properties }) =>
        [...names].some((name) => name.includes(plainId(id))) && Number(properties.Timeout) > 29,
    );
    expect(slow.map(({ id }) => id)).toEqual([]);
  });
});

describe('log groups', () => {
  it.each(named(all('AWS::Logs::LogGroup')))('%s keeps its lines for a known time', (_, { properties }) => {
    expect(properties.RetentionInDays).toBe(90);
  });
});

describe('queues', () => {
  const deadLetterTargets = new Set(
    [
      ...queues.map(({ stack, properties }) => [
        stack,
        asRecord(properties.RedrivePolicy).deadLetterTargetArn,
      ]),
      ...functions.map(({ stack, properties }) => [stack, asRecord(properties.DeadLetterConfig).TargetArn]),
    ].map(([stack, arn]) => `${stack} ${asText(arn ?? '')}`),
  );

  it.each(named(queues))(
    '%s has a dead-letter queue or is one, and keeps messages for 14 days',
    (_, queue) => {
      const isDeadLetterQueue = deadLetterTargets.has(`${queue.stack} <${plainId(queue.id)}.Arn>`);
      expect(isDeadLetterQueue || queue.properties.RedrivePolicy !== undefined).toBe(true);
      expect(queue.properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
      expect(queue.properties.SqsManagedSseEnabled).toBe(true);
    },
  );

  it.each(named(mappings))('%s hides a message for six times what its consumer may take', (_, mapping) => {
    const queue = targetOf(synthesis, mapping, mapping.properties.EventSourceArn);
    const consumer = targetOf(synthesis, mapping, mapping.properties.FunctionName);
    expect(Number(queue.properties.VisibilityTimeout)).toBeGreaterThanOrEqual(
      6 * Number(consumer.properties.Timeout),
    );
    expect(mapping.properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  it('get what every rule could not deliver', () => {
    const rules = all('AWS::Events::Rule');
    expect(rules.length).toBeGreaterThan(4);
    for (const { id, properties } of rules) {
      for (const one of properties.Targets as Record<string, unknown>[]) {
        expect(one.DeadLetterConfig, id).toBeDefined();
      }
    }
  });
});
