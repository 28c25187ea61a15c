/** Run by a test as a process that can be killed: sends messages without end, printing each body once it is stored. */
import { writeSync } from 'node:fs';
import { QueuesService } from '../../../local/queues/service.ts';

const service = new QueuesService({
  directory: process.argv[2] ?? '',
  identity: { accountId: '111122223333', region: 'eu-central-1' },
  publicUrl: () => 'http://127.0.0.1',
});
const made = await service.provision({
  type: 'AWS::SQS::Queue',
  logicalId: 'Kept',
  stackName: 'Shop',
  metadata: {},
  properties: { QueueName: 'kept', VisibilityTimeout: 3_600 },
});
for (let number = 0; ; number++) {
  await service.send(made.attributes.Arn ?? '', `message ${number}`);
  writeSync(1, `message ${number}\n`);
}
