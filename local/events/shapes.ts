import { z } from 'zod';

/** The documented limits of names, patterns and lists; sizes in characters. */
const name = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/);
/** A name, `default`, or an ARN of a bus. */
const busName = z.string().min(1).max(1_600).optional();
const state = z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']);

export const targetShape = z.object({
  Id: name,
  Arn: z.string().min(1).max(1_600),
  RoleArn: z.string().optional(),
  Input: z.string().max(8_192).optional(),
  InputPath: z.string().max(256).optional(),
  InputTransformer: z
    .object({
      InputPathsMap: z.record(z.string(), z.string()).optional(),
      InputTemplate: z.string().min(1).max(8_192),
    })
    .optional(),
  SqsParameters: z.object({ MessageGroupId: z.string().optional() }).optional(),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
  RetryPolicy: z
    .object({
      MaximumRetryAttempts: z.coerce.number().int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(86_400).optional(),
    })
    .optional(),
});
export type Target = z.infer<typeof targetShape>;

export const ruleShape = z.object({
  Name: name,
  EventBusName: busName,
  EventPattern: z.string().max(4_096).optional(),
  ScheduleExpression: z.string().max(256).optional(),
  State: state.default('ENABLED'),
  Description: z.string().max(512).optional(),
  RoleArn: z.string().optional(),
});
export type RuleInput = z.infer<typeof ruleShape>;

export const busShape = z.object({
  Name: z.string().regex(/^[/.\-_A-Za-z0-9]{1,256}$/),
  Description: z.string().max(512).optional(),
});
export const busReference = z.object({ Name: busName });
export const ruleReference = z.object({ Name: name, EventBusName: busName });
export const ruleOfTargets = z.object({ Rule: name, EventBusName: busName });
export const targetsToPut = ruleOfTargets.extend({ Targets: z.array(targetShape).min(1).max(100) });
export const targetsToRemove = ruleOfTargets.extend({ Ids: z.array(z.string()).min(1).max(100) });
export const listing = z.object({ NamePrefix: z.string().optional(), EventBusName: busName });
export const rulesOfTarget = z.object({ TargetArn: z.string().min(1), EventBusName: busName });
export const patternTest = z.object({ EventPattern: z.string(), Event: z.string() });

export const eventEntries = z.object({
  Entries: z
    .array(
      z.object({
        /** Epoch seconds, or ISO 8601. */
        Time: z.union([z.number(), z.string()]).optional(),
        Source: z.string().optional(),
        DetailType: z.string().optional(),
        Detail: z.string().optional(),
        Resources: z.array(z.string()).optional(),
        EventBusName: z.string().optional(),
      }),
    )
    .min(1)
    .max(10),
});
export type EventEntry = z.infer<typeof eventEntries>['Entries'][number];
