import * as z from 'zod';
import { languageSchema } from '../commerce/says.ts';
import { skuSchema } from '../commerce/sku.ts';
import { anyRole, apiHandler, param, problem, type Routes, route } from '../platform/handlers/api-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import type { Platform } from '../platform/platform.ts';
import type { ObjectReference } from '../platform/ports/objects.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { drawPreviews } from './contact-sheet/draw-previews.ts';
import { encodePreviews } from './contact-sheet/encode-previews.ts';
import { readPhotos } from './contact-sheet/read-photos.ts';
import { previewKey, type Sheet } from './contact-sheet/sheet.ts';
import { sheetPage } from './contact-sheet/sheet-page.ts';
import { sheetPicture } from './contact-sheet/sheet-picture.ts';
import { bundledFonts } from './derive/stills/headline/bundled-fonts.ts';
import { contactSheetAnswer } from './product-answers.ts';

/** A product has a handful; beyond it the newest tell what is going on. */
const MOST_PHOTOS = 20;

/** Of the 29 s that a gateway waits: the rest is for setting the type, encoding and storing. */
const PREVIEW_MS = 17_000;

/** Of small type: a headline's weight would close up. */
const TEXT_WEIGHT = 480;

const linkSeconds = 3600;

const queryOfSheet = z.object({ language: languageSchema.optional() });

export const routes: Routes = {
  'POST /api/{store}/products/{sku}/contact-sheet': route({
    summary: 'Draws a product on one sheet: photos, cut-outs, all files and what was measured',
    answers: { 200: contactSheetAnswer },
    roles: anyRole,
    query: queryOfSheet,
    run: async (platform, request) => {
      const { store, member, query } = request;
      const sku = validate(skuSchema, param(request, 'sku'), { en: 'the SKU', zh: 'SKU' });
      const startedAt = platform.clock.now();
      const { photos, leftOut } = await readPhotos(platform, store, sku, MOST_PHOTOS);
      if (photos.length === 0) return problem(404, 'NoPhotos', noPhotos(sku));
      const shop = (await readSetting(platform, store, 'shop')).value;
      const sheet: Sheet = {
        sku,
        shop: shop.name,
        sample: shop.sample,
        zone: shop.zone,
        language: query.language ?? member.language,
        madeAt: startedAt,
        photos,
        leftOut,
      };
      const links = await makeSheet(platform, store, sheet, Date.parse(startedAt) + PREVIEW_MS);
      const { language } = sheet;
      return {
        status: 200,
        body: { sku, language, photos: photos.length, leftOut, ...links, validForSeconds: linkSeconds },
      };
    },
  }),
};

export const handler = apiHandler(routes);

/** @returns links to the page and to the picture */
async function makeSheet(platform: Platform, store: string, sheet: Sheet, until: number) {
  const { sku, photos, language } = sheet;
  const previews = await drawPreviews(platform, photos, until);
  const wanted = photos.flatMap(({ sources, channels, derived }) =>
    [...sources, ...channels, ...derived].flatMap(({ source }) => source ?? []),
  );
  const page = sheetPage(sheet, await encodePreviews(previews, wanted.map(previewKey)));
  const fonts = bundledFonts(language, TEXT_WEIGHT);
  const picture = await sheetPicture(sheet, previews, { language, fonts });
  // By language: a colleague who reads the other one would change the sheet behind a link that is being read.
  const at = (extension: string): ObjectReference => ({
    bucket: 'media',
    key: `${store}/${sku}/contact-sheet-${language}.${extension}`,
  });
  await platform.objects.put(at('html'), page, { contentType: 'text/html; charset=utf-8' });
  await platform.objects.put(at('png'), picture, { contentType: 'image/png' });
  return {
    html: await platform.objects.linkToRead(at('html'), linkSeconds),
    png: await platform.objects.linkToRead(at('png'), linkSeconds),
  };
}

const noPhotos = (sku: string) => ({
  en: `There is no photo of ${sku} here yet. Check the SKU, or upload a photo first.`,
  zh: `还没有 ${sku} 的照片。请核对 SKU，或先上传照片。`,
});
