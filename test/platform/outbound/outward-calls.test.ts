import { beforeEach, describe, expect, it } from 'vitest';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  TransientError,
} from '../../../functions/platform/errors.ts';
import { logger } from '../../../functions/platform/handlers/observability.ts';
import { withCircuitBreaker } from '../../../functions/platform/outbound/circuit-breaker.ts';
import { countedBy, failuresNoted, readCalls } from '../../../functions/platform/outbound/outward-calls.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

// What could not be counted is logged.
logger.setLogLevel('SILENT');

const says = { en: 'It does not answer.', zh: '没有响应。' };
const fault = new TransientError('NoAnswer', says);
const A_DAY_MS = 86_400_000;

describe('the record of calls to the outside', () => {
  let platform: MemoryPlatform;
  beforeEach(() => {
    platform = createMemoryPlatform();
  });
  const library = (store = 'shop') => ({ store, connector: 'dam-webdav' });
  /** Calls once; what it throws is what the call failed with. */
  const call = async (error?: Error, of = library()) =>
    await countedBy(
      platform,
      of,
    )(async () => {
      if (error !== undefined) throw error;
      return 'an answer';
    });
  const failing = async (error: Error) => await expect(call(error)).rejects.toBe(error);
  const figures = async (days = 7, store = 'shop') => await readCalls(platform, library(store), days);

  it('counts what was answered and what failed, with the last of each, and hands both on', async () => {
    expect(await figures()).toEqual({ calls: 0, errors: 0 });
    expect(await call()).toBe('an answer');
    platform.inspection.advance(1000);
    expect(await call()).toBe('an answer');
    platform.inspection.advance(1000);
    await failing(fault);
    expect(await figures()).toEqual({
      calls: 3,
      errors: 1,
      lastSuccessAt: '2026-03-02T09:00:01.000Z',
      lastFailure: { at: '2026-03-02T09:00:02.000Z', code: 'NoAnswer', says },
    });
  });

  it('adds the days up, as many as are asked for, and lets a day go after two weeks', async () => {
    for (let day = 1; day <= 9; day++) {
      await call();
      if (day % 2 === 0) await failing(fault);
      platform.inspection.advance(day === 9 ? 0 : A_DAY_MS);
    }
    expect(await figures(1)).toMatchObject({ calls: 1, errors: 0 });
    expect(await figures(7)).toMatchObject({ calls: 10, errors: 3 });
    expect((await figures(7)).lastFailure?.at).toBe('2026-03-09T09:00:00.000Z');
    expect((await figures(1)).lastFailure).toBeUndefined();
  });

  it('keeps shops and connectors apart', async () => {
    await call();
    await call(undefined, library('other'));
    await call(undefined, library('other'));
    await call(undefined, { store: 'shop', connector: 'dam-webdav-2' });
    expect(await figures()).toMatchObject({ calls: 1 });
    expect(await figures(7, 'other')).toMatchObject({ calls: 2 });
  });

  it('takes every fault of the other side for an error, and a refusal of what was asked for an answer', async () => {
    await failing(new RateLimitedError('Busy', says, 5));
    await failing(new ConfigurationError('WrongKey', says));
    await failing(new InvalidInputError('PictureRefused', says));
    // A fault of our own.
    await failing(new TypeError('x is not a function'));
    expect(await figures()).toMatchObject({ calls: 3, errors: 2, lastFailure: { code: 'WrongKey' } });
  });

  it('takes what cannot be called at all for an error, and what only could be called for nothing', async () => {
    await failuresNoted(platform, library(), async () => 'a secret');
    const missing = new ConfigurationError('SecretMissing', says);
    const prepare = async () => await Promise.reject(missing);
    await expect(failuresNoted(platform, library(), prepare)).rejects.toBe(missing);
    expect(await figures()).toMatchObject({ calls: 1, errors: 1 });
  });

  it('says that a host is left alone until its pause is over, and counts no call that never went out', async () => {
    const send = withCircuitBreaker(async () => await Promise.reject(fault));
    const ask = async () => await send('https://files.example.com/', { maxBytes: 1, timeoutMs: 1 });
    for (let time = 0; time < 7; time++) await expect(countedBy(platform, library())(ask)).rejects.toThrow();
    expect(await figures()).toMatchObject({
      calls: 5,
      errors: 5,
      heldBackUntil: '2026-03-02T09:00:30.000Z',
    });
    platform.inspection.advance(30_000);
    expect(await figures()).not.toHaveProperty('heldBackUntil');
  });

  it('is one write a call and no read, of which none is kept in the audit', async () => {
    const before = platform.inspection.calls();
    await call();
    expect(platform.inspection.calls() - before).toBe(1);
    expect(platform.inspection.records.all().every(({ key }) => key.table !== 'audit')).toBe(true);
  });

  it('lets a call through that it cannot count because the table is busy', async () => {
    platform.inspection.onCall(({ name }) => {
      if (name === 'records.tally') throw new TransientError('ServiceBusy', says);
    });
    expect(await call()).toBe('an answer');
    await failing(fault);
    platform.inspection.onCall(undefined);
    expect(await figures()).toEqual({ calls: 0, errors: 0 });
  });
});
