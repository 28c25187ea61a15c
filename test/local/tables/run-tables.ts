/** Run by a test as a process that can be killed: starts the tables, writes one item, prints the database's pid. */
import { setInterval } from 'node:timers';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { TablesService } from '../../../local/tables/service.ts';

const service = new TablesService({
  directory: process.argv[2] ?? '',
  identity: { accountId: '000000000000', region: 'eu-central-1' },
});
await service.start();
await service.provision({
  type: 'AWS::DynamoDB::Table',
  logicalId: 'Kept',
  stackName: 'Shop',
  metadata: {},
  properties: {
    TableName: 'kept',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  },
});
const client = new DynamoDBClient({
  endpoint: service.endpointUrl,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
await client.send(new PutItemCommand({ TableName: 'kept', Item: { pk: { S: 'written' } } }));
console.log(service.childProcessId);
setInterval(() => {}, 60_000);
