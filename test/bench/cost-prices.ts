/** What AWS asks for in us-east-1, in USD, without free tiers. Prices change: `asOf` says when each was looked up. */
export interface Price {
  readonly usd: number;
  /** How many units the price is for. */
  readonly per: number;
  readonly unit: string;
  readonly source: string;
  readonly asOf: string;
  /** Whether a published page was seen to say this number; the others are from memory of the same pages. */
  readonly confirmed: boolean;
}

const price = (usd: number, per: number, unit: string, source: string, confirmed: boolean): Price => ({
  usd,
  per,
  unit,
  source,
  confirmed,
  asOf: '2026-11-21',
});

const million = 1_000_000;

export const prices = {
  transitions: price(
    25,
    million,
    'state transitions',
    'https://aws.amazon.com/step-functions/pricing/',
    true,
  ),
  invocations: price(0.2, million, 'function requests', 'https://aws.amazon.com/lambda/pricing/', true),
  gigabyteSeconds: price(
    13.3334,
    million,
    'GB-seconds, arm64',
    'https://aws.amazon.com/lambda/pricing/',
    true,
  ),
  writeUnits: price(
    0.625,
    million,
    'write request units',
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    true,
  ),
  readUnits: price(
    0.125,
    million,
    'read request units',
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    true,
  ),
  s3Puts: price(5, million, 'PUT, COPY, POST, LIST', 'https://aws.amazon.com/s3/pricing/', false),
  s3Gets: price(0.4, million, 'GET, HEAD', 'https://aws.amazon.com/s3/pricing/', false),
  queueRequests: price(0.4, million, 'queue requests', 'https://aws.amazon.com/sqs/pricing/', false),
  // Object-created events are opt-in and priced as custom events.
  events: price(1, million, 'events', 'https://aws.amazon.com/eventbridge/pricing/', false),
  logGigabytes: price(0.5, 1, 'GB of logs', 'https://aws.amazon.com/cloudwatch/pricing/', false),
} as const;

export type Item = keyof typeof prices;
export type Counts = Readonly<Record<Item, number>>;

/** USD of so many units. */
export function costOf(item: Item, count: number): number {
  return (count * prices[item].usd) / prices[item].per;
}

export function totalOf(counts: Counts): number {
  return (Object.keys(prices) as Item[]).reduce((sum, item) => sum + costOf(item, counts[item]), 0);
}
