import type { ServerResponse } from 'node:http';
import type { StoredVersion } from './model.ts';
import { versionHeader } from './object-description.ts';
import { parseTagDocument } from './object-tags.ts';
import type { S3Context } from './s3-context.ts';
import type { S3Request } from './s3-request.ts';
import { sendEmpty, sendXml } from './s3-response.ts';
import { readVerified } from './verified-body.ts';

const LARGEST_TAGGING_BYTES = 64 * 1024;

function taggedVersion(context: S3Context, request: S3Request): StoredVersion {
  return context.store.read(request.bucket, request.key, request.query.get('versionId'));
}

function headers(context: S3Context, version: StoredVersion): Record<string, string> {
  const { configuration } = context.store.buckets.get(version.bucket);
  return versionHeader(version, configuration.versioning !== undefined);
}

export function getObjectTagging(context: S3Context, request: S3Request, response: ServerResponse): void {
  const version = taggedVersion(context, request);
  const tags = Object.entries(version.content.tags).map(([Key, Value]) => ({ Key, Value }));
  sendXml(
    response,
    'Tagging',
    { TagSet: tags.length === 0 ? '' : { Tag: tags } },
    { headers: headers(context, version) },
  );
}

export async function putObjectTagging(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const tags = parseTagDocument(await readVerified(request, LARGEST_TAGGING_BYTES));
  // Read after the body: no other request may change the version in between.
  const version = taggedVersion(context, request);
  context.store.versions.updateContent(version, { ...version.content, tags });
  sendEmpty(response, 200, headers(context, version));
}

export function deleteObjectTagging(context: S3Context, request: S3Request, response: ServerResponse): void {
  const version = taggedVersion(context, request);
  context.store.versions.updateContent(version, { ...version.content, tags: {} });
  sendEmpty(response, 204, headers(context, version));
}
