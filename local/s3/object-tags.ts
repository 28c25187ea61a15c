import { invalidArgument, S3Error } from './s3-error.ts';
import { parseQueryPairs } from './s3-request.ts';
import { children, parseXml, requiredText } from './xml.ts';

/** S3's limits for tags. */
const MOST_TAGS = 10;
const LONGEST_TAG_KEY = 128;
const LONGEST_TAG_VALUE = 256;

/** @throws S3Error `InvalidTag` for a tag too many, too long, or named twice */
function checkTags(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const tags = Object.fromEntries(pairs);
  if (pairs.length > MOST_TAGS) {
    throw new S3Error('BadRequest', `Object tags cannot be greater than ${MOST_TAGS}`, 400);
  }
  const isTooLong = pairs.some(
    ([key, value]) => key === '' || key.length > LONGEST_TAG_KEY || value.length > LONGEST_TAG_VALUE,
  );
  if (isTooLong || Object.keys(tags).length !== pairs.length) {
    throw new S3Error('InvalidTag', 'The tag provided was not a valid tag.', 400);
  }
  return tags;
}

/** Tags as the `x-amz-tagging` header carries them: a query string. */
export function parseTagHeader(header: string | undefined): Record<string, string> {
  if (header === undefined || header === '') return {};
  try {
    return checkTags(parseQueryPairs(header));
  } catch (error) {
    if (error instanceof S3Error && error.code !== 'InvalidURI') throw error;
    throw invalidArgument('The header is not URL-encoded', 'x-amz-tagging', header);
  }
}

/** Tags as a `Tagging` document carries them. @throws S3Error `MalformedXML`, `InvalidTag` */
export function parseTagDocument(text: string): Record<string, string> {
  const pairs = children(parseXml(text, 'Tagging'), 'TagSet')
    .flatMap((set) => children(set, 'Tag'))
    .map((tag) => [requiredText(tag, 'Key'), requiredText(tag, 'Value')] as const);
  return checkTags(pairs);
}
