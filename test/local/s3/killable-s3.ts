import type { AddressInfo } from 'node:net';
import { S3Service } from '../../../local/s3/service.ts';
import { CREDENTIALS, IDENTITY, listen } from './s3-harness.ts';

// The process that the crash tests kill: an S3 with the bucket `inbox`, whose address is its first line of output.
const service = new S3Service({
  directory: process.argv[2] ?? '',
  identity: IDENTITY,
  credentials: CREDENTIALS,
  events: { publish: async () => undefined },
});
await service.start();
await service.provision({
  type: 'AWS::S3::Bucket',
  logicalId: 'Inbox',
  stackName: 'Test',
  properties: { BucketName: 'inbox' },
  metadata: {},
});
const server = await listen(service);
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
