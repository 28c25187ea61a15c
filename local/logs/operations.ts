import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import { validateInput } from '../protocol/validate-input.ts';
import { logFilter } from './filter-pattern.ts';
import type { LogEvent } from './log-file.ts';

/** Of CloudWatch, for the events of one answer. */
const MOST_EVENTS = 10_000;

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly retentionDays: number | undefined;
  readonly storedBytes: number;
}

export interface LogsContext {
  readonly groups: () => readonly LogGroup[];
  readonly events: (groupName: string) => readonly LogEvent[];
  /** The one stream that a group with events has. */
  readonly streamName: string;
}

const instant = z.number().int().nonnegative();
const limit = z.number().int().min(1).max(MOST_EVENTS).default(MOST_EVENTS);
const inGroup = z.object({ logGroupName: z.string().optional(), logGroupIdentifier: z.string().optional() });

const groupsShape = z.object({
  logGroupNamePrefix: z.string().default(''),
  logGroupNamePattern: z.string().default(''),
});

const filterShape = inGroup.extend({
  logStreamNames: z.array(z.string()).optional(),
  logStreamNamePrefix: z.string().default(''),
  startTime: instant.default(0),
  endTime: instant.default(Number.MAX_SAFE_INTEGER),
  filterPattern: z.string().default(''),
  nextToken: z.string().default(''),
  limit,
});

const readShape = inGroup.extend({
  logStreamName: z.string(),
  startTime: instant.default(0),
  endTime: instant.default(Number.MAX_SAFE_INTEGER),
  nextToken: z
    .string()
    .regex(/^[fb]\/\d*$/)
    .optional(),
  startFromHead: z.boolean().default(false),
  limit,
});

function parse<Shape>(shape: z.ZodType<Shape>, input: unknown): Shape {
  return validateInput(shape, input, 'InvalidParameterException');
}

function findGroup({ groups }: LogsContext, input: z.infer<typeof inGroup>): LogGroup {
  // An identifier is a name or an ARN, the latter without the `:*` that descriptions end in.
  const wanted = input.logGroupName ?? input.logGroupIdentifier ?? '';
  const found = groups().find(({ name, arn }) => name === wanted || arn === `${wanted}:*`);
  if (found !== undefined) return found;
  throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

function describeStreams(context: LogsContext, input: unknown): object {
  const { name, arn } = findGroup(context, parse(inGroup, input));
  const events = context.events(name);
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return { logStreams: [] };
  const stream = {
    logStreamName: context.streamName,
    creationTime: first.timestamp,
    firstEventTimestamp: first.timestamp,
    lastEventTimestamp: last.timestamp,
    lastIngestionTime: last.timestamp,
    uploadSequenceToken: '1',
    arn: `${arn.slice(0, -1)}log-stream:${context.streamName}`,
    storedBytes: 0,
  };
  return { logStreams: [stream] };
}

function filterEvents(context: LogsContext, input: unknown): object {
  const request = parse(filterShape, input);
  const { name } = findGroup(context, request);
  const { streamName } = context;
  const isStreamAsked = request.logStreamNames?.includes(streamName) ?? true;
  const isAsked = isStreamAsked && streamName.startsWith(request.logStreamNamePrefix);
  const matches = logFilter(request.filterPattern);
  // Unlike GetLogEvents, the end is inclusive.
  const found = (isAsked ? context.events(name) : []).filter(
    ({ id, timestamp, message }) =>
      id > request.nextToken &&
      timestamp >= request.startTime &&
      timestamp <= request.endTime &&
      matches(message),
  );
  const page = found.slice(0, request.limit);
  return {
    events: page.map(({ id, timestamp, message }) => ({
      logStreamName: streamName,
      timestamp,
      message,
      ingestionTime: timestamp,
      eventId: id,
    })),
    searchedLogStreams: [],
    nextToken: found.length > page.length ? page.at(-1)?.id : undefined,
  };
}

function getEvents(context: LogsContext, input: unknown): object {
  const { nextToken, startFromHead, ...request } = parse(readShape, input);
  const { name } = findGroup(context, request);
  if (request.logStreamName !== context.streamName) {
    throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }
  const all = context
    .events(name)
    .filter(({ timestamp }) => timestamp >= request.startTime && timestamp < request.endTime);
  const mark = nextToken?.slice(2) ?? '';
  const isForward = nextToken === undefined ? startFromHead : nextToken.startsWith('f');
  const left = all.filter(({ id }) => nextToken === undefined || (isForward ? id > mark : id < mark));
  const page = isForward ? left.slice(0, request.limit) : left.slice(-request.limit);
  return {
    events: page.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
    // At an end the same token comes again: that is how clients know that there is no more.
    nextForwardToken: `f/${page.at(-1)?.id ?? mark}`,
    nextBackwardToken: `b/${page[0]?.id ?? mark}`,
  };
}

export function logOperations(context: LogsContext): JsonOperations {
  return {
    DescribeLogGroups: (input) => {
      const { logGroupNamePrefix, logGroupNamePattern } = parse(groupsShape, input);
      const groups = context
        .groups()
        .filter(({ name }) => name.startsWith(logGroupNamePrefix) && name.includes(logGroupNamePattern));
      return {
        logGroups: groups.map(({ name, arn, retentionDays, storedBytes }) => ({
          logGroupName: name,
          arn,
          logGroupArn: arn.slice(0, -2),
          retentionInDays: retentionDays,
          storedBytes,
        })),
      };
    },
    DescribeLogStreams: (input) => describeStreams(context, input),
    FilterLogEvents: (input) => filterEvents(context, input),
    GetLogEvents: (input) => getEvents(context, input),
  };
}
