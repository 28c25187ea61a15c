import { components, grow } from '../matting/regions.ts';
import { type CutoutScene, readReduced, sceneOf, withoutAlpha } from './cutout-scene.ts';
import { measureBorder } from './frame-border.ts';
import { measureHalo } from './halo.ts';
import { measureHoles } from './holes.ts';
import { findText } from './overlaid-text.ts';
import { measureResidue } from './residual-background.ts';
import { SourceColours } from './source-colours.ts';
import { placeText } from './text-place.ts';

export interface SourceFiles {
  /** The photo that the pictures were made of: retouched, if it was. */
  readonly photo: Buffer;
  /** The photo as it was uploaded, where the other was retouched. */
  readonly uploaded?: Buffer | undefined;
  /** Absent where nothing could be cut out. */
  readonly cutout?: Buffer | undefined;
}

/** What is true of all pictures of one photo: measured once, not for each channel. Shares are 0..1. */
export interface SourceChecks {
  /** Absent without a cut-out, and where the photo itself is transparent: there is no background to compare with. */
  readonly cutout?: {
    /** See `HaloMeasure`; absent where too little of the outline can be judged. */
    readonly halo?: number;
    readonly holes: number;
    readonly crumbs: number;
    /** Absent before a restless background. */
    readonly lumps?: number;
    /** Rows of text beside the product or across its outline. */
    readonly overlaidText: number;
  };
  readonly photo: {
    /** Rows of text anywhere. */
    readonly text: number;
    /** Share of the shorter side. */
    readonly border: number;
  };
  readonly colours: SourceColours;
}

/**
 * Holds a photo and its cut-out against each other, at 800 px.
 * @throws Error with libvips' text where a file cannot be read
 */
export async function measureSource({ photo, uploaded, cutout }: SourceFiles): Promise<SourceChecks> {
  const matte = cutout === undefined ? undefined : await readReduced(cutout);
  const colours = await readReduced(photo, matte);
  const before = uploaded === undefined ? undefined : await readReduced(uploaded, colours);
  const opaque = withoutAlpha(colours);
  const scene = matte === undefined || opaque === undefined ? undefined : sceneOf(opaque, matte);
  const text = await findText(colours);
  return {
    ...(scene === undefined
      ? {}
      : { cutout: { ...measureCutout(scene), overlaidText: overlaidRows(scene, text) } }),
    photo: { text: text.length, border: measureBorder(colours) },
    colours: new SourceColours(colours, before, matte ?? (opaque === undefined ? colours : undefined)),
  };
}

function measureCutout(scene: CutoutScene) {
  const halo = measureHalo(scene);
  const { crumbs, lumps } = measureResidue(scene);
  return {
    ...(halo === undefined ? {} : { halo: halo.visible }),
    holes: measureHoles(scene),
    crumbs,
    ...(lumps === undefined ? {} : { lumps }),
  };
}

/**
 * What lies beside the product was cut away with the background, unless the matte kept it, and does not count; what crosses
 * the outline, or belongs to a pattern over the whole picture, is on the product as well.
 */
function overlaidRows(scene: CutoutScene, text: Awaited<ReturnType<typeof findText>>): number {
  if (text.length === 0) return 0;
  const { alpha, width } = scene;
  const kept = alpha.map((opacity) => (opacity >= 128 ? 1 : 0));
  const largest = new Uint8Array(alpha.length);
  for (const at of components(kept, width)[0] ?? []) largest[at] = 1;
  const isKept = (box: { left: number; top: number; width: number; height: number }) =>
    kept[Math.floor(box.top + box.height / 2) * width + Math.floor(box.left + box.width / 2)] === 1;
  // Letters that stand out of the outline by a pixel are still within.
  const { overlaid } = placeText(text, { mask: grow(largest, width, 3), width });
  return overlaid.filter(({ marks }) => marks.some(isKept)).length;
}
