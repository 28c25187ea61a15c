import * as z from 'zod';
import { saysSchema } from '../commerce/says.ts';
import type { Platform } from '../platform/platform.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import type { Asset } from './schemas.ts';

/** The part of `validation.json` that a reviewer and Publish need; the whole stays in the file. */
const validationSchema = z.object({
  cutout: z.object({ accepted: z.boolean(), confidence: z.number(), engine: z.string() }),
  reasons: z.array(saysSchema),
  evidence: z.array(
    z.object({
      channel: z.string(),
      title: saysSchema,
      name: z.string(),
      answer: z.enum(['pass', 'warn', 'fail']),
      rules: z.array(
        z.object({ rule: z.string(), answer: z.enum(['pass', 'warn', 'fail']), says: saysSchema }).loose(),
      ),
      informs: z.array(
        z
          .object({ rule: z.string(), effectiveFrom: z.string(), willHold: z.boolean(), says: saysSchema })
          .loose(),
      ),
    }),
  ),
  derived: z
    .array(
      z.object({
        choice: z.string(),
        name: z.string(),
        answer: z.enum(['pass', 'fail']),
        rules: z.array(
          z.object({ rule: z.string(), answer: z.enum(['pass', 'fail']), says: saysSchema }).loose(),
        ),
      }),
    )
    // Of a run that was checked before there were any.
    .default([]),
});
export type Validation = z.infer<typeof validationSchema>;

export async function readValidation(platform: Platform, store: string, asset: Asset): Promise<Validation> {
  const bytes = await platform.objects.get(assetFile(store, asset, assetFileNames.validation));
  return validationSchema.parse(JSON.parse(bytes.toString('utf8')));
}
