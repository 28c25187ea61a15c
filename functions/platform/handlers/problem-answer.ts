import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';

/** Every answer that is not a success: what happened, what is safe, what to do. A route may add fields. */
export const problemSchema = z.looseObject({ code: z.string(), text: saysSchema }).meta({
  id: 'Problem',
  description: 'Why a request was not done, for programs (`code`) and people (`text`)',
});
export type Problem = z.output<typeof problemSchema>;
