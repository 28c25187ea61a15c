import * as z from 'zod';
import type { WorkflowManifest } from '../manifest.ts';
import type { WorkflowAnswer } from './workflows-answers.ts';

const stateSchema = z.object({
  Type: z.enum(['Task', 'Choice', 'Wait', 'Pass', 'Succeed', 'Fail', 'Map', 'Parallel']),
  Comment: z.string().default(''),
  Resource: z.string().default(''),
  Next: z.string().optional(),
  End: z.boolean().default(false),
  Default: z.string().optional(),
  Choices: z.array(z.object({ Condition: z.string(), Next: z.string() })).default([]),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string() })).default([]),
});

const machineSchema = z.object({ StartAt: z.string(), States: z.record(z.string(), stateSchema) });

/** A state machine as a drawing needs it: states in the order of the file, and where each leads. */
export function describeMachine(
  definition: unknown,
  stages: WorkflowManifest['stages'],
): WorkflowAnswer['machine'] {
  const { StartAt, States } = machineSchema.parse(definition);
  const titles = new Map(stages.map(({ state, title }) => [state, title]));
  const states = Object.entries(States).map(([name, state]) => {
    const { Type, Comment, Resource, Next, End, Default, Choices, Catch } = state;
    const title = titles.get(name);
    return {
      name,
      type: Type,
      comment: Comment,
      ...(title === undefined ? {} : { title }),
      ...(Next === undefined ? {} : { next: Next }),
      isEnd: End || Type === 'Succeed' || Type === 'Fail',
      waitsForAnswer: Resource.endsWith('.waitForTaskToken'),
      choices: [
        ...Choices.map(({ Condition, Next: next }) => ({ condition: Condition, next })),
        ...(Default === undefined ? [] : [{ next: Default }]),
      ],
      catches: Catch.map(({ ErrorEquals, Next: next }) => ({ errors: ErrorEquals, next })),
    };
  });
  return { startAt: StartAt, states };
}
