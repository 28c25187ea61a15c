import { createHash } from 'node:crypto';
import type { Language, Says } from '../../commerce/says.ts';
import { timeInZone } from '../../platform/settings/shop-time.ts';
import { escapeHtml } from '../escape-html.ts';
import { describeRun, describeSize } from './describe-file.ts';
import type { EncodedPreviews } from './encode-previews.ts';
import { type PreviewSource, previewKey, type Sheet, type SheetFile, type SheetPhoto } from './sheet.ts';
import { SHEET_STYLE } from './sheet-style.ts';
import { olderLeftOut, photoCount, previewsMissing, sheetTexts, verdictTexts } from './sheet-texts.ts';

/** The page's one style is allowed by its hash: a style or script that somebody's file name brought in would not be. */
const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(SHEET_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

interface Context {
  readonly sheet: Sheet;
  readonly previews: EncodedPreviews;
  readonly say: (says: Says) => string;
}

/**
 * One page with everything in it, to be kept, sent and printed: it asks for nothing outside, and has no script. Every text
 * that came from outside (SKU, file and shop names, notes) is escaped.
 */
export function sheetPage(sheet: Sheet, previews: EncodedPreviews): string {
  const { language, sku, shop, photos, leftOut, madeAt, zone, sample } = sheet;
  const context: Context = { sheet, previews, say: (says) => escapeHtml(says[language]) };
  const { say } = context;
  const asOf = `${say(sheetTexts.madeAt)} ${escapeHtml(timeInZone(madeAt, language, zone))}`;
  const notes = [
    ...(leftOut === 0 ? [] : [olderLeftOut(leftOut)]),
    ...(previews.leftOut === 0 ? [] : [previewsMissing(previews.leftOut)]),
  ];
  return `<!doctype html>
<html lang="${htmlLanguage(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(sku)} · ${say(sheetTexts.title)}</title>
<style>${SHEET_STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(sku)}${sample ? ` <small class="sample">${say(sheetTexts.sample)}</small>` : ''}</h1>
<p>${say(sheetTexts.title)} · ${escapeHtml(shop)} · ${say(photoCount(photos.length))} · ${asOf}</p>
${notes.map((note) => `<p class="note">${say(note)}</p>`).join('\n')}
</header>
<main>
${photos.map((photo) => photoPart(photo, context)).join('\n')}
</main>
</body>
</html>
`;
}

const htmlLanguage = (language: Language) => (language === 'zh' ? 'zh-CN' : 'en');

function photoPart(photo: SheetPhoto, context: Context): string {
  const { sheet, say } = context;
  const facts = describeRun(photo, sheet.zone, sheet.language)
    .map(([title, value]) => `<div><dt>${escapeHtml(title)}</dt><dd>${escapeHtml(value)}</dd></div>`)
    .join('');
  const remarks = photo.remarks.map((remark) => `<li>${say(remark)}</li>`).join('');
  const sources = photo.sources
    .map(
      ({ title, source }) =>
        `<figure>${preview(source, title, context)}<figcaption>${say(title)}</figcaption></figure>`,
    )
    .join('\n');
  return `<article id="${escapeHtml(photo.asset)}">
<h2>${escapeHtml(photo.fileName)}</h2>
<dl>${facts}</dl>
${remarks === '' ? '' : `<ul class="remarks">${remarks}</ul>`}
<div class="sources">
${sources}
</div>
${filesPart(sheetTexts.channels, photo.channels, photo, context)}
${filesPart(sheetTexts.derived, photo.derived, photo, context)}
${notMadePart(photo, context)}
</article>`;
}

function filesPart(title: Says, files: readonly SheetFile[], photo: SheetPhoto, context: Context): string {
  if (files.length === 0) return '';
  const { say } = context;
  const hasLinks = files.some(({ source }) => source === undefined);
  return `<section><h3>${say(title)}</h3>${hasLinks ? `<p class="note">${say(sheetTexts.linkNote)}</p>` : ''}<ul class="files">
${files.map((file) => filePart(file, photo, context)).join('\n')}
</ul></section>`;
}

function filePart(file: SheetFile, { asset }: SheetPhoto, context: Context): string {
  const { say } = context;
  const { verdict, source, title, evidence } = file;
  const name = escapeHtml(file.name);
  const line = (one: SheetFile['evidence'][number]) =>
    `<li class="${one.verdict}"><b>${say(verdictTexts[one.verdict])}</b> ${say(one.says)}</li>`;
  const asks = evidence.filter((one) => one.verdict !== 'pass');
  const passes = evidence.filter((one) => one.verdict === 'pass');
  // Beside the sheet lie the files as the command line saves them: `<sku>/<asset>/<name>`.
  const link = escapeHtml(`${asset}/${file.name.split('/').map(encodeURIComponent).join('/')}`);
  return `<li class="file" data-verdict="${verdict}">
${source === undefined ? `<a class="moving" href="${link}">${name}</a>` : preview(source, title, context)}
<p class="title">${say(title)} <span class="verdict ${verdict}">${say(verdictTexts[verdict])}</span></p>
<p class="size">${escapeHtml(describeSize(file))}</p>
<p class="name">${name}</p>
${asks.length === 0 ? '' : `<ul class="evidence">${asks.map(line).join('')}</ul>`}
${passes.length === 0 ? '' : `<details><summary>${say(sheetTexts.evidence)}</summary><ul class="evidence">${passes.map(line).join('')}</ul></details>`}
</li>`;
}

function notMadePart({ notMade }: SheetPhoto, { say }: Context): string {
  if (notMade.length === 0) return '';
  const lines = notMade.map(({ title, says }) => `<li><b>${say(title)}</b> ${say(says)}</li>`).join('');
  return `<section class="not-made"><h3>${say(sheetTexts.notMade)}</h3><ul>${lines}</ul></section>`;
}

function preview(source: PreviewSource, title: Says, { previews, say }: Context): string {
  const found = previews.pictures.get(previewKey(source));
  if (found === undefined) return `<span class="none">${say(sheetTexts.noPreview)}</span>`;
  const { width, height, bytes } = found;
  return `<img alt="${say(title)}" width="${width}" height="${height}" src="data:image/webp;base64,${bytes.toString('base64')}">`;
}
