import type { Says } from '../commerce/says.ts';
import type { SourceChecks } from './checks/measure-source.ts';
import { type Shown, visiblePart } from './checks/source-colours.ts';
import type { Box } from './find-extent.ts';
import type { PictureMeasures } from './measure-picture.ts';
import type { ListedPicture } from './picture-list.ts';
import type { PictureToValidate } from './validate-pictures.ts';

/** Where a listed file shows its source; `undefined` for a list that was written before it said so. */
export function shownIn({ width, height, facts }: PictureShown): Shown | undefined {
  const { source, productBox } = facts;
  return source && productBox && { source, productBox, width, height };
}

/** What of a picture's entry tells it, in the list or as Format has just made it. */
type PictureShown = Pick<ListedPicture, 'width' | 'height'> & {
  readonly facts: Partial<Pick<Shown, 'source' | 'productBox'>>;
};

/** The part of a file whose colours are compared. */
export function comparedPart(shown: Shown): Box {
  const { left, top, width, height } = visiblePart(shown);
  return { left, top, width: Math.max(1, width), height: Math.max(1, height) };
}

/**
 * What one file's rules ask of its photo and cut-out. What was measured on the cut-out holds for the files made of it,
 * what was measured on the photo for those that show it.
 * @param alike positions of the product whose picture looks the same
 */
export function comparePicture(
  checks: SourceChecks,
  shown: Shown | undefined,
  measures: PictureMeasures,
  alike: readonly number[],
): Pick<PictureToValidate, 'compared' | 'remarks'> {
  const shift = shown && measures.cells && checks.colours.shiftOf(measures.cells, shown);
  const uploaded = shift?.uploaded;
  const ofSource =
    shown?.source === 'photo'
      ? { text: checks.photo.text, border: checks.photo.border }
      : shown && checks.cutout && cutoutMeasures(checks.cutout);
  return {
    compared: {
      ...ofSource,
      ...(shift === undefined ? {} : { 'colour-shift': shift.made.median }),
      'looks-like': alike.length === 0 ? 'none' : alike.join('+'),
    },
    ...(uploaded === undefined ? {} : { remarks: { 'colour-shift': retouched(uploaded.median) } }),
  };
}

function cutoutMeasures({ overlaidText, ...measures }: NonNullable<SourceChecks['cutout']>) {
  return { ...measures, 'overlaid-text': overlaidText };
}

function retouched(median: number): Says {
  const shift = median.toFixed(1);
  return {
    en: `against the photo as uploaded, before its retouch: ${shift} ΔE2000`,
    zh: `与修图前上传的原图相比：${shift} ΔE2000`,
  };
}
