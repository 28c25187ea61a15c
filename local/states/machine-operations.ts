import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import type { LocalClock } from '../service.ts';
import { parseMachineArn } from './arns.ts';
import { protocolTime } from './history-view.ts';
import type { Journal } from './journal.ts';
import { type MachineType, validateDefinition } from './language/validate.ts';
import { type MachineRegistry, versionArn } from './machine-registry.ts';
import type { MachineStore } from './machine-store.ts';
import { page } from './paging.ts';

interface Tag {
  key: string;
  value: string;
}

interface MachineInput {
  name?: string;
  stateMachineArn?: string;
  definition?: string;
  roleArn?: string;
  type?: MachineType;
  publish?: boolean;
  versionDescription?: string;
  loggingConfiguration?: unknown;
  tracingConfiguration?: unknown;
  tags?: Tag[];
}

function required(value: string | undefined, field: string): string {
  if (value === undefined) throw new AwsError('ValidationException', `'${field}' is required`);
  return value;
}

function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}

function tagRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

/** Operations on state machines, their versions and aliases. */
export function machineOperations(
  registry: MachineRegistry,
  machines: MachineStore,
  journal: Journal,
  clock: LocalClock,
): JsonOperations {
  const settled = async <T>(answer: T): Promise<T> => {
    await journal.durable();
    return answer;
  };
  const published = (arn: string, input: MachineInput) =>
    input.publish === true
      ? { stateMachineVersionArn: versionArn(registry.publish(arn, input.versionDescription)) }
      : {};
  const describe = (input: { stateMachineArn: string }) => {
    const machine = registry.find(input.stateMachineArn);
    const { qualifier } = parseMachineArn(input.stateMachineArn);
    const source = qualifier === undefined ? machine : registry.target(input.stateMachineArn);
    return {
      stateMachineArn: input.stateMachineArn,
      name: machine.name,
      status: machine.deleting ? 'DELETING' : 'ACTIVE',
      definition: machines.definitionText(source.definitionHash),
      roleArn: source.roleArn,
      type: machine.type,
      creationDate: protocolTime(machine.createdAt),
      loggingConfiguration: machine.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: machine.tracingConfiguration ?? { enabled: false },
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      revisionId: machine.revisionId,
    };
  };
  return {
    CreateStateMachine(input: MachineInput) {
      const machine = registry.create(required(input.name, 'name'), {
        definition: required(input.definition, 'definition'),
        roleArn: required(input.roleArn, 'roleArn'),
        type: input.type ?? 'STANDARD',
        loggingConfiguration: input.loggingConfiguration,
        tracingConfiguration: input.tracingConfiguration,
        tags: tagRecord(input.tags ?? []),
      });
      const creationDate = protocolTime(machine.createdAt);
      return settled({ stateMachineArn: machine.arn, creationDate, ...published(machine.arn, input) });
    },
    UpdateStateMachine(input: MachineInput) {
      const machine = registry.update(input.stateMachineArn, {
        ...optional('definition', input.definition),
        ...optional('roleArn', input.roleArn),
        ...optional('loggingConfiguration', input.loggingConfiguration),
        ...optional('tracingConfiguration', input.tracingConfiguration),
      });
      const updateDate = protocolTime(clock.now());
      return settled({ updateDate, revisionId: machine.revisionId, ...published(machine.arn, input) });
    },
    DeleteStateMachine(input: { stateMachineArn: string }) {
      registry.remove(input.stateMachineArn);
      return settled({});
    },
    DescribeStateMachine: describe,
    ListStateMachines(input: { maxResults?: number; nextToken?: string }) {
      const { items, nextToken } = page(machines.machines(), input);
      const stateMachines = items.map(({ arn, name, type, createdAt }) => ({
        stateMachineArn: arn,
        name,
        type,
        creationDate: protocolTime(createdAt),
      }));
      return { stateMachines, ...nextToken };
    },
    PublishStateMachineVersion(input: {
      stateMachineArn: string;
      description?: string;
      revisionId?: string;
    }) {
      const version = registry.publish(input.stateMachineArn, input.description, input.revisionId);
      const creationDate = protocolTime(version.createdAt);
      return settled({ stateMachineVersionArn: versionArn(version), creationDate });
    },
    ListStateMachineVersions(input: { stateMachineArn: string; maxResults?: number; nextToken?: string }) {
      const { items, nextToken } = page(machines.versions(registry.find(input.stateMachineArn).arn), input);
      const stateMachineVersions = items.map((version) => ({
        stateMachineVersionArn: versionArn(version),
        creationDate: protocolTime(version.createdAt),
      }));
      return { stateMachineVersions, ...nextToken };
    },
    ListStateMachineAliases(input: { stateMachineArn: string; maxResults?: number; nextToken?: string }) {
      const { items, nextToken } = page(machines.aliases(registry.find(input.stateMachineArn).arn), input);
      const stateMachineAliases = items.map(({ arn, createdAt }) => ({
        stateMachineAliasArn: arn,
        creationDate: protocolTime(createdAt),
      }));
      return { stateMachineAliases, ...nextToken };
    },
    ValidateStateMachineDefinition(input: { definition: string; type?: MachineType }) {
      const { problems } = validateDefinition(input.definition, input.type ?? 'STANDARD');
      const diagnostics = problems.map(({ message, location }) => ({
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message,
        location,
      }));
      return { result: problems.length === 0 ? 'OK' : 'FAIL', diagnostics, truncated: false };
    },
    ListTagsForResource(input: { resourceArn: string }) {
      const { tags } = registry.find(input.resourceArn);
      return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
    },
    TagResource(input: { resourceArn: string; tags: Tag[] }) {
      const { arn, tags } = registry.find(input.resourceArn);
      registry.update(arn, { tags: { ...tags, ...tagRecord(input.tags) } });
      return settled({});
    },
    UntagResource(input: { resourceArn: string; tagKeys: string[] }) {
      const { arn, tags } = registry.find(input.resourceArn);
      const kept = Object.entries(tags).filter(([key]) => !input.tagKeys.includes(key));
      registry.update(arn, { tags: Object.fromEntries(kept) });
      return settled({});
    },
  };
}
