import * as z from 'zod';
import { saysSchema } from '../commerce/says.ts';

const kebab = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'kebab-case');
const pascal = z.string().regex(/^[A-Z][A-Za-z0-9]*$/, 'PascalCase');

/** What a function may touch. Each name becomes one least-privilege statement in `lib/grants.ts`; nothing else is granted. */
export const readableSchema = z.enum([
  'state',
  /** To go through the whole table, whatever it costs. */
  'all-of-state',
  'audit',
  'inbox',
  'media',
  'lake',
  'anchors',
  'executions',
]);
export const writableSchema = z.enum([
  'state',
  /** To count calls to the outside, without reading the counts. */
  'call-counts',
  'audit',
  'inbox',
  'media',
  'lake',
  'anchors',
]);
/** To take something away for good. Apart from writing: hardly any function needs it. An audit entry is never taken away. */
export const removableSchema = z.enum(['state', 'inbox', 'media']);
/** `notices` is the platform's own queue; `intake` are the intake queues of all workflows. */
export const sendableSchema = z.enum([
  'bus',
  'mail',
  'notices',
  'intake',
  'schedules',
  'task-answers',
  /** To end an execution before it is through. */
  'execution-stops',
  /** To find people in the user pool, and to have it invite new ones. */
  'invitations',
  'machine',
]);

/** One Lambda function. Its source is `<folder>/<name>.handler.ts`, export `handler`. */
export const functionSpecSchema = z.strictObject({
  /** Verb-noun: the file's name. */
  name: kebab,
  /** One sentence for the function's description in AWS. */
  purpose: z.string().min(10).max(250),
  /** MiB; the CPU share grows with it (1,769 MiB is one core). */
  memoryMb: z.number().int().min(128).max(10_240),
  timeoutSeconds: z.number().int().min(1).max(900),
  reads: z.array(readableSchema).default([]),
  writes: z.array(writableSchema).default([]),
  removes: z.array(removableSchema).default([]),
  sends: z.array(sendableSchema).default([]),
  /** Name prefixes of secrets below the stage's own prefix that it may read. */
  secrets: z.array(kebab).default([]),
  /** Packages with native binaries, installed into the bundle for the function's CPU. */
  nativePackages: z.array(z.string()).default([]),
});
export type FunctionSpec = z.output<typeof functionSpecSchema>;

const triggerSchema = z.discriminatedUnion('kind', [
  /** An object in the inbox whose key fits one of the wildcards. */
  z.strictObject({ kind: z.literal('object-created'), keyWildcards: z.array(z.string()).min(1) }),
  /** A domain event on the bus. */
  z.strictObject({ kind: z.literal('event'), names: z.array(pascal).min(1) }),
  /** A route of the HTTP API, answered by one of the workflow's functions. */
  z.strictObject({
    kind: z.literal('api'),
    route: z.string().regex(/^(GET|POST|PUT|DELETE) \/api\/\{store\}\//),
    function: kebab,
  }),
]);
export type Trigger = z.output<typeof triggerSchema>;

const alarmSchema = z.strictObject({
  name: pascal,
  metric: z.enum(['executions-failed', 'dead-letters', 'oldest-message-age-seconds', 'function-errors']),
  threshold: z.number().min(0),
  periodMinutes: z.number().int().min(1).max(60),
});

/** A workflow as data: drives its functions, grants, machine, queue, triggers and alarms. Read at synth time and run time. */
export const manifestSchema = z
  .strictObject({
    slug: kebab,
    /** Raised when the machine or a record's shape changes; stands in every run. */
    version: z.number().int().min(1),
    title: saysSchema,
    /** A team or person by role; without one the manifest does not load. Named in its alarms and in notices of what failed or waits too long. */
    owner: z.string().min(1),
    /** Whom people turn to when the owner does not answer: named beside the owner, in the same places. */
    escalation: z.string().min(1),
    /** The business measure that says whether the workflow is worth having, and its CloudWatch metric. */
    measure: z.strictObject({ metric: pascal, says: saysSchema }),
    kind: z.enum(['standard', 'express']),
    /** Seconds after which an execution is ended whatever it does; longer than any approval may wait. */
    timeoutSeconds: z.number().int().positive(),
    /** The stages a person sees, in order: state names of the machine. */
    stages: z.array(z.strictObject({ state: pascal, title: saysSchema })).min(1),
    functions: z.array(functionSpecSchema).min(1),
    triggers: z.array(triggerSchema),
    intake: z.strictObject({
      /** The starter: drains the queue, puts the run, starts the machine. */
      starter: kebab,
      batchSize: z.number().int().min(1).max(10),
      maxReceives: z.number().int().min(2).max(20),
    }),
    alarms: z.array(alarmSchema).min(1),
  })
  .superRefine((manifest, context) => {
    const names = manifest.functions.map((spec) => spec.name);
    if (new Set(names).size !== names.length) {
      context.addIssue({ code: 'custom', path: ['functions'], message: 'two functions have the same name' });
    }
    if (!names.includes(manifest.intake.starter)) {
      context.addIssue({ code: 'custom', path: ['intake', 'starter'], message: 'names no function' });
    }
  });
export type WorkflowManifest = z.output<typeof manifestSchema>;

/** Checks a manifest when its module loads: one without owner, escalation or measure throws. */
export function defineWorkflow(manifest: z.input<typeof manifestSchema>): WorkflowManifest {
  return manifestSchema.parse(manifest);
}

/** `inspect-photo` → `InspectPhoto`: a function's logical id and its substitution in the ASL file. */
export function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}
