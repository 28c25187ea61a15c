import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { validate } from '../../../functions/platform/handlers/validate.ts';

const letter = z.object({ kind: z.literal('letter'), to: z.string(), pages: z.number().max(9) });
const parcel = z.object({ kind: z.literal('parcel'), detail: z.object({ weight: z.number() }) });
const post = z.union([letter, parcel]);

function textOf(schema: z.ZodType, value: unknown): { en: string; zh: string } {
  try {
    validate(schema, value, { en: 'the post', zh: '邮件' });
  } catch (error) {
    return (error as { text: { en: string; zh: string } }).text;
  }
  throw new Error('it was valid');
}

describe('validation', () => {
  it('answers the value with its defaults', () => {
    expect(validate(z.object({ a: z.number().default(1) }), {}, 'it')).toEqual({ a: 1 });
  });

  it.each([
    ['a wrong field', letter, { kind: 'letter', to: 1, pages: 1 }, 'to'],
    ['the first of several', letter, { kind: 'letter', to: 'li', pages: 'x' }, 'pages'],
    ['a value of another kind', letter, 'text', '(the whole)'],
    ['the alternative that was meant', post, { kind: 'letter', to: 'li', pages: 10 }, 'pages'],
    ['a field deep in an alternative', post, { kind: 'parcel', detail: { weight: '1' } }, 'detail.weight'],
    [
      'an alternative within a list',
      z.object({ posts: z.array(post) }),
      { posts: [{ kind: 'parcel', detail: {} }] },
      'posts.0.detail.weight',
    ],
    ['what fits no alternative', post, null, '(the whole)'],
  ])('names %s', (_, schema, value, field) => {
    const { en, zh } = textOf(schema, value);
    expect(en).toMatch(`In the post, the field ${field} is wrong: `);
    expect(zh).toMatch(field === '(the whole)' ? '邮件不正确：' : `邮件中的字段 ${field} 不正确：`);
    expect(zh, 'Chinese without English sentences').not.toMatch(/[a-z]+ [a-z]+/i);
  });

  it('never repeats the value: it may be a secret', () => {
    expect(JSON.stringify(textOf(letter, { kind: 'letter', to: 'li', pages: 'hunter2' }))).not.toContain(
      'hunter2',
    );
  });
});
