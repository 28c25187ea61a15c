import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';

export const onQueue = z.object({ QueueUrl: z.string() });

/** @throws AwsError `InvalidParameterValue` */
export function parse<Shape>(schema: z.ZodType<Shape>, input: unknown): Shape {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AwsError('InvalidParameterValue', z.prettifyError(parsed.error));
}

export function queueName(input: unknown): string {
  const { QueueUrl } = parse(onQueue, input);
  // Only the last segment names the queue: the host may be any name under which this machine is reached.
  return QueueUrl.split('/').at(-1) ?? '';
}
