import * as z from 'zod';
import { type Approval, approvalKey } from '../platform/approvals/approval.ts';
import type { Platform } from '../platform/platform.ts';
import type { ObjectReference } from '../platform/ports/objects.ts';
import type { RunReference } from '../platform/runs/stages.ts';
import { assetFileNames } from './asset-files.ts';
import type { DerivedList } from './derive/derived-list.ts';
import type { PictureList } from './picture-list.ts';
import { collectFindings } from './review-findings.ts';
import type { Asset, StoredPhoto } from './schemas.ts';
import type { Validation } from './validation-file.ts';

export interface ReviewSources {
  readonly photo: StoredPhoto;
  readonly asset: Asset;
  readonly list: PictureList;
  readonly derived: DerivedList;
  readonly validation: Validation;
  /** `validation.json`, with the SHA-256 of its bytes: a decision is about all that was measured. */
  readonly evidence: { readonly file: ObjectReference; readonly sha256: string };
  /** Where a file of the asset stands, by its name. */
  readonly locate: (name: string) => ObjectReference;
}

/**
 * Of the whole payload as JSON. Twenty photos share one record of 400 KB, in which their questions and reasons, some 8 KB each
 * at the longest names, stand too.
 */
const MOST_BYTES = 11 * 1024;

/**
 * What a person is shown for one photo, in the form of `reviewPayloadSchema`: references to the files, and all that the checks
 * hold against each of them, the worst first. What would not fit is counted, and stands in the evidence.
 */
export function reviewPayload(sources: ReviewSources) {
  const without = describeFiles(sources, { findings: [], byName: new Map(), leftOut: 0 });
  const room = MOST_BYTES - Buffer.byteLength(JSON.stringify(without));
  return describeFiles(sources, collectFindings(sources.validation, room));
}

function describeFiles(
  { photo, asset, list, derived, validation, evidence, locate }: ReviewSources,
  { findings, byName, leftOut }: ReturnType<typeof collectFindings>,
) {
  return {
    version: 2,
    asset,
    original: photo.original,
    cutout: { ...validation.cutout, file: locate(assetFileNames.cutout) },
    evidence,
    findings,
    findingsLeftOut: leftOut,
    pictures: list.pictures.map(({ channel, name, sha256, width, height, withheld }) => ({
      channel,
      title: validation.evidence.find((one) => one.name === name)?.title,
      file: locate(name),
      sha256,
      width,
      height,
      answer: validation.evidence.find((one) => one.name === name)?.answer ?? 'fail',
      withheld: withheld !== undefined,
      findings: byName.get(name) ?? [],
    })),
    derived: derived.files.map(({ choice, kind, name, sha256, width, height, seconds }) => ({
      choice,
      kind,
      file: locate(name),
      sha256,
      width,
      height,
      seconds,
      answer: validation.derived.find((one) => one.name === name)?.answer ?? 'fail',
      withheld: derived.withheld,
      findings: byName.get(name) ?? [],
    })),
  };
}

/** What a reviewer sees of one file; the hash of all of it is what the decision is about. */
const reviewedPictureSchema = z.object({ channel: z.string(), sha256: z.string() });
const reviewedDerivedSchema = z.object({ choice: z.string(), sha256: z.string() });
const reviewedSchema = z.object({
  pictures: z.array(reviewedPictureSchema),
  derived: z.array(reviewedDerivedSchema).default([]),
});

/** A file by what a reviewer rejects it by: its channel's id, or a derived file's choice. */
export interface ReviewedFile {
  readonly choice: string;
  readonly sha256: string;
}

/** Whether a file is, byte for byte, one that the approval's reviewer was asked about for this run and attempt. */
export async function readReviewed(
  platform: Platform,
  { store, run, attempt }: RunReference,
  approvalId: string,
): Promise<(file: ReviewedFile) => boolean> {
  const approval = (await platform.records.get<Approval>(approvalKey(store, approvalId)))?.data;
  const item = approval?.items.find((one) => one.run === run && one.attempt === attempt);
  const payload = reviewedSchema.safeParse(item?.payload);
  const seen = new Set([
    ...(payload.data?.pictures ?? []).map(({ channel, sha256 }) => `${channel}/${sha256}`),
    ...(payload.data?.derived ?? []).map(({ choice, sha256 }) => `${choice}/${sha256}`),
  ]);
  return ({ choice, sha256 }) => seen.has(`${choice}/${sha256}`);
}
