import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingHours,
  type WorkingCalendar,
} from '../../../functions/platform/approvals/working-hours.ts';

const berlin: WorkingCalendar = {
  zone: 'Europe/Berlin',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '17:00',
  holidays: ['2026-04-03', '2026-04-06'],
};
const nights: WorkingCalendar = {
  ...berlin,
  days: [1, 2, 3, 4, 5, 6, 7],
  from: '00:00',
  to: '24:00',
  holidays: [],
};

const cases: [string, WorkingCalendar, string, number, string][] = [
  ['within a day', berlin, '2026-03-02T09:00:00Z', 2, '2026-03-02T11:00:00.000Z'],
  ['into the next day', berlin, '2026-03-02T15:00:00Z', 2, '2026-03-03T09:00:00.000Z'],
  ['to the very end of a day', berlin, '2026-03-02T08:00:00Z', 8, '2026-03-02T16:00:00.000Z'],
  ['from before work', berlin, '2026-03-02T03:00:00Z', 1, '2026-03-02T09:00:00.000Z'],
  ['from after work', berlin, '2026-03-02T20:00:00Z', 1, '2026-03-03T09:00:00.000Z'],
  ['over a weekend', berlin, '2026-03-06T15:00:00Z', 2, '2026-03-09T09:00:00.000Z'],
  ['from a Sunday', berlin, '2026-03-08T10:00:00Z', 16, '2026-03-10T16:00:00.000Z'],
  ['over Easter', berlin, '2026-04-02T14:00:00Z', 2, '2026-04-07T08:00:00.000Z'],
  // Clocks go forward on Sunday 29 March: the same hour of the day is an hour earlier in UTC on Monday.
  [
    'over the weekend of the change to summer time',
    berlin,
    '2026-03-27T15:00:00Z',
    2,
    '2026-03-30T08:00:00.000Z',
  ],
  [
    'over the weekend of the change to winter time',
    berlin,
    '2026-10-23T14:00:00Z',
    2,
    '2026-10-26T09:00:00.000Z',
  ],
  // Whoever works around the clock has 23 hours that Sunday, and 25 in October.
  ['through the night of 23 hours', nights, '2026-03-28T23:00:00Z', 23, '2026-03-29T22:00:00.000Z'],
  ['through the night of 25 hours', nights, '2026-10-24T22:00:00Z', 25, '2026-10-25T23:00:00.000Z'],
  [
    'from an hour that the clock change skips',
    { ...nights, from: '02:30', to: '10:00' },
    '2026-03-29T00:00:00Z',
    1,
    '2026-03-29T02:30:00.000Z',
  ],
  [
    'in a zone of half hours',
    { ...berlin, zone: 'Asia/Kolkata', holidays: [] },
    '2026-03-02T11:00:00Z',
    1,
    '2026-03-03T04:00:00.000Z',
  ],
  [
    'in Shanghai, from a moment that is already tomorrow there',
    { ...berlin, zone: 'Asia/Shanghai', holidays: [] },
    '2026-03-06T17:00:00Z',
    1,
    '2026-03-09T02:00:00.000Z',
  ],
  ['half an hour', berlin, '2026-03-02T09:00:00Z', 0.5, '2026-03-02T09:30:00.000Z'],
  ['no time at all', berlin, '2026-03-07T09:00:00Z', 0, '2026-03-07T09:00:00.000Z'],
];

describe('working hours', () => {
  for (const [name, calendar, start, hours, end] of cases) {
    it(`counts ${name}`, () => expect(addWorkingHours(start, hours, calendar)).toBe(end));
  }

  it('refuses a calendar in which nobody ever works', () => {
    expect(() => addWorkingHours('2026-03-02T09:00:00Z', 1, { ...berlin, days: [] })).toThrow(RangeError);
  });

  it('adds up: some hours and then more are as many as all at once', () => {
    const start = fc.date({ min: new Date('2025-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    const halves = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(start, halves, halves, (date, one, two) => {
        const begin = date.toISOString();
        const middle = addWorkingHours(begin, one / 2, berlin);
        const end = addWorkingHours(begin, (one + two) / 2, berlin);
        expect(addWorkingHours(middle, two / 2, berlin)).toBe(end);
        expect(middle > begin && end > middle).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
