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
