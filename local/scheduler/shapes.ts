import { z } from 'zod';

const name = z.string().regex(/^[0-9a-zA-Z-_.]{1,64}$/);

/** Epoch seconds (as SDKs send) or ISO 8601 (as templates say), read as milliseconds since the epoch. */
const instant = z.union([z.number(), z.string()]).transform((value, context) => {
  const milliseconds = typeof value === 'number' ? value * 1_000 : Date.parse(value);
  if (Number.isFinite(milliseconds)) return milliseconds;
  context.addIssue('is not a date');
  return z.NEVER;
});

export const scheduleShape = z.object({
  Name: name,
  GroupName: name.default('default'),
  ScheduleExpression: z.string().min(1).max(256),
  ScheduleExpressionTimezone: z.string().min(1).max(50).default('UTC'),
  StartDate: instant.optional(),
  EndDate: instant.optional(),
  Description: z.string().max(512).optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  KmsKeyArn: z.string().optional(),
  FlexibleTimeWindow: z.object({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.coerce.number().int().min(1).max(1_440).optional(),
  }),
  Target: z.object({
    Arn: z.string().min(1).max(1_600),
    RoleArn: z.string().min(1).max(1_600),
    Input: z.string().min(1).optional(),
    DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
    RetryPolicy: z
      .object({
        MaximumRetryAttempts: z.coerce.number().int().min(0).max(185).optional(),
        MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(86_400).optional(),
      })
      .optional(),
    SqsParameters: z.object({ MessageGroupId: z.string().optional() }).optional(),
  }),
});
export type ScheduleInput = z.infer<typeof scheduleShape>;

export const groupShape = z.object({ Name: name });
