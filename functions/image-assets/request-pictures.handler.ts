import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { apiHandler, param, type Routes, route } from '../platform/handlers/api-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import { picturesRequestedAnswer } from './product-answers.ts';
import { fetchRequestSchema } from './read-intake.ts';
import { imageAssets } from './workflow.ts';

/** A client that repeats a request after a time-out repeats its id, and starts nothing twice. */
const bodySchema = fetchRequestSchema
  .pick({ pictures: true })
  .extend({ requestId: z.string().min(1).max(100).optional() });

export const routes: Routes = {
  'POST /api/{store}/products/{sku}/pictures': route({
    summary: 'Takes addresses of pictures for a product',
    answers: { 202: picturesRequestedAnswer },
    roles: ['operator', 'admin'],
    body: bodySchema,
    run: async (platform, request) => {
      const { store, member, body } = request;
      const message: z.input<typeof fetchRequestSchema> = {
        kind: 'fetch-pictures',
        store,
        requestId: body.requestId ?? randomUUID(),
        sku: param(request, 'sku'),
        pictures: body.pictures,
        startedBy: member.sub,
      };
      await platform.queues.send(
        imageAssets.slug,
        validate(fetchRequestSchema, message, { en: 'the request', zh: '请求' }),
      );
      return { status: 202, body: { requestId: message.requestId } };
    },
  }),
};

export const handler = apiHandler(routes);
