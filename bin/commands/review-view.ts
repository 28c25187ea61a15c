import type { z } from 'zod';
import {
  type ReviewFinding,
  reviewPayloadSchema,
} from '../../functions/image-assets/review-payload-schema.ts';
import type { Tone } from '../printer.ts';
import type { OpenSession } from '../session.ts';

type Payload = z.output<typeof reviewPayloadSchema>;

/** A made file of any kind, by what it is left out by: its channel's id, or a derived file's choice. */
export type ReviewFile = Omit<Payload['derived'][number], 'choice' | 'sha256' | 'kind' | 'seconds'> & {
  readonly choice: string;
};

export interface Review extends Pick<Payload, 'cutout' | 'findings' | 'findingsLeftOut' | 'evidence'> {
  readonly files: readonly ReviewFile[];
}

/** @returns `undefined` for another workflow's payload, which is printed as it is */
export function readReview(payload: unknown): Review | undefined {
  const { data } = reviewPayloadSchema.safeParse(payload);
  if (data === undefined) return undefined;
  const { pictures, derived, ...review } = data;
  return {
    ...review,
    files: [...pictures.map(({ channel, ...picture }) => ({ ...picture, choice: channel })), ...derived],
  };
}

const tones: Readonly<Record<ReviewFinding['answer'], Tone>> = { fail: 'bad', warn: 'waits', later: 'quiet' };

/** What holds for all files, of more than these, is told without their names. */
const MOST_NAMED = 3;

/**
 * What the checks hold against the files: each finding with what was measured, what is expected, whose rule it is and which
 * files it holds for.
 *
 * @param choices only findings of these files; all where it is left out
 */
export function printFindings(
  { print, say, language }: OpenSession,
  review: Review,
  choices?: readonly string[],
): void {
  const wanted = (file: ReviewFile) => choices?.includes(file.choice) ?? true;
  const rows = review.findings.flatMap((finding, place) => {
    const files = review.files.filter((file) => wanted(file) && file.findings.includes(place));
    return files.length === 0 ? [] : [{ finding, files }];
  });
  for (const { finding, files } of rows) {
    const { answer, rule, measured, says, publisher, confirmed } = finding;
    print.line(`${say(`approval.finding.${answer}`)}  ${says[language]}`, tones[answer]);
    print.line(
      say('approval.finding.detail', {
        rule,
        whose: say(confirmed ? `approval.rule.${publisher}` : 'approval.rule.unconfirmed'),
        measured: figure(finding, measured, language),
        expected: expectedOf(finding, say, language),
        files:
          files.length === review.files.length && files.length > MOST_NAMED
            ? say('approval.finding.everyFile', { count: files.length })
            : files.map(({ choice }) => choice).join(', '),
      }),
    );
  }
  if (review.findingsLeftOut === 0 || review.evidence === undefined) return;
  const { key } = review.evidence.file;
  print.line(say('approval.finding.more', { count: review.findingsLeftOut, file: key }), 'waits');
}

function expectedOf(
  finding: ReviewFinding,
  say: OpenSession['say'],
  language: OpenSession['language'],
): string {
  const { min, max, oneOf } = finding.demanded;
  const limit = (value: number) => figure(finding, value, language);
  if (oneOf !== undefined) return oneOf.join(' / ');
  if (min !== undefined && max !== undefined) {
    return say('approval.expected.between', { min: limit(min), max: limit(max) });
  }
  if (min !== undefined) return say('approval.expected.least', { min: limit(min) });
  return max === undefined ? '–' : say('approval.expected.most', { max: limit(max) });
}

const units: Readonly<Record<string, string>> = {
  px: ' px',
  'delta-e': ' ΔE2000',
  seconds: ' s',
};

/** Bytes are read in groups of three digits; shares keep their digits, however small the limit. */
function figure({ unit }: ReviewFinding, value: number | string, language: OpenSession['language']): string {
  if (typeof value === 'string') return value;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 5 }).format(value);
  return unit === 'bytes' ? `${number} B` : `${number}${units[unit] ?? ''}`;
}
