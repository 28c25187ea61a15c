import type { Language, Says } from '../../commerce/says.ts';
import type { ObjectReference } from '../../platform/ports/objects.ts';
import type { Raster } from '../raster.ts';

/** What became of a file; `withheld` goes before what was measured, `unchecked` is of a run that is not that far. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'withheld' | 'unchecked';

export interface SheetEvidence {
  readonly verdict: Exclude<Verdict, 'unchecked'>;
  readonly says: Says;
}

/** Where a preview comes from, and what is laid under what is see-through. */
export interface PreviewSource {
  readonly at: ObjectReference;
  readonly under: 'checkerboard' | 'saturated';
}

/** The photo, the mended photo, the cut-out on two grounds. */
export interface SheetSource {
  readonly title: Says;
  readonly source: PreviewSource;
}

/** A channel's or a derived file. */
export interface SheetFile {
  readonly title: Says;
  /** Below the asset's folder. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly seconds?: number | undefined;
  readonly verdict: Verdict;
  /** A person kept it back when the rest was approved. */
  readonly isRefused: boolean;
  /** What asks for a look comes first. */
  readonly evidence: readonly SheetEvidence[];
  /** Left out: a film or a page, of which no still can be made here. */
  readonly source?: PreviewSource | undefined;
}

/** One photo of the product, and all that was made of it. */
export interface SheetPhoto {
  readonly asset: string;
  readonly fileName: string;
  readonly position?: number | undefined;
  readonly status: Says;
  readonly run: string;
  /** An instant; empty where the run is gone. */
  readonly at: string;
  readonly engines: readonly string[];
  /** 0..1, of the cut-out. */
  readonly confidence?: number | undefined;
  readonly accepted?: boolean | undefined;
  readonly costMicroUsd: number;
  /** What the stages and the check said of the photo. */
  readonly remarks: readonly Says[];
  readonly sources: readonly SheetSource[];
  readonly channels: readonly SheetFile[];
  readonly derived: readonly SheetFile[];
  readonly notMade: readonly { readonly title: Says; readonly says: Says }[];
}

export interface Sheet {
  readonly sku: string;
  readonly shop: string;
  readonly sample: boolean;
  readonly zone: string;
  readonly language: Language;
  /** An instant. */
  readonly madeAt: string;
  /** Newest first. */
  readonly photos: readonly SheetPhoto[];
  /** Older photos of the product that are not on it. */
  readonly leftOut: number;
}

/** Previews in RGB, by `previewKey`; one that is missing could not be made, or there was no time for it. */
export type Previews = ReadonlyMap<string, Raster>;

/** Two photos that were uploaded under one name are versions of one key. */
export function previewKey({ at, under }: PreviewSource): string {
  return `${under}/${at.bucket}/${at.key}@${at.version ?? ''}`;
}
