import * as z from 'zod';
import { skuSchema } from '../../commerce/sku.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { anyRole, apiHandler, problem, type Routes, route } from '../handlers/api-handler.ts';
import type { Platform } from '../platform.ts';
import { linkSeconds, mediaLinks, refuseForeign } from './media-links.ts';
import { uploadedBy } from './uploads.ts';
import { mediaAnswer, mediaLinksAnswer, uploadAnswer } from './uploads-answers.ts';

/** The inbox takes what Inspect will refuse with a reason, up to here; beyond it the form itself refuses. */
const largestUploadBytes = 100 * 1024 * 1024;
const formSeconds = 3600;

/** S3's own limit, in UTF-8: a Chinese character counts three. */
const longestKeyBytes = 1024;
const nameTooLong = {
  en: 'The names of the file and its product are too long together. Shorten the file name and upload it again.',
  zh: '文件名与商品编号合计过长，请缩短文件名后重新上传。',
};

/** One path segment, any script, no control characters. */
const segment = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\p{Cc}]+$/u, 'a file name without "/"');

const uploadBody = z.object({
  /** `catalog`: a file of products (CSV, XLSX, JSON). */
  kind: z.enum(['photo', 'catalog']).default('photo'),
  /** Of a photo: its product. Left out, it waits for one. */
  sku: skuSchema.optional(),
  /** Of a file of products: whose it is. What its columns mean is kept by source. */
  source: segment.max(64).optional(),
  fileName: segment,
});
type UploadBody = z.output<typeof uploadBody>;

function folderOf({ kind, sku, source }: UploadBody): string {
  if (kind === 'catalog') return source === undefined ? 'catalog' : `catalog/${source}`;
  return sku === undefined ? 'unassigned' : `images/${sku}`;
}
const linksBody = z.strictObject({
  files: z
    .array(
      z.strictObject({
        bucket: z.enum(['media', 'inbox']).default('media'),
        key: z.string().min(1).max(1024),
        version: z.string().max(1024).optional(),
      }),
    )
    .min(1)
    .max(100),
});
const mediaQuery = z.object({ key: z.string().min(1) });

interface AskedForm {
  readonly store: string;
  readonly sub: string;
  readonly key: string;
  readonly sku: string | undefined;
}

/** Who may put which file there. A chain for each file: one for all would have each upload of a batch wait for the others. */
async function auditForm(platform: Platform, { store, sub, key, sku }: AskedForm): Promise<void> {
  const file = key.slice(store.length + 1);
  await appendAudit(platform, {
    store,
    stream: `upload/${file}`,
    entryId: `asked/${sub}/${platform.clock.now()}`,
    actor: { kind: 'person', id: sub },
    action: 'upload.asked',
    subject: sku === undefined ? `upload/${file}` : `product/${sku}`,
    after: { key },
  });
}

export const routes: Routes = {
  'POST /api/{store}/uploads': route({
    summary: 'A form to upload one file with, straight to the inbox',
    answers: { 201: uploadAnswer },
    roles: ['operator', 'admin'],
    body: uploadBody,
    run: async (platform, { store, member, body }) => {
      const key = `${store}/${folderOf(body)}/${body.fileName}`;
      if (Buffer.byteLength(key) > longestKeyBytes) return problem(400, 'NameTooLong', nameTooLong);
      const limits = { maxBytes: largestUploadBytes, seconds: formSeconds };
      const target = { bucket: 'inbox', key } as const;
      const [form] = await Promise.all([
        platform.objects.formToUpload(target, limits, uploadedBy([member.sub])),
        auditForm(platform, { store, sub: member.sub, key, sku: body.sku }),
      ]);
      return { status: 201, body: { key, form } };
    },
  }),
  'GET /api/{store}/media': route({
    summary: 'A link to one made file',
    answers: { 200: mediaAnswer },
    roles: anyRole,
    query: mediaQuery,
    run: async (platform, { store, query }) => {
      refuseForeign(store, query.key);
      const url = await platform.objects.linkToRead({ bucket: 'media', key: query.key }, linkSeconds);
      return { status: 200, body: { url, validForSeconds: linkSeconds } };
    },
  }),
  'POST /api/{store}/media/links': route({
    summary: 'Links to many files at once: made ones, and originals in the inbox',
    answers: { 200: mediaLinksAnswer },
    roles: anyRole,
    body: linksBody,
    run: async (platform, { store, body }) => ({
      status: 200,
      body: await mediaLinks(platform, store, body.files),
    }),
  }),
};

export const handler = apiHandler(routes);
