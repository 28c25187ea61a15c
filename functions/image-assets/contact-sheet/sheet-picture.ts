import type { Says } from '../../commerce/says.ts';
import { timeInZone } from '../../platform/settings/shop-time.ts';
import { describeRun, describeSize } from './describe-file.ts';
import { type Box, Drawing } from './drawing.ts';
import type { Typesetter } from './set-text.ts';
import {
  type PreviewSource,
  type Previews,
  previewKey,
  type Sheet,
  type SheetFile,
  type SheetPhoto,
  type Verdict,
} from './sheet.ts';
import { olderLeftOut, onlyOnPage, photoCount, sheetTexts, verdictTexts } from './sheet-texts.ts';

/** Pixels. */
const WIDTH = 2000;
const MARGIN = 48;
const GAP = 20;
const INNER = WIDTH - 2 * MARGIN;

/** Photos on the picture. A photo with fourteen channels is about 1,400 px high, and programs refuse pictures of 32,767. */
const MOST_PHOTOS = 8;

const SOURCE_COLUMNS = 4;
const FILE_COLUMNS = 7;

const GROUND = '#ffffff';
const INK = '#1c1e21';
const SOFT = '#5f6670';
const LINE = '#d8dce1';
const TILE = '#e9ebee';

const verdictColours: Readonly<Record<Verdict, string>> = {
  pass: '#1a7f37',
  warn: '#8a5a00',
  fail: '#c4232b',
  withheld: '#6639ba',
  unchecked: '#5f6670',
};

interface Context {
  readonly sheet: Sheet;
  readonly previews: Previews;
  readonly drawing: Drawing;
  readonly say: (says: Says) => string;
}

/**
 * The sheet as one picture for a chat, a ticket or a print: what asks for a look in words, the rest by its verdict. PNG, 2,000
 * pixels wide, as high as it takes.
 */
export async function sheetPicture(sheet: Sheet, previews: Previews, setter: Typesetter): Promise<Buffer> {
  const context: Context = {
    sheet,
    previews,
    drawing: new Drawing(setter),
    say: (says) => says[sheet.language],
  };
  let top = await drawHead(context);
  const shown = sheet.photos.slice(0, MOST_PHOTOS);
  for (const photo of shown) top = await drawPhoto(photo, top + 36, context);
  const notes = [
    ...(shown.length < sheet.photos.length ? [onlyOnPage(sheet.photos.length - shown.length)] : []),
    ...(sheet.leftOut > 0 ? [olderLeftOut(sheet.leftOut)] : []),
  ];
  for (const note of notes) {
    top += 16;
    top += await context.drawing.text(context.say(note), across(top), { size: 20, colour: SOFT, most: 2 });
  }
  return await context.drawing.png(WIDTH, Math.ceil(top + MARGIN), GROUND);
}

const across = (top: number): Box => ({ left: MARGIN, top, width: INNER });

async function drawHead({ sheet, drawing, say }: Context): Promise<number> {
  const { sku, shop, sample, photos, madeAt, zone, language } = sheet;
  let top = MARGIN;
  if (sample) {
    top += 8;
    await drawing.label(say(sheetTexts.sample), { left: MARGIN, top }, 20, verdictColours.warn);
    top += 40;
  }
  top += await drawing.text(sku, across(top), { size: 44, colour: INK, most: 2 });
  const about = [
    say(sheetTexts.title),
    shop,
    say(photoCount(photos.length)),
    `${say(sheetTexts.madeAt)} ${timeInZone(madeAt, language, zone)}`,
  ].join(' · ');
  return top + (await drawing.text(about, across(top), { size: 22, colour: SOFT, most: 2 }));
}

async function drawPhoto(photo: SheetPhoto, from: number, context: Context): Promise<number> {
  const { sheet, drawing, say } = context;
  drawing.rectangle(across(from), 2, LINE);
  let top = from + 28;
  top += await drawing.text(photo.fileName, across(top), { size: 30, colour: INK, most: 2 });
  const facts = describeRun(photo, sheet.zone, sheet.language)
    .map(([title, value]) => (sheet.language === 'zh' ? `${title}：${value}` : `${title}: ${value}`))
    .join('  ·  ');
  top += await drawing.text(facts, across(top), { size: 19, colour: SOFT, most: 3 });
  for (const remark of photo.remarks) {
    top += await drawing.text(`– ${say(remark)}`, across(top), { size: 20, colour: INK, most: 3 });
  }
  top = await drawRow(photo.sources, SOURCE_COLUMNS, top + GAP, (source, box) =>
    drawSource(source, box, context),
  );
  for (const [title, files] of [
    [sheetTexts.channels, photo.channels],
    [sheetTexts.derived, photo.derived],
  ] as const) {
    if (files.length === 0) continue;
    top += 12;
    top += await drawing.text(say(title), across(top), { size: 24, colour: INK, most: 1 });
    for (let at = 0; at < files.length; at += FILE_COLUMNS) {
      const row = files.slice(at, at + FILE_COLUMNS);
      top = await drawRow(row, FILE_COLUMNS, top + 12, (file, box) => drawFile(file, box, context));
    }
  }
  for (const { title, says } of photo.notMade) {
    const line = `${say(sheetTexts.notMade)}: ${say(title)}. ${say(says)}`;
    top += await drawing.text(line, across(top + 12), { size: 19, colour: SOFT, most: 2 });
  }
  return top;
}

/** @returns where the highest of its tiles ends */
async function drawRow<Tile>(
  tiles: readonly Tile[],
  columns: number,
  top: number,
  draw: (tile: Tile, box: Box) => Promise<number>,
): Promise<number> {
  const width = Math.floor((INNER - (columns - 1) * GAP) / columns);
  let end = top;
  for (const [column, tile] of tiles.entries()) {
    end = Math.max(end, await draw(tile, { left: MARGIN + column * (width + GAP), top, width }));
  }
  return end;
}

async function drawSource(
  { title, source }: SheetPhoto['sources'][number],
  box: Box,
  context: Context,
): Promise<number> {
  const top = (await drawPreview(source, box, '', context)) + 6;
  const type = { size: 19, colour: SOFT, most: 2 };
  return top + (await context.drawing.text(context.say(title), { ...box, top }, type));
}

async function drawFile(file: SheetFile, box: Box, context: Context): Promise<number> {
  const { drawing, say } = context;
  const { verdict } = file;
  let top = (await drawPreview(file.source, box, file.name, context)) + 8;
  top += await drawing.text(say(file.title), { ...box, top }, { size: 19, colour: INK, most: 2 });
  top += await drawing.text(describeSize(file), { ...box, top }, { size: 16, colour: SOFT, most: 1 });
  top += 4;
  await drawing.label(say(verdictTexts[verdict]), { left: box.left, top }, 16, verdictColours[verdict]);
  top += 30;
  for (const { says, verdict: answer } of file.evidence) {
    if (answer === 'pass') continue;
    const type = { size: 15, colour: verdictColours[answer], most: 7 };
    top += 4 + (await drawing.text(say(says), { ...box, top }, type));
  }
  return top;
}

/** @param name stands where there is no still, e.g. of a film */
async function drawPreview(
  source: PreviewSource | undefined,
  box: Box,
  name: string,
  { drawing, previews, say }: Context,
): Promise<number> {
  drawing.rectangle(box, box.width, TILE);
  const preview = source === undefined ? undefined : previews.get(previewKey(source));
  const { left, top, width } = box;
  if (preview === undefined) {
    const inside = { left: left + 16, top: top + width / 2 - 30, width: width - 32 };
    const text = source === undefined ? name.replace('derived/', '') : say(sheetTexts.noPreview);
    await drawing.text(text, inside, { size: 18, colour: SOFT, most: 4 });
  } else {
    await drawing.picture(preview, { left: left + 8, top: top + 8, width: width - 16 });
  }
  return top + width;
}
