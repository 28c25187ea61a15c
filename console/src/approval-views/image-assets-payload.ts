import type * as z from 'zod';
import type { Says } from '../../../functions/commerce/says.ts';
import { derivedTitle } from '../../../functions/image-assets/derive/derived-title.ts';
import type {
  ReviewFinding,
  reviewPayloadSchema,
} from '../../../functions/image-assets/review-payload-schema.ts';
import type { ApprovalAnswer } from '../../../functions/platform/approvals/approvals-answers.ts';
import type { MediaFile } from '../api/media-links.ts';
import type { Staged } from '../parts/compare-stage.tsx';
import { imageAssetsTexts as texts } from '../texts/image-assets-texts.ts';

/** As the system writes it; of the original, which the schema leaves out, the place is needed as well. */
type Payload = z.input<typeof reviewPayloadSchema> & {
  readonly original: MediaFile;
  readonly asset: { readonly retouched?: boolean };
  readonly cutout: { readonly file: MediaFile };
};

/** One picture that can be looked at beside the original. */
export interface Shown {
  /** What it is refused by; undefined for what does not go out itself. */
  readonly choice: string | undefined;
  readonly title: Says;
  readonly file: MediaFile;
  readonly kind: Staged['kind'];
  readonly width?: number;
  readonly height?: number;
  readonly answer?: 'pass' | 'warn' | 'fail';
  readonly isWithheld: boolean;
  readonly findings: readonly ReviewFinding[];
}

export interface Review {
  readonly original: MediaFile;
  readonly confidence: number;
  readonly engine: string;
  /** The retouched photo and the cut-out, then what goes out. */
  readonly shown: readonly Shown[];
  readonly leftOut: number;
  readonly evidence: MediaFile | undefined;
}

/**
 * The payload of an item of `image-assets`; undefined for one that this release does not know. It comes from our own API,
 * so what stands in it is not checked field by field, only that it is one of ours.
 */
export function readReview({ payload }: ApprovalAnswer['items'][number]): Review | undefined {
  if (!isPayload(payload)) return undefined;
  const { original, cutout, pictures, derived = [], findings = [], findingsLeftOut = 0, evidence } = payload;
  const found = (places: readonly number[] = []) => places.flatMap((place) => findings[place] ?? []);
  const retouched: MediaFile = { key: cutout.file.key.replace(/[^/]*$/, 'retouched.png') };
  const step = { choice: undefined, kind: 'picture', isWithheld: false, findings: [] } as const;
  return {
    original,
    confidence: cutout.confidence,
    engine: cutout.engine,
    leftOut: findingsLeftOut,
    evidence: evidence?.file,
    shown: [
      { ...step, title: texts.cutout, file: cutout.file },
      ...(payload.asset.retouched === true ? [{ ...step, title: texts.retouched, file: retouched }] : []),
      ...pictures.map(
        ({ channel, title, file, width, height, answer, withheld, findings: places }): Shown => ({
          choice: channel,
          title: title ?? asWords(channel),
          file,
          kind: 'picture',
          width,
          height,
          answer,
          isWithheld: withheld,
          findings: found(places),
        }),
      ),
      ...derived.map(
        ({ choice, kind, file, width, height, answer, withheld, findings: places }): Shown => ({
          choice,
          title: derivedTitle(kind, choice),
          file,
          kind: kindOf(file.key),
          width,
          height,
          answer,
          isWithheld: withheld,
          findings: found(places),
        }),
      ),
    ],
  };
}

function isPayload(payload: unknown): payload is Payload {
  if (typeof payload !== 'object' || payload === null) return false;
  if (!('original' in payload && 'cutout' in payload && 'pictures' in payload)) return false;
  const { cutout, pictures } = payload;
  return typeof cutout === 'object' && cutout !== null && 'file' in cutout && Array.isArray(pictures);
}

function kindOf(key: string): Staged['kind'] {
  if (/\.(mp4|webm)$/i.test(key)) return 'film';
  return /\.html?$/i.test(key) ? 'page' : 'picture';
}

function asWords(id: string): Says {
  const words = id.replaceAll('-', ' ');
  return { en: words, zh: words };
}
