import { createHash } from 'node:crypto';
import { z } from 'zod';
import { physicalName } from '../provision/physical-name.ts';
import type { ResolvedResource } from '../service.ts';
import type { AsynchronousSettings } from './asynchronous.ts';
import { STANDARD_SETTINGS } from './asynchronous.ts';
import type { EventSourceMapping } from './event-source.ts';
import { parseFunctionReference } from './function-name.ts';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const mappingProperties = z.object({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  BatchSize: z.coerce.number().int().min(1).max(10_000).default(10),
  MaximumBatchingWindowInSeconds: z.coerce.number().int().min(0).max(300).default(0),
  FunctionResponseTypes: z.array(z.enum(['ReportBatchItemFailures'])).default([]),
  ScalingConfig: z
    .object({ MaximumConcurrency: z.coerce.number().int().min(2).max(1_000).optional() })
    .optional(),
  Enabled: flag.default(true),
  FilterCriteria: z.unknown().optional(),
});

/** An id of the form that Lambda gives, the same at every start. */
function stableUuid(resource: ResolvedResource): string {
  const hex = createHash('sha256').update(`${resource.stackName}/${resource.logicalId}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @throws Error naming the resource, for other sources than SQS and for filters, which do not exist here */
export function eventSourceMapping(
  resource: ResolvedResource,
  arnOf: (functionName: string) => string,
): { mapping: EventSourceMapping; enabled: boolean } {
  const parsed = mappingProperties.safeParse(resource.properties);
  if (!parsed.success) throw new Error(`${resource.logicalId}: ${z.prettifyError(parsed.error)}`);
  const given = parsed.data;
  if (!given.EventSourceArn.includes(':sqs:')) {
    throw new Error(
      `${resource.logicalId}: only SQS queues are event sources here, not ${given.EventSourceArn}`,
    );
  }
  if (given.FilterCriteria !== undefined) {
    throw new Error(
      `${resource.logicalId}: FilterCriteria has no local counterpart; filter before the queue`,
    );
  }
  if (given.BatchSize > 10 && given.MaximumBatchingWindowInSeconds < 1) {
    throw new Error(`${resource.logicalId}: a BatchSize over 10 needs a MaximumBatchingWindowInSeconds`);
  }
  const { name } = parseFunctionReference(given.FunctionName);
  const mapping: EventSourceMapping = {
    id: stableUuid(resource),
    queueArn: given.EventSourceArn,
    functionArn: arnOf(name),
    functionName: name,
    functionReference: given.FunctionName,
    batchSize: given.BatchSize,
    batchingWindowSeconds: given.MaximumBatchingWindowInSeconds,
    reportsItemFailures: given.FunctionResponseTypes.length > 0,
    maximumConcurrency: given.ScalingConfig?.MaximumConcurrency,
  };
  return { mapping, enabled: given.Enabled };
}

const destination = z
  .object({
    Destination: z.string().refine((arn) => arn.includes(':sqs:'), 'only SQS queues are destinations here'),
  })
  .optional();

const invokeConfigProperties = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().int().min(0).max(2).default(STANDARD_SETTINGS.maximumRetries),
  MaximumEventAgeInSeconds: z.coerce.number().int().min(60).default(STANDARD_SETTINGS.maximumAgeSeconds),
  DestinationConfig: z.object({ OnSuccess: destination, OnFailure: destination }).optional(),
});

/** @throws Error naming the resource, for other destinations than SQS */
export function invokeConfig(resource: ResolvedResource): {
  functionName: string;
  settings: AsynchronousSettings;
} {
  const parsed = invokeConfigProperties.safeParse(resource.properties);
  if (!parsed.success) throw new Error(`${resource.logicalId}: ${z.prettifyError(parsed.error)}`);
  const given = parsed.data;
  return {
    functionName: parseFunctionReference(given.FunctionName).name,
    settings: {
      maximumRetries: given.MaximumRetryAttempts,
      maximumAgeSeconds: given.MaximumEventAgeInSeconds,
      onSuccessArn: given.DestinationConfig?.OnSuccess?.Destination,
      onFailureArn: given.DestinationConfig?.OnFailure?.Destination,
      deadLetterArn: undefined,
    },
  };
}

const aliasProperties = z.object({ FunctionName: z.string(), FunctionVersion: z.string(), Name: z.string() });

export function aliasProperty(resource: ResolvedResource): z.infer<typeof aliasProperties> {
  return aliasProperties.parse(resource.properties);
}

const ofFunction = z.object({ FunctionName: z.string() });

/** The function that a version, a permission or the like belongs to. */
export function ownerName(resource: ResolvedResource): string {
  return parseFunctionReference(ofFunction.parse(resource.properties).FunctionName).name;
}

/** A name for what Lambda names by itself, e.g. a permission's statement. */
export function generatedName(resource: ResolvedResource): string {
  return physicalName(resource.stackName, resource.logicalId, 100);
}
