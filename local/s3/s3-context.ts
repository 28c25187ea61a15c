import type { ServerResponse } from 'node:http';
import type { LocalClock, LocalIdentity } from '../service.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Request } from './s3-request.ts';
import type { Credentials } from './sigv4.ts';

/** What every operation works with. */
export interface S3Context {
  readonly store: ObjectStore;
  readonly identity: LocalIdentity;
  readonly clock: LocalClock;
  readonly credentials: Credentials;
}

/** Carries out one request and answers it. What it throws, the router answers as an S3 error. */
export type Operation = (
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
) => Promise<void> | void;
