import * as z from 'zod';
import { listingChannelSchema } from '../commerce/listings/listing.ts';
import { listingLocaleSchema } from '../commerce/product/product-record.ts';
import { anyRole, apiHandler, param, type Routes, route } from '../platform/handlers/api-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import { buildFeed } from './feeds/build-feed.ts';
import { feedAnswer } from './listings-answers.ts';

const bodySchema = z.strictObject({
  locale: listingLocaleSchema,
  format: z.enum(['csv', 'tsv', 'xml']).optional(),
  cursor: z.string().max(2000).optional(),
});

export const routes: Routes = {
  'POST /api/{store}/feeds/{channel}': route({
    summary:
      "Writes the listings of a channel and language into files for the channel's own upload, and links to them",
    answers: { 200: feedAnswer },
    roles: anyRole,
    body: bodySchema,
    run: async (platform, request) => {
      const { store, body } = request;
      const channel = validate(listingChannelSchema, param(request, 'channel'), {
        en: 'the channel',
        zh: '渠道',
      });
      return { status: 200, body: await buildFeed(platform, { store, channel, ...body }) };
    },
  }),
};

export const handler = apiHandler(routes);
