import type { ProductAnswer } from '../../../../functions/image-assets/product-answers.ts';
import type { MediaFile } from '../../api/media-links.ts';
import type { Staged } from '../../parts/compare-stage.tsx';
import type { EvidenceItem, Verdict } from '../../parts/evidence.tsx';
import { imageAssetsTexts } from '../../texts/image-assets-texts.ts';
import type { Says } from '../../texts/text.ts';

export type Photo = ProductAnswer['photos'][number];
type ChannelFile = Photo['channels'][number];

/** One file of a photo that can be looked at beside the original. */
export interface Shown {
  readonly group: 'steps' | 'channels' | 'derived';
  readonly title: Says;
  /** What it is saved as. */
  readonly name: string;
  readonly file: MediaFile;
  readonly kind: NonNullable<Staged['kind']>;
  /** Left out for the steps in between, which nobody measures. */
  readonly measured?: {
    readonly width: number;
    readonly height: number;
    readonly bytes: number;
    readonly seconds?: number | undefined;
    readonly verdict: Verdict;
    readonly isRefused: boolean;
    readonly evidence: readonly EvidenceItem[];
  };
}

/** The photo as it came; the API lists it first. */
export function originalOf({ sources }: Photo): MediaFile | undefined {
  const [original] = sources;
  return original === undefined ? undefined : fileOf(original);
}

/** What was made of a photo, the cut-out first: everything else is made of it. */
export function filesOf({ sources, channels, derived }: Photo): readonly Shown[] {
  const [, ...steps] = sources;
  return [...stepsOf(steps), ...channels.map(measured('channels')), ...derived.map(measured('derived'))];
}

/** A cut-out is listed once for each ground that a printed sheet shows it on; here one chooses the ground oneself. */
function stepsOf(sources: Photo['sources']): readonly Shown[] {
  const byKey = Map.groupBy(sources, ({ key }) => key);
  const steps = [...byKey.values()].flatMap((same): Shown[] => {
    const [source] = same;
    if (source === undefined) return [];
    const title = same.length > 1 ? imageAssetsTexts.cutout : source.title;
    const name = source.key.split('/').at(-1) ?? source.key;
    return [{ group: 'steps', title, name, file: fileOf(source), kind: 'picture' }];
  });
  return steps.toReversed();
}

function measured(group: Shown['group']) {
  return ({ title, name, key, ...file }: ChannelFile): Shown => ({
    group,
    title,
    name,
    file: { key },
    kind: kindOf(name),
    measured: file,
  });
}

function fileOf({ bucket, key, version }: Photo['sources'][number]): MediaFile {
  return { bucket, key, version };
}

function kindOf(name: string): Shown['kind'] {
  if (/\.(mp4|webm)$/i.test(name)) return 'film';
  return /\.html?$/i.test(name) ? 'page' : 'picture';
}
