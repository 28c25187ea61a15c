import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import { validateInput } from '../protocol/validate-input.ts';
import type { EventBus } from './event-bus.ts';
import { compilePattern, matchesPattern } from './pattern.ts';
import { type Bus, DEFAULT_BUS, type Rule } from './rule-store.ts';
import * as shapes from './shapes.ts';

function busAnswer(bus: Bus): object {
  const seconds = bus.createdAt / 1_000;
  return {
    Name: bus.name,
    Arn: bus.arn,
    Description: bus.description,
    CreationTime: seconds,
    LastModifiedTime: seconds,
  };
}

function ruleAnswer(rule: Rule): object {
  const { bus, arn, anchor: _anchor, ...definition } = rule;
  return { ...definition, Arn: arn, EventBusName: bus };
}

function testPattern(input: unknown): object {
  const { EventPattern, Event } = validateInput(shapes.patternTest, input);
  const pattern = compilePattern(EventPattern);
  let event: unknown;
  try {
    event = JSON.parse(Event);
  } catch {
    throw new AwsError('ValidationException', 'Parameter Event is not valid. Reason: it is not JSON.');
  }
  return { Result: matchesPattern(pattern, event) };
}

function busOperations({ rules, now }: EventBus): JsonOperations {
  return {
    CreateEventBus(input) {
      const { Name, Description } = validateInput(shapes.busShape, input);
      if (rules.findBus(Name) !== undefined) {
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${Name} already exists.`);
      }
      rules.addBus(Name, Description, now());
      return { EventBusArn: rules.busArn(Name), Description };
    },
    DescribeEventBus: (input) => busAnswer(rules.bus(validateInput(shapes.busReference, input).Name)),
    ListEventBuses(input) {
      const { NamePrefix = '' } = validateInput(shapes.listing, input);
      const buses = rules.buses().filter((bus) => bus.name.startsWith(NamePrefix));
      return { EventBuses: buses.map(busAnswer) };
    },
    DeleteEventBus(input) {
      const bus = rules.findBus(validateInput(shapes.busReference, input).Name);
      if (bus === undefined) return {};
      if (bus.name === DEFAULT_BUS) {
        throw new AwsError('ValidationException', 'Cannot delete event bus default.');
      }
      if (rules.rules(bus.name).length > 0) {
        throw new AwsError(
          'ValidationException',
          `Event bus ${bus.name} can't be deleted since it has rules.`,
        );
      }
      rules.deleteBus(bus.name);
      return {};
    },
  };
}

function ruleOperations(bus: EventBus): JsonOperations {
  const { rules } = bus;
  const setState = (input: unknown, State: 'ENABLED' | 'DISABLED'): object => {
    const { Name, EventBusName } = validateInput(shapes.ruleReference, input);
    const {
      bus: EventBus,
      arn: _arn,
      anchor: _anchor,
      ...rule
    } = rules.rule(rules.bus(EventBusName).name, Name);
    bus.putRule({ ...rule, EventBusName: EventBus, State });
    return {};
  };
  return {
    PutRule: (input) => ({ RuleArn: bus.putRule(validateInput(shapes.ruleShape, input)).arn }),
    DescribeRule(input) {
      const { Name, EventBusName } = validateInput(shapes.ruleReference, input);
      return ruleAnswer(rules.rule(rules.bus(EventBusName).name, Name));
    },
    ListRules(input) {
      const { NamePrefix = '', EventBusName } = validateInput(shapes.listing, input);
      const found = rules.rules(rules.bus(EventBusName).name);
      return { Rules: found.filter((rule) => rule.Name.startsWith(NamePrefix)).map(ruleAnswer) };
    },
    EnableRule: (input) => setState(input, 'ENABLED'),
    DisableRule: (input) => setState(input, 'DISABLED'),
    DeleteRule(input) {
      const { Name, EventBusName } = validateInput(shapes.ruleReference, input);
      const { name } = rules.bus(EventBusName);
      if (rules.targets(name, Name).length > 0) {
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      }
      bus.deleteRule(name, Name);
      return {};
    },
    ListRuleNamesByTarget(input) {
      const { TargetArn, EventBusName } = validateInput(shapes.rulesOfTarget, input);
      const { name } = rules.bus(EventBusName);
      const names = rules
        .rules(name)
        .filter((rule) => rules.targets(name, rule.Name).some((target) => target.Arn === TargetArn))
        .map((rule) => rule.Name);
      return { RuleNames: names };
    },
  };
}

function targetOperations(bus: EventBus): JsonOperations {
  const { rules } = bus;
  return {
    PutTargets(input) {
      const { Rule, EventBusName, Targets } = validateInput(shapes.targetsToPut, input);
      bus.putTargets(rules.bus(EventBusName).name, Rule, Targets);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets(input) {
      const { Rule, EventBusName, Ids } = validateInput(shapes.targetsToRemove, input);
      const rule = rules.rule(rules.bus(EventBusName).name, Rule);
      for (const id of Ids) rules.removeTarget(rule.bus, rule.Name, id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    ListTargetsByRule(input) {
      const { Rule, EventBusName } = validateInput(shapes.ruleOfTargets, input);
      const rule = rules.rule(rules.bus(EventBusName).name, Rule);
      return { Targets: rules.targets(rule.bus, rule.Name) };
    },
  };
}

/** The operations of EventBridge that the local bus answers. Lists are whole: no page tokens. */
export function eventOperations(bus: EventBus): JsonOperations {
  return {
    ...busOperations(bus),
    ...ruleOperations(bus),
    ...targetOperations(bus),
    PutEvents: (input) => bus.putEvents(validateInput(shapes.eventEntries, input).Entries),
    TestEventPattern: testPattern,
  };
}
