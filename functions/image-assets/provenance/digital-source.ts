/**
 * How the pixels of a file came about, as IPTC's Digital Source Type vocabulary names it
 * (https://cv.iptc.org/newscodes/digitalsourcetype/): shops and search engines read it to label synthetic pictures.
 */
export type DigitalSource =
  /** As a camera took it, but for size, format and the correction of light and dust. */
  | 'digitalCapture'
  /** A capture corrected by an algorithm beyond that. */
  | 'algorithmicallyEnhanced'
  /** Cut out of one capture and set on an even colour, or put together from several captures. */
  | 'composite'
  /** A capture in front of something that a program drew. */
  | 'compositeSynthetic'
  /** A capture in front of, or changed by, what a trained model made. */
  | 'compositeWithTrainedAlgorithmicMedia'
  /** Made by a trained model altogether. */
  | 'trainedAlgorithmicMedia';

/** From a plain capture to what was made altogether: the further of two is what is said of both together. */
export const digitalSources = [
  'digitalCapture',
  'algorithmicallyEnhanced',
  'composite',
  'compositeSynthetic',
  'compositeWithTrainedAlgorithmicMedia',
  'trainedAlgorithmicMedia',
] as const satisfies readonly DigitalSource[];

/** Before a term, as metadata carries it; the vocabulary's own identifiers are `http`. */
export const digitalSourcePrefix = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

export function digitalSourceUri(source: DigitalSource): string {
  return `${digitalSourcePrefix}${source}`;
}

/** @returns undefined for anything but a full identifier of a term that is known here */
export function digitalSourceOf(uri: string): DigitalSource | undefined {
  return digitalSources.find((source) => digitalSourceUri(source) === uri);
}

/** Whether a trained model has made pixels of it. */
export function isModelMade(source: DigitalSource): boolean {
  return source === 'trainedAlgorithmicMedia' || source === 'compositeWithTrainedAlgorithmicMedia';
}

/**
 * What is said of a file that was made of an original. That a model made the original never gets lost: cut out or set before
 * something else it is a composite with what a model made, and only resized it stays what it was.
 *
 * @param original what its own metadata said; undefined is taken for a capture, as a shop's photos are
 * @param made what the file would be, were the original a capture
 */
export function sourceAfter(original: DigitalSource | undefined, made: DigitalSource): DigitalSource {
  if (original === 'trainedAlgorithmicMedia') {
    const isResized = made === 'digitalCapture' || made === 'algorithmicallyEnhanced';
    return isResized || made === original ? original : 'compositeWithTrainedAlgorithmicMedia';
  }
  if (original === undefined) return made;
  return digitalSources[Math.max(digitalSources.indexOf(original), digitalSources.indexOf(made))] ?? made;
}
