import * as z from 'zod';
import { type Approval, approvalKey } from '../platform/approvals/approval.ts';
import type { Platform } from '../platform/platform.ts';
import type { RunReference } from '../platform/runs/stages.ts';

/** What a reviewer sees of one file; the hash of all of it is what the decision is about. */
const reviewedPictureSchema = z.object({ channel: z.string(), sha256: z.string() });
const reviewedDerivedSchema = z.object({ choice: z.string(), sha256: z.string() });
const reviewPayloadSchema = z.object({
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
  const payload = reviewPayloadSchema.safeParse(item?.payload);
  const seen = new Set([
    ...(payload.data?.pictures ?? []).map(({ channel, sha256 }) => `${channel}/${sha256}`),
    ...(payload.data?.derived ?? []).map(({ choice, sha256 }) => `${choice}/${sha256}`),
  ]);
  return ({ choice, sha256 }) => seen.has(`${choice}/${sha256}`);
}
