import type { Platform } from '../platform.ts';
import type { ObjectReference } from '../ports/objects.ts';

/** The metadata field that says which members put a file into the inbox. It is part of what the upload form signs. */
const field = 'started-by';

/** Metadata of an upload by these members, so that four-eyes knows who started the run: percent-encoded, by commas. */
export function uploadedBy(members: readonly string[]): Record<string, string> {
  return members.length === 0 ? {} : { [field]: members.map(encodeURIComponent).join(',') };
}

/** The members who put exactly this version of a file into the inbox; none where it came another way or is gone. */
export async function readUploaders(
  platform: Platform,
  reference: ObjectReference,
): Promise<readonly string[]> {
  const facts = await platform.objects.head(reference);
  const named = facts?.metadata[field];
  return named === undefined || named === '' ? [] : named.split(',').map(decoded);
}

/** Whoever writes into the bucket without a form writes what they like. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
