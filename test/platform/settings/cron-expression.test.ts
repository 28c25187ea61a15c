import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCronExpression } from '../../../functions/platform/settings/cron-expression.ts';
import { parseCronFields } from '../../../local/scheduler/cron-fields.ts';

/** From the reference: the examples of a digest's time, and each wildcard. */
const taken = [
  '0 9 * * ? *',
  '30 8 ? * MON-FRI *',
  '0 8 1 * ? *',
  '0/15 8-17 * JAN,DEC ? 2026-2030/2',
  '0 9 L * ? *',
  '0 9 15W * ? *',
  '0 9 ? * L *',
  '0 9 ? * 6L *',
  '0 9 ? * 3#2 *',
  '0 9 ? * TUE#5 *',
  '  0   9 * * ? *  ',
];
const refused = [
  '99 9 * * ? *',
  '0 24 * * ? *',
  '0 9 32 * ? *',
  '0 9 0 * ? *',
  '0 9 * 13 ? *',
  '0 9 * FOO ? *',
  '0 9 ? * 8 *',
  '0 9 ? * MON/2 *',
  '0 9 ? * 3#6 *',
  '0 9 ? * 3#1,6#3 *',
  '0 9 * * ? 1969',
  '0 9 * * * *',
  '0 9 ? * ? *',
  '0 9 * * ?',
  '0/0 9 * * ? *',
  '5-1 9 * * ? *',
  '1-2-3 9 * * ? *',
  '1//2 9 * * ? *',
  ', 9 * * ? *',
  '- 9 * * ? *',
  '0 9 W * ? *',
  '0 9 LW * ? *',
  '0 9 ? * # *',
];

describe('a cron expression', () => {
  for (const fields of taken) {
    it(`may be ${fields}`, () => expect(isCronExpression(`cron(${fields})`)).toBe(true));
  }
  for (const fields of refused) {
    it(`may not be ${fields}`, () => expect(isCronExpression(`cron(${fields})`)).toBe(false));
  }
  it('stands in cron( ), and nothing around it', () => {
    for (const text of ['0 9 * * ? *', 'cron(0 9 * * ? *) ', 'rate(1 day)', 'cron()', '']) {
      expect(isCronExpression(text), text).toBe(false);
    }
  });

  it('that is taken here can be read by the scheduler of one machine', () => {
    const part = fc.stringMatching(/^[0-9]{1,2}([,/#-][0-9]{1,2}|[LW])?$|^[*LW?]$|^(MON|JAN)(-(FRI|DEC))?$/);
    const property = fc.property(fc.constantFrom(...taken), fc.nat(5), part, (fields, at, changed) => {
      const parts = fields.trim().split(/\s+/).with(at, changed).join(' ');
      if (isCronExpression(`cron(${parts})`)) expect(() => parseCronFields(parts)).not.toThrow();
    });
    fc.assert(property, { numRuns: 500 });
  });
});
