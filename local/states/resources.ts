import { AwsError } from '../protocol/aws-error.ts';
import { physicalName } from '../provision/physical-name.ts';
import type { ProvisionedResource, ResolvedResource } from '../service.ts';
import type { MachineType } from './language/validate.ts';
import { type MachineRegistry, versionArn } from './machine-registry.ts';
import type { Machine, MachineAlias } from './records.ts';

/** AWS's longest name of a state machine, in characters. */
const LONGEST_NAME = 80;

export const STATE_MACHINE_TYPES = [
  'AWS::StepFunctions::StateMachine',
  'AWS::StepFunctions::StateMachineVersion',
  'AWS::StepFunctions::StateMachineAlias',
] as const;

interface MachineProperties {
  DefinitionString?: string;
  Definition?: unknown;
  DefinitionS3Location?: unknown;
  DefinitionSubstitutions?: Record<string, string | number | boolean>;
  RoleArn?: string;
  StateMachineType?: MachineType;
  StateMachineName?: string;
  Tags?: { Key: string; Value: string }[];
}

interface AliasProperties {
  Name?: string;
  Description?: string;
  RoutingConfiguration?: { StateMachineVersionArn: string; Weight: number }[];
  DeploymentPreference?: { StateMachineVersionArn: string };
}

/** Makes the resource. @throws AwsError for what a template may hold but this service cannot make */
export function provisionStates(registry: MachineRegistry, resource: ResolvedResource): ProvisionedResource {
  switch (resource.type) {
    case 'AWS::StepFunctions::StateMachine':
      return provisionMachine(registry, resource);
    case 'AWS::StepFunctions::StateMachineVersion': {
      const { StateMachineArn, Description } = resource.properties as Record<string, string | undefined>;
      const arn = versionArn(registry.publish(StateMachineArn, Description));
      return { ref: arn, attributes: { Arn: arn } };
    }
    case 'AWS::StepFunctions::StateMachineAlias': {
      const { arn } = provisionAlias(registry, resource);
      return { ref: arn, attributes: { Arn: arn } };
    }
    default:
      throw new AwsError('ValidationException', `The local Step Functions makes no ${resource.type}`);
  }
}

function provisionMachine(registry: MachineRegistry, resource: ResolvedResource): ProvisionedResource {
  const properties = resource.properties as MachineProperties;
  const name =
    properties.StateMachineName ?? physicalName(resource.stackName, resource.logicalId, LONGEST_NAME);
  const settings = {
    definition: definitionOf(resource.logicalId, properties),
    roleArn: properties.RoleArn ?? '',
    type: properties.StateMachineType ?? 'STANDARD',
    tags: Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  };
  const existing = registry.byName(name);
  let machine: Machine;
  if (existing === undefined || existing.deleting) machine = registry.create(name, settings);
  else if (existing.type === settings.type) machine = registry.update(existing.arn, settings);
  else {
    // CloudFormation replaces the machine; its executions stay with the old one, which here has the same name.
    registry.remove(existing.arn);
    machine = registry.create(name, settings);
  }
  return {
    ref: machine.arn,
    attributes: { Arn: machine.arn, Name: machine.name, StateMachineRevisionId: machine.revisionId },
  };
}

function definitionOf(logicalId: string, properties: MachineProperties): string {
  const { DefinitionString, Definition, DefinitionSubstitutions = {} } = properties;
  const text = DefinitionString ?? (Definition === undefined ? undefined : JSON.stringify(Definition));
  if (text === undefined) {
    throw new AwsError(
      'ValidationException',
      `${logicalId}: the local Step Functions needs DefinitionString or Definition, not DefinitionS3Location`,
    );
  }
  return text.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(DefinitionSubstitutions, name) ? DefinitionSubstitutions[name] : undefined;
    // The value stands inside a JSON string: quotes and backslashes of its own must not end it.
    return value === undefined ? whole : JSON.stringify(String(value)).slice(1, -1);
  });
}

function provisionAlias(registry: MachineRegistry, resource: ResolvedResource): MachineAlias {
  const properties = resource.properties as AliasProperties;
  const name = properties.Name ?? physicalName(resource.stackName, resource.logicalId, LONGEST_NAME);
  const preferred = properties.DeploymentPreference?.StateMachineVersionArn;
  // A gradual deployment is not played through: the alias points to the new version at once.
  const routes =
    preferred === undefined
      ? (properties.RoutingConfiguration ?? []).map(({ StateMachineVersionArn, Weight }) => ({
          versionArn: StateMachineVersionArn,
          weight: Number(Weight),
        }))
      : [{ versionArn: preferred, weight: 100 }];
  return registry.putAlias(name, properties.Description ?? '', routes);
}
