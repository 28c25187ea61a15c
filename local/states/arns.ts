import { AwsError } from '../protocol/aws-error.ts';
import type { LocalIdentity } from '../service.ts';

/** An ARN of a state machine, a version or an alias of it. */
export interface MachineReference {
  readonly machineArn: string;
  /** A version's number or an alias's name. */
  readonly qualifier: string | undefined;
}

function prefix({ region, accountId }: LocalIdentity): string {
  let partition = 'aws';
  if (region.startsWith('cn-')) partition = 'aws-cn';
  if (region.startsWith('us-gov-')) partition = 'aws-us-gov';
  return `arn:${partition}:states:${region}:${accountId}`;
}

export function machineArn(identity: LocalIdentity, name: string): string {
  return `${prefix(identity)}:stateMachine:${name}`;
}

export function executionArn(identity: LocalIdentity, machineName: string, name: string): string {
  return `${prefix(identity)}:execution:${machineName}:${name}`;
}

/** Express executions of one name may run any number of times: a random part tells them apart. */
export function expressArn(identity: LocalIdentity, machineName: string, name: string, id: string): string {
  return `${prefix(identity)}:express:${machineName}:${name}:${id}`;
}

/** @throws AwsError `InvalidArn` */
export function parseMachineArn(arn: unknown): MachineReference {
  const match = /^(arn:aws[a-z-]*:states:[^:]+:\d{12}:stateMachine:[^:]+)(?::([^:]+))?$/.exec(String(arn));
  const [, base, qualifier] = match ?? [];
  if (base === undefined) {
    throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN for a state machine: ${arn}'`);
  }
  return { machineArn: base, qualifier };
}

/** Characters that AWS refuses in names of machines and executions: space, brackets, wildcards, specials, controls. */
const REFUSED = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** @throws AwsError `InvalidName` unless 1 to 80 allowed characters */
export function checkName(name: unknown): string {
  if (typeof name !== 'string' || name === '' || name.length > 80 || REFUSED.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
  return name;
}
