import { describe, expect, it } from 'vitest';
import { decideMany } from '../../console/src/pages/approvals/decide-many.ts';
import { hindranceOf } from '../../console/src/pages/approvals/may-decide.ts';

interface Sent {
  readonly decisions: readonly { readonly id: string }[];
}

/** An API that has time for so many decisions a request, and refuses those whose id begins with `bad`. */
function apiFor(atMost: number) {
  const sent: number[] = [];
  const post = async <Answer>(_path: string, body?: unknown): Promise<Answer> => {
    const { decisions } = body as Sent;
    sent.push(decisions.length);
    const results = decisions.map(({ id }, index) => {
      if (index >= atMost) return { id, status: 0 };
      if (!id.startsWith('bad')) return { id, status: 200 };
      return { id, status: 409, code: 'PayloadChanged', text: { en: 'changed', zh: '已变化' } };
    });
    return { results } as Answer;
  };
  return { sent, post };
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `one-${index}`, payloadHash: 'h' }));
const verdict = { decision: 'approve', comment: '' } as const;

describe('deciding several approvals', () => {
  it('sends as many at once as the API takes, and those again for which there was no time', async () => {
    const api = apiFor(20);
    const { decided, failed } = await decideMany(api, many(60), verdict);
    expect(new Set(decided).size).toBe(60);
    expect(failed.size).toBe(0);
    expect(api.sent).toEqual([25, 25, 20]);
  });

  it('ends where the API gets to nothing at all, and says so of each', async () => {
    const { decided, failed } = await decideMany(apiFor(0), many(30), verdict);
    expect(decided).toEqual([]);
    expect(failed.size).toBe(30);
  });

  it('keeps the reason of each that was refused', async () => {
    const { decided, failed } = await decideMany(
      apiFor(25),
      [...many(2), { id: 'bad-1', payloadHash: 'h' }],
      verdict,
    );
    expect(decided).toHaveLength(2);
    expect(failed).toEqual(new Map([['bad-1', { en: 'changed', zh: '已变化' }]]));
  });
});

describe('who may decide', () => {
  const approval = { role: 'approver', fourEyes: true, items: [{ startedBy: ['li'] }, {}] } as const;
  it.each([
    ['li', ['operator'], 'role'],
    ['li', ['approver'], 'four-eyes'],
    ['wu', ['approver'], undefined],
  ] as const)('%s with the roles %s: hindered by %s', (sub, roles, hindrance) => {
    expect(hindranceOf(approval, { sub, roles: [...roles] })).toBe(hindrance);
  });

  it('is also who started it, where the shop asks for no second person', () => {
    expect(hindranceOf({ ...approval, fourEyes: false }, { sub: 'li', roles: ['approver'] })).toBeUndefined();
  });
});
