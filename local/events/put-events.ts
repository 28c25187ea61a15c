import { randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.ts';
import type { BusEvent, LocalIdentity } from '../service.ts';
import type { EventEntry } from './shapes.ts';

/** Sum over the entries of one request, as EventBridge counts them; it was 256 KB until January 2026. */
export const LARGEST_REQUEST_BYTES = 1024 * 1024;
const TIME_BYTES = 14;

/** EventBridge's own measure: source, detail type, detail and resources in UTF-8, 14 bytes for a time. */
export function entryBytes(entry: EventEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return entry.Time === undefined ? bytes : bytes + TIME_BYTES;
}

/** @throws AwsError `ValidationException` over {@link LARGEST_REQUEST_BYTES} */
export function checkRequestSize(entries: readonly EventEntry[]): void {
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes > LARGEST_REQUEST_BYTES) {
    throw new AwsError(
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
      413,
    );
  }
}

function requiredText(entry: EventEntry, name: 'Source' | 'DetailType' | 'Detail'): string {
  const text = entry[name];
  if (text === undefined || text === '') {
    throw new AwsError(
      'InvalidArgument',
      `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    );
  }
  return text;
}

function readDetail(text: string): Record<string, unknown> {
  let detail: unknown;
  try {
    detail = JSON.parse(text);
  } catch {
    // Not JSON: refused below with what is JSON but not an object.
  }
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
    throw new AwsError('MalformedDetail', 'Detail is malformed.');
  }
  return detail as Record<string, unknown>;
}

function readTime(time: EventEntry['Time'], now: number): string {
  const milliseconds = typeof time === 'number' ? time * 1_000 : time === undefined ? now : Date.parse(time);
  if (!Number.isFinite(milliseconds)) throw new AwsError('InvalidArgument', 'Parameter Time is not valid.');
  return instantText(milliseconds);
}

/** ISO 8601 with seconds, as in an event's `time`. */
export function instantText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The event of one entry. @throws AwsError with the code that `PutEvents` puts into the entry's result */
export function eventOf(entry: EventEntry, identity: LocalIdentity, now: number): BusEvent {
  const source = requiredText(entry, 'Source');
  if (source.startsWith('aws.')) {
    throw new AwsError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': requiredText(entry, 'DetailType'),
    source,
    account: identity.accountId,
    time: readTime(entry.Time, now),
    region: identity.region,
    resources: entry.Resources ?? [],
    detail: readDetail(requiredText(entry, 'Detail')),
  };
}
