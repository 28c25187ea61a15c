import { createHash } from 'node:crypto';
import * as z from 'zod';
import { saysSchema } from '../commerce/says.ts';
import type { Platform } from '../platform/platform.ts';
import type { ObjectReference } from '../platform/ports/objects.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import type { Asset } from './schemas.ts';

const value = z.union([z.number(), z.string()]);
const demand = z.object({
  min: z.number().optional(),
  max: z.number().optional(),
  oneOf: z.array(z.string()).optional(),
});
const ruleEvidence = z.object({
  rule: z.string(),
  unit: z.string(),
  measured: value,
  demanded: demand,
  source: z.object({ publisher: z.enum(['platform', 'third-party', 'house']) }),
  confirmed: z.boolean(),
  says: saysSchema,
});
const derivedRule = z.object({
  rule: z.string(),
  answer: z.enum(['pass', 'fail']),
  measured: value,
  // Of a run that was checked before they stood there.
  demanded: demand.default({}),
  unit: z.string().default('text'),
  says: saysSchema,
});

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
      rules: z.array(ruleEvidence.extend({ answer: z.enum(['pass', 'warn', 'fail']) })),
      informs: z.array(ruleEvidence.extend({ effectiveFrom: z.string(), willHold: z.boolean() })),
    }),
  ),
  derived: z
    .array(
      z.object({
        choice: z.string(),
        name: z.string(),
        answer: z.enum(['pass', 'fail']),
        rules: z.array(derivedRule),
      }),
    )
    // Of a run that was checked before there were any.
    .default([]),
});
export type Validation = z.infer<typeof validationSchema>;

export async function readValidation(platform: Platform, store: string, asset: Asset): Promise<Validation> {
  return (await readValidationFile(platform, store, asset)).validation;
}

/** With the file's place and the SHA-256 of its bytes, for whoever refers to it. */
export async function readValidationFile(
  platform: Platform,
  store: string,
  asset: Asset,
): Promise<{ validation: Validation; file: ObjectReference; sha256: string }> {
  const file = assetFile(store, asset, assetFileNames.validation);
  const bytes = await platform.objects.get(file);
  return {
    validation: validationSchema.parse(JSON.parse(bytes.toString('utf8'))),
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
