import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';
import { changedBySchema } from '../settings/settings-answers.ts';

const workflow = z.strictObject({
  slug: z.string(),
  version: z.int().min(1),
  title: saysSchema,
  owner: z.string(),
  escalation: z.string(),
  measure: z.strictObject({ metric: z.string(), says: saysSchema }),
  /** False while the kill switch is on: new runs are held. */
  isEnabled: z.boolean(),
  /** Of one that is switched off: who did it, and until when; without a time until somebody switches it on. */
  off: z
    .strictObject({ since: changedBySchema.optional(), until: z.iso.datetime({ offset: true }).optional() })
    .optional(),
  /** By setting; outside the pilot scope a run is a dry run in any case. */
  isDryRun: z.boolean(),
  isPilot: z.boolean(),
  /** What a person sees of a run, in order. */
  stages: z.array(z.strictObject({ state: z.string(), title: saysSchema })),
});

/** A state of the machine, and where it leads. */
export const machineStateSchema = z.strictObject({
  name: z.string(),
  type: z.enum(['Task', 'Choice', 'Wait', 'Pass', 'Succeed', 'Fail', 'Map', 'Parallel']),
  /** English: what the state is for. */
  comment: z.string(),
  /** Of a stage: its name for people. */
  title: saysSchema.optional(),
  next: z.string().optional(),
  isEnd: z.boolean(),
  /** It hands out a task token and waits until somebody answers: a person, as a rule. */
  waitsForAnswer: z.boolean(),
  /** Of a Choice, in the order in which they are tried; the last one may be the default, without a condition. */
  choices: z.array(z.strictObject({ condition: z.string().optional(), next: z.string() })),
  catches: z.array(z.strictObject({ errors: z.array(z.string()), next: z.string() })),
});

/** `GET /api/{store}/workflows` */
export const workflowsAnswer = z.strictObject({ workflows: z.array(workflow) });

/** `GET /api/{store}/workflows/{slug}` */
export const workflowAnswer = workflow.extend({
  machine: z.strictObject({ startAt: z.string(), states: z.array(machineStateSchema) }),
});
export type WorkflowsAnswer = z.output<typeof workflowsAnswer>;
export type WorkflowAnswer = z.output<typeof workflowAnswer>;
export type MachineState = z.output<typeof machineStateSchema>;
