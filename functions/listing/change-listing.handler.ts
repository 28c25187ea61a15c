import * as z from 'zod';
import { listingChannelSchema } from '../commerce/listings/listing.ts';
import type { TextEvidence } from '../commerce/listings/text-rule.ts';
import { listingLocaleSchema } from '../commerce/product/product-record.ts';
import type { Says } from '../commerce/says.ts';
import { skuSchema } from '../commerce/sku.ts';
import { listingKey, type RemovedListing, type StandingListing } from '../connectors/store/listing-store.ts';
import { revertListing } from '../connectors/store/publish-listing.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  apiHandler,
  param,
  problem,
  type Routes,
  route,
} from '../platform/handlers/api-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import type { Platform } from '../platform/platform.ts';
import { changeListing, type ListingChange } from './change-listing.ts';
import { type ChangedListingAnswer, changedListingAnswer, listingRefusedAnswer } from './listings-answers.ts';
import { standingAnswer } from './read-listings.ts';

/** Why, for the audit. */
const reason = z.string().trim().min(1).max(500).optional();
const revertSchema = z.strictObject({ publication: z.string().min(1).max(200), reason });
const changeSchema = z.strictObject({
  fields: z.record(z.string().min(1).max(200), z.string().max(100_000)),
  hash: z.string().min(1).max(100),
  /** Only says what the rules find; nothing is changed. */
  check: z.boolean().optional(),
  reason,
});

export const routes: Routes = {
  'POST /api/{store}/products/{sku}/listings/{channel}/{locale}/revert': route({
    summary: 'Reverts the publication of a listing: puts back what it replaced, or takes it down',
    answers: { 200: changedListingAnswer },
    roles: ['approver', 'admin'],
    body: revertSchema,
    run: async (platform, request) => {
      const place = readPlace(request);
      const outcome = await revertListing(platform, {
        store: request.store,
        ...place,
        ...request.body,
        actor: { kind: 'person', id: request.member.sub },
      });
      if (outcome === 'changed') return problem(409, 'ListingChanged', changedSince);
      const body = await readStanding(platform, request.store, place);
      return { status: 200, body };
    },
  }),
  'PUT /api/{store}/products/{sku}/listings/{channel}/{locale}': route({
    summary:
      "Changes the fields of a standing listing by hand, checked by the channel's rules; no run writes over it",
    answers: { 200: changedListingAnswer, 400: listingRefusedAnswer },
    roles: ['approver', 'admin'],
    body: changeSchema,
    run: async (platform, request) => {
      const place = readPlace(request);
      const { check, ...wanted } = request.body;
      const change = await changeListing(platform, {
        store: request.store,
        place,
        ...wanted,
        isCheck: check,
        actor: { kind: 'person', id: request.member.sub },
      });
      return changeAnswer(place, change);
    },
  }),
};

export const handler = apiHandler(routes);

type Place = Omit<ChangedListingAnswer, 'standing'>;

function readPlace(request: Pick<ApiRequest<unknown, unknown>, 'params'>): Place {
  return {
    sku: validate(skuSchema, param(request, 'sku'), { en: 'the SKU', zh: 'SKU' }),
    channel: validate(listingChannelSchema, param(request, 'channel'), { en: 'the channel', zh: '渠道' }),
    locale: validate(listingLocaleSchema, param(request, 'locale'), { en: 'the language', zh: '语言' }),
  };
}

async function readStanding(platform: Platform, store: string, place: Place): Promise<ChangedListingAnswer> {
  const present = await platform.records.get<StandingListing | RemovedListing>(listingKey(store, place));
  return present === undefined || 'removed' in present.data
    ? place
    : { ...place, standing: standingAnswer(present.data) };
}

function changeAnswer(place: Place, change: ListingChange): ApiAnswer {
  if (change.outcome === 'refused') {
    const findings = change.failing.map(({ holds: _holds, ...finding }) => finding);
    return problem(400, 'ListingRefused', refusalOf(change.failing), { findings });
  }
  if (change.outcome === 'conflict') return problem(409, 'ListingChanged', changedSince);
  const body: ChangedListingAnswer = { ...place, standing: standingAnswer(change.standing) };
  return { status: 200, body };
}

const changedSince: Says = {
  en: 'The listing was changed since you saw it, so it was left alone. Load it again, compare, then decide.',
  zh: '该文案在您查看之后已被修改，因此未作改动。请重新加载并比对后再决定。',
};

function refusalOf(failing: readonly TextEvidence[]): Says {
  const [first] = failing;
  const others = failing.length - 1;
  if (first === undefined) throw new Error('a refusal without a rule that fails');
  const { field, measured, expected } = first;
  return {
    en: `Nothing was changed. ${field}: measured ${measured.en}, should be ${expected.en}.${others > 0 ? ` And ${others} more.` : ''}`,
    zh: `未作任何修改。${field}：实测 ${measured.zh}，应为 ${expected.zh}。${others > 0 ? `另有 ${others} 项。` : ''}`,
  };
}
