import * as z from 'zod';
import { anyRole, apiHandler, problem, route } from '../handlers/api-handler.ts';
import { rememberUploader } from './uploads.ts';

/** The inbox takes what Inspect will refuse with a reason, up to here; beyond it the form itself refuses. */
const largestUploadBytes = 100 * 1024 * 1024;
const formSeconds = 3600;
const linkSeconds = 900;

/** One path segment, any script, no control characters. */
const segment = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\p{Cc}]+$/u, 'a file name without "/"');

const uploadBody = z.object({ sku: segment.optional(), fileName: segment });
const mediaQuery = z.object({ key: z.string().min(1) });
export const handler = apiHandler({
  'POST /api/{store}/uploads': route({
    roles: ['operator', 'admin'],
    body: uploadBody,
    run: async (platform, { store, member, body }) => {
      const folder = body.sku === undefined ? 'unassigned' : `images/${body.sku}`;
      const key = `${store}/${folder}/${body.fileName}`;
      await rememberUploader(platform, store, key, member.sub);
      const limits = { maxBytes: largestUploadBytes, seconds: formSeconds };
      return {
        status: 201,
        body: { key, form: await platform.objects.formToUpload({ bucket: 'inbox', key }, limits) },
      };
    },
  }),
  'GET /api/{store}/media': route({
    roles: anyRole,
    query: mediaQuery,
    run: async (platform, { store, query }) => {
      if (!query.key.startsWith(`${store}/`)) {
        return problem(404, 'NotFound', { en: 'There is no such file here.', zh: '没有找到该文件。' });
      }
      const url = await platform.objects.linkToRead({ bucket: 'media', key: query.key }, linkSeconds);
      return { status: 200, body: { url, validForSeconds: linkSeconds } };
    },
  }),
});
