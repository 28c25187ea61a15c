import * as z from 'zod';

/** `POST /api/{store}/uploads`: post the fields, then the file as `file`, to `url` as multipart/form-data. */
export const uploadAnswer = z.strictObject({
  key: z.string(),
  form: z.strictObject({ url: z.url(), fields: z.record(z.string(), z.string()) }),
});

/** `GET /api/{store}/media` */
export const mediaAnswer = z.strictObject({ url: z.url(), validForSeconds: z.int().min(1) });

/** `POST /api/{store}/media/links`: in the order of the request. */
export const mediaLinksAnswer = z.strictObject({
  links: z.array(z.strictObject({ bucket: z.enum(['media', 'inbox']), key: z.string(), url: z.url() })),
  validForSeconds: z.int().min(1),
});
export type UploadAnswer = z.output<typeof uploadAnswer>;
export type MediaAnswer = z.output<typeof mediaAnswer>;
export type MediaLinksAnswer = z.output<typeof mediaLinksAnswer>;
