import * as z from 'zod';
import { saysSchema } from '../commerce/says.ts';
import type { Platform } from '../platform/platform.ts';
import { assetFile, assetFileNames } from './asset-files.ts';
import type { FormatResult } from './format-pictures.ts';
import { digitalSources } from './provenance/digital-source.ts';
import type { Asset } from './schemas.ts';

const edge = z.enum(['left', 'top', 'right', 'bottom']);
const box = z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() });
const withheld = z.object({ code: z.enum(['cutout-not-accepted', 'no-cutout']), says: saysSchema });

/** `pictures.json`: what Format made, for Validate, Review and Publish. */
const pictureListSchema = z.object({
  pictures: z.array(
    z.object({
      channel: z.string(),
      name: z.string(),
      sha256: z.string(),
      bytes: z.number().int(),
      width: z.number().int(),
      height: z.number().int(),
      format: z.enum(['jpeg', 'webp', 'png']),
      withheld: withheld.optional(),
      facts: z
        .object({
          upscale: z.number(),
          sourceClipped: z.array(edge),
          cutAway: z.number(),
          productFill: z.number(),
          // Absent from a file that was made before files said it, and waits for a person since.
          digitalSource: z.enum(digitalSources).optional(),
          source: z.enum(['cutout', 'photo']).optional(),
          productBox: box.optional(),
        })
        .loose(),
    }),
  ),
  notMade: z.array(z.object({ channel: z.string(), withheld })),
});
export type PictureList = z.infer<typeof pictureListSchema>;
export type ListedPicture = PictureList['pictures'][number];

export async function writePictureList(
  platform: Platform,
  store: string,
  asset: Asset,
  result: FormatResult,
): Promise<PictureList> {
  const list = {
    pictures: result.pictures.map(({ bytes, ...picture }) => ({ ...picture, bytes: bytes.length })),
    notMade: result.notMade,
  };
  await platform.objects.put(
    assetFile(store, asset, assetFileNames.pictures),
    JSON.stringify(list, null, 2),
    {
      contentType: 'application/json',
    },
  );
  return pictureListSchema.parse(list);
}

export async function readPictureList(platform: Platform, store: string, asset: Asset): Promise<PictureList> {
  const bytes = await platform.objects.get(assetFile(store, asset, assetFileNames.pictures));
  return pictureListSchema.parse(JSON.parse(bytes.toString('utf8')));
}
