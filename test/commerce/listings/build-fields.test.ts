import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildListing } from '../../../functions/commerce/listings/build-fields.ts';
import { CHANNEL_TEXTS } from '../../../functions/commerce/listings/channel-texts/all-channels.ts';
import { checkListing } from '../../../functions/commerce/listings/check-listing.ts';
import { hostileSource } from './hostile-texts.ts';

const TODAY = '2026-11-22';

/** What only a person can mend: something that is missing or too short. */
function needsPerson(channel: keyof typeof CHANNEL_TEXTS, rule: string): boolean {
  const demand = CHANNEL_TEXTS[channel].rules.find(({ id }) => id === rule)?.demand;
  return (
    demand?.kind === 'required' ||
    demand?.kind === 'pattern' ||
    (demand?.kind === 'length' && demand.min !== undefined && demand.max === undefined)
  );
}

describe('buildListing', () => {
  it('never breaks a limit or uses what is forbidden, whatever the texts are', () => {
    fc.assert(
      fc.property(hostileSource, (source) => {
        const listing = buildListing(source, TODAY);
        const broken = checkListing(listing, TODAY).filter(
          ({ holds, rule }) => !holds && !needsPerson(source.channel, rule),
        );
        expect(broken, JSON.stringify(listing.fields)).toEqual([]);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
