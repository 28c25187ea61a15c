import { createHash } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalClock, LocalIdentity } from '../service.ts';
import { checkName, machineArn, parseMachineArn } from './arns.ts';
import type { ExecutionStore } from './execution-store.ts';
import { type MachineType, validateDefinition } from './language/validate.ts';
import type { MachineStore } from './machine-store.ts';
import type { Machine, MachineAlias, MachineVersion } from './records.ts';

export interface MachineSettings {
  readonly definition: string;
  readonly roleArn: string;
  readonly type: MachineType;
  readonly loggingConfiguration?: unknown;
  readonly tracingConfiguration?: unknown;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What an execution that is started by some ARN will run. */
export interface StartTarget {
  readonly machine: Machine;
  readonly definitionHash: string;
  readonly roleArn: string;
  readonly versionArn?: string;
  readonly aliasArn?: string;
}

export function versionArn(version: Pick<MachineVersion, 'machineArn' | 'number'>): string {
  return `${version.machineArn}:${version.number}`;
}

/** @throws AwsError `InvalidDefinition` with every problem and its place */
function checkDefinition(text: string, type: MachineType): void {
  const { problems } = validateDefinition(text, type);
  if (problems.length === 0) return;
  const list = problems.map(({ message, location }) => `SCHEMA_VALIDATION_FAILED: ${message} at ${location}`);
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${list.join(', ')}'`);
}

/** The same definition and role give the same revision, at every start and on every machine. */
function revisionOf(definitionHash: string, roleArn: string): string {
  const hex = createHash('sha256').update(`${definitionHash} ${roleArn}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** Creates, changes and finds state machines, versions and aliases. */
export class MachineRegistry {
  readonly #machines: MachineStore;
  readonly #executions: ExecutionStore;
  readonly #identity: LocalIdentity;
  readonly #clock: LocalClock;

  constructor(
    machines: MachineStore,
    executions: ExecutionStore,
    identity: LocalIdentity,
    clock: LocalClock,
  ) {
    this.#machines = machines;
    this.#executions = executions;
    this.#identity = identity;
    this.#clock = clock;
  }

  /** @throws AwsError `StateMachineDoesNotExist`; `InvalidArn` */
  find(arn: unknown): Machine {
    const machine = this.#machines.machine(parseMachineArn(arn).machineArn);
    if (machine === undefined) throw doesNotExist(arn);
    return machine;
  }

  byName(name: string): Machine | undefined {
    return this.#machines.machine(machineArn(this.#identity, name));
  }

  /**
   * Creating the same machine again answers the one that is there.
   *
   * @throws AwsError `InvalidName`, `InvalidDefinition`, `StateMachineDeleting`, `StateMachineAlreadyExists`
   */
  create(name: unknown, settings: MachineSettings): Machine {
    const checked = checkName(name);
    checkDefinition(settings.definition, settings.type);
    const existing = this.byName(checked);
    if (existing?.deleting) {
      throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${existing.arn}'`);
    }
    const definitionHash = this.#machines.putDefinition(settings.definition);
    if (existing !== undefined) {
      if (existing.definitionHash === definitionHash && existing.type === settings.type) return existing;
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${existing.arn}'`);
    }
    const machine: Machine = {
      arn: machineArn(this.#identity, checked),
      name: checked,
      type: settings.type,
      roleArn: settings.roleArn,
      definitionHash,
      revisionId: revisionOf(definitionHash, settings.roleArn),
      createdAt: this.#clock.now(),
      lastVersion: 0,
      deleting: false,
      loggingConfiguration: settings.loggingConfiguration,
      tracingConfiguration: settings.tracingConfiguration,
      tags: settings.tags ?? {},
    };
    this.#machines.putMachine(machine);
    return machine;
  }

  /** Executions that run keep the definition that they started with. */
  update(arn: unknown, changes: Partial<Omit<MachineSettings, 'type'>>): Machine {
    const machine = this.find(arn);
    if (machine.deleting) {
      throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${machine.arn}'`);
    }
    let { definitionHash } = machine;
    if (changes.definition !== undefined) {
      checkDefinition(changes.definition, machine.type);
      definitionHash = this.#machines.putDefinition(changes.definition);
    }
    const roleArn = changes.roleArn ?? machine.roleArn;
    const updated: Machine = {
      ...machine,
      definitionHash,
      roleArn,
      revisionId: revisionOf(definitionHash, roleArn),
      loggingConfiguration: changes.loggingConfiguration ?? machine.loggingConfiguration,
      tracingConfiguration: changes.tracingConfiguration ?? machine.tracingConfiguration,
      tags: changes.tags ?? machine.tags,
    };
    this.#machines.putMachine(updated);
    return updated;
  }

  /** Deleting what is not there is no error. A machine with running executions goes when the last of them ends. */
  remove(arn: unknown): void {
    const machine = this.#machines.machine(parseMachineArn(arn).machineArn);
    if (machine === undefined) return;
    if (this.#executions.countRunning(machine.arn) === 0) this.#machines.deleteMachine(machine.arn);
    else this.#machines.putMachine({ ...machine, deleting: true });
  }

  /** The version of the machine's revision: the latest if nothing changed since, else a new one. */
  publish(arn: unknown, description = '', revisionId?: string): MachineVersion {
    const machine = this.find(arn);
    if (revisionId !== undefined && revisionId !== machine.revisionId) {
      throw new AwsError('ConflictException', `The revision of ${machine.arn} is ${machine.revisionId}`, 409);
    }
    const [latest] = this.#machines.versions(machine.arn);
    if (latest?.revisionId === machine.revisionId) return latest;
    const version: MachineVersion = {
      machineArn: machine.arn,
      number: machine.lastVersion + 1,
      revisionId: machine.revisionId,
      definitionHash: machine.definitionHash,
      roleArn: machine.roleArn,
      description,
      createdAt: this.#clock.now(),
    };
    this.#machines.putVersion(version);
    this.#machines.putMachine({ ...machine, lastVersion: version.number });
    return version;
  }

  /** Creates or changes an alias. @throws AwsError `ResourceNotFound` for a route to no version */
  putAlias(name: string, description: string, routes: MachineAlias['routes']): MachineAlias {
    const first = routes[0];
    if (first === undefined) throw new AwsError('ValidationException', 'An alias needs at least one version');
    const { machineArn: owner } = parseMachineArn(first.versionArn);
    for (const route of routes) this.#versionOf(route.versionArn);
    const arn = `${owner}:${checkName(name)}`;
    const now = this.#clock.now();
    const createdAt = this.#machines.alias(arn)?.createdAt ?? now;
    const alias: MachineAlias = {
      arn,
      machineArn: owner,
      name,
      description,
      routes,
      createdAt,
      updatedAt: now,
    };
    this.#machines.putAlias(alias);
    return alias;
  }

  /** What an ARN of a machine, a version or an alias starts. An alias draws one of its versions by weight. */
  target(arn: unknown): StartTarget {
    const machine = this.find(arn);
    if (machine.deleting) {
      throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${machine.arn}'`);
    }
    const { qualifier } = parseMachineArn(arn);
    if (qualifier === undefined) return { machine, ...machine };
    if (/^\d+$/.test(qualifier)) return this.#versionTarget(machine, String(arn));
    const alias = this.#machines.alias(String(arn));
    if (alias === undefined) throw doesNotExist(arn);
    let draw = Math.random() * alias.routes.reduce((sum, route) => sum + route.weight, 0);
    const route = alias.routes.find(({ weight }) => {
      draw -= weight;
      return draw < 0;
    });
    return { ...this.#versionTarget(machine, route?.versionArn ?? ''), aliasArn: alias.arn };
  }

  #versionTarget(machine: Machine, arn: string): StartTarget {
    const { definitionHash, roleArn } = this.#versionOf(arn);
    return { machine, definitionHash, roleArn, versionArn: arn };
  }

  #versionOf(arn: string): MachineVersion {
    const { machineArn: owner, qualifier } = parseMachineArn(arn);
    const version = this.#machines.version(owner, Number(qualifier));
    if (version === undefined) throw doesNotExist(arn);
    return version;
  }
}

function doesNotExist(arn: unknown): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}
