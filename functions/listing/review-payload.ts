import type { Classification } from '../commerce/listings/listing.ts';
import { hashListing } from '../connectors/store/listing-store.ts';
import type { ObjectReference } from '../platform/ports/objects.ts';
import { choiceOf } from './choices.ts';
import type { Extracted } from './extracted.ts';
import type { Listed } from './listed.ts';
import type { Quality } from './quality.ts';

/** A payload has 16 KB for up to fourteen listings: the texts themselves stand in the file that it refers to. */
const FINDINGS_AT_MOST = 5;

interface Parts {
  readonly extracted: Extracted;
  readonly listed: readonly Listed[];
  readonly quality: Quality;
  readonly classification: Classification;
  /** Where the listings stand whole. */
  readonly file: ObjectReference;
}

/** What a person decides on: each listing by its hash and title, with what does not hold; whole in the file beside it. */
export function reviewPayload({ extracted, listed, quality, classification, file }: Parts) {
  return {
    version: 1,
    product: { title: extracted.record.title, version: extracted.record.version },
    category: { id: classification.category, confidence: classification.confidence },
    listings: listed.map(({ listing, state, findings, rules }) => ({
      choice: choiceOf(listing),
      title: titleIn(listing.fields),
      state,
      sha256: hashListing(listing),
      rules,
      failed: findings.length,
      findings: findings
        .slice(0, FINDINGS_AT_MOST)
        .map(({ rule, field, severity }) => ({ rule, field, severity })),
    })),
    quality: quality.findings,
    file: { bucket: file.bucket, key: file.key },
  };
}

/** Channels name it as they like; every one of them has a title among its first fields. */
function titleIn(fields: Readonly<Record<string, string>>): string {
  const name = ['title', 'item_name', 'structured_title.content', 'descriptionHtml'].find(
    (one) => one in fields,
  );
  const text = name === undefined ? '' : (fields[name] ?? '');
  return text.slice(0, 120);
}
