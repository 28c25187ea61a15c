import type { Says } from '../says.ts';

/** A calendar day, `YYYY-MM-DD`; compares as text. */
export type IsoDate = string;

/**
 * What a rule looks at. From `pixels` to `provenance` it is measured on the bytes of the produced file; `source-clipped` to
 * `cut-away` are facts of how it was made, which no file can tell; the rest compares the file, its photo and the cut-out, and
 * is measured where there is something to compare: a rule without a measure leaves no evidence.
 * - `pixels`: `<width>x<height>` · `shortest-side`, `longest-side`: px · `bytes`: file size
 * - `format`: what the bytes are, not what the name says · `name`: the file's name
 * - `border-white`: darkest channel value (0..255) in the ring along the frame
 * - `fill-ratio`: the larger of product width / frame width and product height / frame height, 0..1
 * - `clipped`: frame edges that the product touches, `none` or e.g. `left+top`
 * - `sharpness`: how hard the product's hardest edges are, the 99.9th percentile of the Laplacian, grey levels
 * - `provenance`: whether the file's metadata says how its pixels came about (IPTC digital source type) and what made it:
 *   `stated`, `other` than it was made, `missing`
 * - `source-clipped`: edges of the original photo that cut the product, `none` or e.g. `bottom`
 * - `upscale`: output pixels for one source pixel along a side, 1 = untouched size
 * - `cut-away`: share of the photo's area lost to cropping, 0..1
 * - `halo`: share of the outline with a rim of the old background that white paper shows, 0..1
 * - `holes`: share of the product that the cut-out makes see-through, 0..1
 * - `crumbs`: area of what stands apart from the product and is small beside it, as a share of the product's, 0..1
 * - `lumps`: area with the old background's colour kept within the cut-out, as a share of the product's, 0..1
 * - `colour-shift`: median ΔE2000 between the product in the file and in its photo
 * - `overlaid-text`: rows of text across the product's outline, or of a pattern over the whole picture
 * - `text`: rows of text anywhere in a photo whose product is not known
 * - `border`: width of a border drawn around a photo, as a share of its shorter side
 * - `looks-like`: other positions of the product whose picture looks the same, `none` or e.g. `2+3`
 */
export type RuleMeasure =
  | 'pixels'
  | 'shortest-side'
  | 'longest-side'
  | 'bytes'
  | 'format'
  | 'name'
  | 'border-white'
  | 'fill-ratio'
  | 'clipped'
  | 'sharpness'
  | 'provenance'
  | 'source-clipped'
  | 'upscale'
  | 'cut-away'
  | ComparedMeasure;

/** What is measured only where there is something to compare with. */
export type ComparedMeasure =
  | 'halo'
  | 'holes'
  | 'crumbs'
  | 'lumps'
  | 'colour-shift'
  | 'overlaid-text'
  | 'text'
  | 'border'
  | 'looks-like';

export type RuleUnit = 'px' | 'bytes' | 'level' | 'ratio' | 'count' | 'delta-e' | 'text';

/** Numbers hold within `min` and `max`, both inclusive; texts are one of `oneOf`. */
export interface RuleDemand {
  readonly min?: number;
  readonly max?: number;
  readonly oneOf?: readonly string[];
}

/**
 * Where a rule comes from.
 * - `platform`: the channel's own documentation · `third-party`: what others write about the channel
 * - `house`: decided here, e.g. that a file has the pixels in its name
 */
export interface RuleSource {
  readonly publisher: 'platform' | 'third-party' | 'house';
  readonly url?: string;
  /** The day somebody read it there, or `unconfirmed` where nobody could. */
  readonly checkedOn: IsoDate | 'unconfirmed';
}

export interface ChannelRule {
  /** Unique within its channel. */
  readonly id: string;
  readonly measure: RuleMeasure;
  readonly unit: RuleUnit;
  readonly demand: RuleDemand;
  readonly source: RuleSource;
  /** True only when read in the channel's own documentation (or decided here). */
  readonly confirmed: boolean;
  /** First day in force; before it the rule informs and nothing else. Absent: always was. */
  readonly effectiveFrom?: IsoDate;
  /** Last day in force. */
  readonly effectiveUntil?: IsoDate;
  /** `fail`: the channel would refuse it, or we promised it. `warn`: a person should look. */
  readonly severity: 'fail' | 'warn';
  readonly says: Says;
}

export type PictureFormat = 'jpeg' | 'webp' | 'png';

/** How a channel's file is made. */
export interface ChannelOutput {
  /** Pixels, exact. */
  readonly width: number;
  readonly height: number;
  readonly format: PictureFormat;
  /** Largest file, in bytes; the encoder lowers its quality to stay under it. */
  readonly maxBytes: number;
  /**
   * `white`: product on exact 255 white, made from a cut-out only.
   * `photo-or-plain`: product on plain white from an accepted cut-out, otherwise the photo itself.
   */
  readonly background: 'white' | 'photo-or-plain';
  /**
   * How a photo meets a frame of another shape: `contain` shows all of it beside a plain border, `cover` crops it
   * where little is lost.
   */
  readonly fit: 'contain' | 'cover';
  /** Share of the frame that a cut-out product fills (see `fill-ratio`): wished, and the least that will do. */
  readonly fill: { readonly target: number; readonly least: number };
  /** Colour resolution of JPEG: full where shoppers zoom, half where the platform re-encodes anyway. */
  readonly chroma: '4:4:4' | '4:2:0';
}

export interface Channel {
  /** Kebab-case; the first part of its files' names. */
  readonly id: string;
  readonly title: Says;
  /** `main`: the picture that stands for the product. `secondary`: one that accompanies it. */
  readonly role: 'main' | 'secondary';
  readonly output: ChannelOutput;
  readonly rules: readonly ChannelRule[];
}
