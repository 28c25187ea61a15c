import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';

/** A queue's settings as text, under the names of the SQS API. */
export type QueueAttributes = Record<string, string>;

/** Ranges from the SQS API reference; seconds except for the size, in bytes (1 MiB since August 2025). */
const NUMBER_RANGES: Readonly<Record<string, readonly [least: number, most: number, standard: number]>> = {
  DelaySeconds: [0, 900, 0],
  MaximumMessageSize: [1_024, 1_048_576, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
  VisibilityTimeout: [0, 43_200, 30],
};

/** Kept and shown, without effect here. */
const INERT = [
  'Policy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
];
const FIFO_ONLY = ['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];
const KNOWN = new Set([...Object.keys(NUMBER_RANGES), ...INERT, ...FIFO_ONLY, 'RedrivePolicy']);

const redrivePolicy = z.object({
  deadLetterTargetArn: z.string().startsWith('arn:'),
  // CloudFormation and the command line both write it as text at times.
  maxReceiveCount: z.coerce.number().int().min(1).max(1_000),
});

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** @throws AwsError `InvalidAttributeValue` when the text is not a redrive policy */
export function parseRedrivePolicy(attributes: QueueAttributes): RedrivePolicy | undefined {
  const text = attributes.RedrivePolicy;
  if (text === undefined || text === '') return undefined;
  try {
    return redrivePolicy.parse(JSON.parse(text));
  } catch {
    throw new AwsError('InvalidAttributeValue', `Value ${text} for parameter RedrivePolicy is invalid.`);
  }
}

/** @throws AwsError `InvalidAttributeName` or `InvalidAttributeValue` */
export function checkAttributes(attributes: QueueAttributes, queueName: string): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!KNOWN.has(name)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    const range = NUMBER_RANGES[name];
    if (range === undefined) continue;
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < range[0] || number > range[1]) {
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
    }
  }
  parseRedrivePolicy(attributes);
  if ((attributes.FifoQueue === 'true') !== queueName.endsWith('.fifo')) {
    throw new AwsError(
      'InvalidParameterValue',
      'A FIFO queue, and only a FIFO queue, has a name that ends in .fifo',
    );
  }
}

/** A queue's settings in full: what is given, and the standard for the rest. */
export function withStandards(attributes: QueueAttributes): QueueAttributes {
  const full: QueueAttributes = { SqsManagedSseEnabled: 'true' };
  for (const [name, range] of Object.entries(NUMBER_RANGES)) full[name] = String(range[2]);
  if (attributes.FifoQueue === 'true') {
    full.ContentBasedDeduplication = 'false';
    full.DeduplicationScope = 'queue';
    full.FifoThroughputLimit = 'perQueue';
  }
  Object.assign(full, attributes);
  // Empty text is how a policy is taken away.
  for (const name of ['RedrivePolicy', 'Policy', 'RedriveAllowPolicy'])
    if (full[name] === '') delete full[name];
  return full;
}

/** The properties of an `AWS::SQS::Queue` as attributes: objects become JSON, numbers and booleans text. */
export function attributesFromProperties(properties: Record<string, unknown>): QueueAttributes {
  const attributes: QueueAttributes = {};
  for (const name of KNOWN) {
    const value = properties[name];
    if (value === undefined || value === null) continue;
    attributes[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  // CloudFormation writes FifoQueue: false for a standard queue; the API knows no such value.
  if (attributes.FifoQueue === 'false') delete attributes.FifoQueue;
  return attributes;
}
