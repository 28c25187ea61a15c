import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InvalidInputError, TransientError } from '../../../functions/platform/errors.ts';
import { withCircuitBreaker } from '../../../functions/platform/outbound/circuit-breaker.ts';
import type { OutsideAnswer } from '../../../functions/platform/outbound/request-outside.ts';

const says = { en: 'x', zh: 'x' };
const request = { maxBytes: 1, timeoutMs: 1 };
const answer = (status: number): OutsideAnswer => ({ status, headers: {}, body: Buffer.alloc(0) });

describe('a host that does not answer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function host(): {
    send: (url?: string) => Promise<OutsideAnswer>;
    asked: string[];
    next: { does: () => OutsideAnswer };
  } {
    const asked: string[] = [];
    const next = { does: () => answer(200) };
    const guarded = withCircuitBreaker(async (url) => {
      asked.push(url);
      return next.does();
    });
    return { send: (url = 'https://shop.example/x') => guarded(url, request), asked, next };
  }
  const unreachable = () => {
    throw new TransientError('OutsideUnreachable', says);
  };

  it.each([
    ['breaks off', unreachable],
    ['answers 503', () => answer(503)],
  ] as const)('and %s is left alone after five times, and asked once more after 30 s', async (_, does) => {
    const { send, asked, next } = host();
    next.does = does;
    for (let time = 1; time <= 5; time++) await send().catch(() => undefined);
    await expect(send()).rejects.toMatchObject({
      name: 'RateLimitedError',
      code: 'HostPaused',
      retryAfterSeconds: 30,
    });
    expect(asked).toHaveLength(5);
    vi.advanceTimersByTime(30_001);
    await send().catch(() => undefined);
    await expect(send()).rejects.toMatchObject({ code: 'HostPaused' });
    expect(asked).toHaveLength(6);
    vi.advanceTimersByTime(30_001);
    next.does = () => answer(200);
    for (let time = 1; time <= 3; time++) expect(await send()).toMatchObject({ status: 200 });
  });

  it('does not stop what goes to others', async () => {
    const { send, next } = host();
    next.does = unreachable;
    for (let time = 1; time <= 6; time++) await send().catch(() => undefined);
    next.does = () => answer(200);
    expect(await send('https://other.example/')).toMatchObject({ status: 200 });
  });

  it('is one that answers: refusals and single faults in between count for nothing', async () => {
    const { send, asked, next } = host();
    for (let time = 1; time <= 12; time++) {
      next.does = [
        unreachable,
        () => answer(404),
        () => answer(429),
        () => {
          throw new InvalidInputError('AddressRefused', says);
        },
      ][time % 4] as () => OutsideAnswer;
      await send().catch(() => undefined);
    }
    expect(asked).toHaveLength(12);
  });
});
