import * as z from 'zod';
import { functionSpecSchema } from './manifest.ts';

const specSchema = functionSpecSchema.extend({
  /** Below `functions/platform/`. */
  folder: z.string(),
  /** What calls it. */
  startedBy: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rate'), minutes: z.number().int().min(1) }),
    /** Failed, timed-out and aborted executions of this stage's machines. */
    z.strictObject({ kind: z.literal('execution-ended') }),
    z.strictObject({ kind: z.literal('queue'), name: z.string(), events: z.array(z.string()) }),
    /** Routes of the HTTP API. */
    z.strictObject({
      kind: z.literal('api'),
      routes: z.array(z.string().regex(/^(GET|POST|PUT|DELETE) \/api\//)),
    }),
    /** By hand with AWS credentials, through `storehand init`. */
    z.strictObject({ kind: z.literal('invoke') }),
  ]),
});
export type PlatformFunction = z.output<typeof specSchema>;

export const definePlatformFunctions = (
  specs: readonly z.input<typeof specSchema>[],
): readonly PlatformFunction[] => z.array(specSchema).parse(specs);
