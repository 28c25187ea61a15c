import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoRecords } from '../../functions/platform/adapters/aws/dynamo-records.ts';
import { largeShop, seedRecords } from '../platform/seed-records.ts';

/**
 * Writes a large shop into a running local system, through its DynamoDB endpoint:
 * `AWS_ENDPOINT_URL=http://127.0.0.1:<port> node test/bench/seed-shop.ts --store <id> --state <table>`
 */
const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    /** The name of the table `State` of the stage. */
    state: { type: 'string' },
    products: { type: 'string', default: String(largeShop.products) },
    runs: { type: 'string', default: String(largeShop.runs) },
    approvals: { type: 'string', default: String(largeShop.approvals) },
  },
});
const { store, state } = values;
const endpoint = process.env.AWS_ENDPOINT_URL ?? '';
if (store === undefined || state === undefined || !endpoint.startsWith('http://127.0.0.1:')) {
  throw new Error('Name --store and --state, and set AWS_ENDPOINT_URL to a system on this machine.');
}
const records = new DynamoRecords(new DynamoDBClient({}), () => state);
const sizes = {
  products: Number(values.products),
  runs: Number(values.runs),
  approvals: Number(values.approvals),
};
const startedAt = Date.now();
await seedRecords(records, store, new Date().toISOString(), sizes);
process.stdout.write(`${JSON.stringify(sizes)} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
