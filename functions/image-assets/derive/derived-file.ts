import type { DigitalSource } from '../provenance/digital-source.ts';

export type DerivedKind = 'plain' | 'scene' | 'hero' | 'video' | 'animation' | 'spin' | 'parallax' | 'viewer';

export type DerivedFormat = 'jpeg' | 'png' | 'webp' | 'mp4' | 'html';

/** A file that Derive made of a cut-out: no channel asks for it by rule, a shop's own pages, posts and ads use it. */
export interface DerivedFile {
  readonly kind: DerivedKind;
  /** `<kind>-<what>-<width>x<height>.<ext>`, lower case, unique in its asset: `scene-wooden-table-2048x2048.jpg`. */
  readonly name: string;
  readonly format: DerivedFormat;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  /** Of what moves. */
  readonly seconds?: number;
  /** Who made it, with its version: `rules/scenes@1`, or a provider and its model. */
  readonly engine: string;
  readonly digitalSource: DigitalSource;
  /** How it was made, for whoever asks later: seed, light, scale, quality. */
  readonly facts: Readonly<Record<string, number | string>>;
}
