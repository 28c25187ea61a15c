import * as z from 'zod';
import type { AnswerForm } from '../ports/text-model.ts';

/** Constraints that not every service enforces, and some refuse a schema for. The answer is checked against them here. */
const unenforced = ['minLength', 'maxLength', 'format', 'pattern', 'default'] as const;

/**
 * The form of an answer for a service, from the schema that the answer is checked with.
 *
 * @param schema a strict object without optional properties (nullable instead), as services that enforce a schema want it
 */
export function answerForm(name: string, schema: z.ZodType): AnswerForm {
  const { $schema: _dialect, ...jsonSchema } = z.toJSONSchema(schema, {
    override: ({ jsonSchema: part }) => {
      for (const keyword of unenforced) delete part[keyword];
    },
  });
  return { name, jsonSchema };
}

/** Why an answer is of no use, in the words that the model is told. */
export interface Unfit {
  readonly why: 'not-json' | 'wrong-schema';
  readonly faults: string;
}

/** A model repeats a fault as often as there are items. */
const FAULTS_TOLD = 10;

/** Reads an answer; the fence that some models put around JSON is taken off, nothing else is mended. */
export function readStructured<T>(
  content: string,
  schema: z.ZodType<T>,
): { readonly value: T } | { readonly unfit: Unfit } {
  const bare = content.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, '$1');
  let raw: unknown;
  try {
    raw = JSON.parse(bare);
  } catch {
    return { unfit: { why: 'not-json', faults: 'Your answer was not valid JSON.' } };
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { value: parsed.data };
  const faults = parsed.error.issues
    .slice(0, FAULTS_TOLD)
    .map(({ path, message }) => `- ${path.join('.') || 'the answer'}: ${message}`);
  return {
    unfit: {
      why: 'wrong-schema',
      faults: `Your answer did not have the form asked for:\n${faults.join('\n')}`,
    },
  };
}
