import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatMicroUsd,
  formatMoney,
  formatRelative,
  formatTime,
} from '../../console/src/parts/format.ts';

const noon = Date.parse('2026-03-29T12:00:00Z');

describe('what the console shows', () => {
  it('has times in the shop’s zone, not the browser’s', () => {
    expect(formatTime('2026-03-29T00:30:00Z', 'America/New_York', 'en', 'short')).toContain('28 Mar');
    expect(formatTime('2026-03-29T00:30:00Z', 'Asia/Shanghai', 'zh', 'short')).toBe('3月29日 08:30');
  });

  it.each([
    ['2026-03-29T11:59:30Z', 'just now', '刚刚'],
    ['2026-03-29T12:00:30Z', 'now', '现在'],
    ['2026-03-29T11:57:00Z', '3 minutes ago', '3分钟前'],
    ['2026-03-29T14:30:00Z', 'in 2 hours', '2小时后'],
    ['2026-03-28T11:00:00Z', 'yesterday', '昨天'],
  ])('has %s as “%s” and “%s”', (instant, en, zh) => {
    expect(formatRelative(instant, noon, 'en')).toBe(en);
    expect(formatRelative(instant, noon, 'zh')).toBe(zh);
  });

  it('has money by the digits of its currency', () => {
    expect(formatMoney(123_456, 'USD', 'en')).toBe('US$1,234.56');
    expect(formatMoney(1234, 'JPY', 'en')).toBe('JP¥1,234');
  });

  it('does not round the cost of a call away', () => {
    expect(formatMicroUsd(1200, 'en')).toBe('US$0.0012');
    expect(formatMicroUsd(0, 'en')).toBe('US$0.00');
  });

  it('has spans and sizes in the unit that fits', () => {
    expect([320, 12_000, 240_000, 9_000_000].map((ms) => formatDuration(ms, 'en'))).toEqual([
      '0.3\u00a0s',
      '12\u00a0s',
      '4\u00a0min',
      '2.5\u00a0h',
    ]);
    expect(formatDuration(320, 'zh')).toBe('0.3秒');
    expect(formatBytes(1_250_000, 'en')).toBe('1.3 MB');
  });
});
