import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answerForm, readStructured } from '../../../functions/platform/ai/answer-form.ts';

const schema = z.strictObject({
  title: z.string().min(1).max(10),
  parts: z.array(z.strictObject({ text: z.string().max(5), note: z.string().nullable() })).max(30),
});

describe('the form of an answer', () => {
  it('is the schema without what services do not enforce, closed and all required', () => {
    expect(answerForm('draft', schema)).toEqual({
      name: 'draft',
      jsonSchema: {
        type: 'object',
        properties: {
          title: { type: 'string' },
          parts: {
            type: 'array',
            maxItems: 30,
            items: {
              type: 'object',
              properties: {
                text: { type: 'string' },
                note: { type: ['string', 'null'] },
              },
              required: ['text', 'note'],
              additionalProperties: false,
            },
          },
        },
        required: ['title', 'parts'],
        additionalProperties: false,
      },
    });
  });
});

describe('an answer', () => {
  it('is read with or without the fence that models put around it', () => {
    const value = { title: 'A mug', parts: [] };
    expect(readStructured(JSON.stringify(value), schema)).toEqual({ value });
    expect(readStructured(`\`\`\`json\n${JSON.stringify(value)}\n\`\`\``, schema)).toEqual({ value });
  });

  it.each(['', 'Here it is: {"title":"A mug","parts":[]}', '{"title":"A mug"', 'NaN'])(
    'that is no JSON is not mended: %j',
    (content) => {
      expect(readStructured(content, schema)).toMatchObject({ unfit: { why: 'not-json' } });
    },
  );

  it('of another form is told by its places, ten at the most', () => {
    const parts = Array.from({ length: 20 }, () => ({ text: 'too long', note: null }));
    const read = readStructured(JSON.stringify({ title: 'A mug', parts }), schema);
    expect(read).toMatchObject({ unfit: { why: 'wrong-schema' } });
    const faults = 'unfit' in read ? read.unfit.faults : '';
    expect(faults).toContain('- parts.0.text');
    expect(faults.split('\n')).toHaveLength(11);
    expect(readStructured('{"title":"A","parts":[],"publish":true}', schema)).toHaveProperty('unfit');
  });
});
