import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  StreamSpecification,
  TableDescription,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { physicalName } from '../provision/physical-name.ts';
import type { ResolvedResource } from '../service.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })).min(1);

const projection = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).default('ALL'),
  NonKeyAttributes: z.array(z.string()).optional(),
});

const index = z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: projection });

const streamView = z.enum(['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']);

/** What counts here of `AWS::DynamoDB::GlobalTable` and `AWS::DynamoDB::Table`; capacity, backups and encryption do not. */
const tableProperties = z.object({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).default([]),
  LocalSecondaryIndexes: z.array(index).default([]),
  StreamSpecification: z.object({ StreamViewType: streamView }).optional(),
  TimeToLiveSpecification: z
    .object({
      AttributeName: z.string().optional(),
      // CloudFormation hands booleans over as text where a parameter stood.
      Enabled: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
    })
    .optional(),
});

export interface TableDefinition {
  readonly name: string;
  readonly create: CreateTableCommandInput;
  /** The attribute that holds the expiry, or none where items do not expire. */
  readonly timeToLiveAttribute: string | undefined;
}

/** @throws Error naming the resource when its properties are not those of a table. */
export function tableDefinition(resource: ResolvedResource): TableDefinition {
  const parsed = tableProperties.safeParse(resource.properties);
  if (!parsed.success) throw new Error(`Table ${resource.logicalId}: ${z.prettifyError(parsed.error)}`);
  const properties = parsed.data;
  const timeToLive = properties.TimeToLiveSpecification;
  const name = properties.TableName ?? physicalName(resource.stackName, resource.logicalId, 255);
  const create: CreateTableCommandInput = {
    TableName: name,
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
  };
  if (properties.GlobalSecondaryIndexes.length > 0) {
    create.GlobalSecondaryIndexes = properties.GlobalSecondaryIndexes;
  }
  if (properties.LocalSecondaryIndexes.length > 0) {
    create.LocalSecondaryIndexes = properties.LocalSecondaryIndexes;
  }
  if (properties.StreamSpecification !== undefined) {
    create.StreamSpecification = { StreamEnabled: true, ...properties.StreamSpecification };
  }
  return {
    name,
    create,
    timeToLiveAttribute: timeToLive?.Enabled === true ? timeToLive.AttributeName : undefined,
  };
}

type IndexShape = Pick<GlobalSecondaryIndex, 'KeySchema' | 'Projection'>;

function shapeOf(keys: IndexShape['KeySchema'], projected: IndexShape['Projection']): string {
  const keyText = (keys ?? []).map((key) => `${key.KeyType}:${key.AttributeName}`).sort();
  return JSON.stringify([
    keyText,
    projected?.ProjectionType ?? 'ALL',
    [...(projected?.NonKeyAttributes ?? [])].sort(),
  ]);
}

function streamOf(specification: StreamSpecification | undefined): string {
  return specification?.StreamEnabled === true ? String(specification.StreamViewType) : 'none';
}

/**
 * The `UpdateTable` calls, in order, that bring an existing table to its definition; one index a call, because
 * DynamoDB takes no more. Its items stay.
 *
 * @throws Error when the table's own key differs: CloudFormation would replace the table, and lose its items.
 */
export function tableUpdates(wanted: TableDefinition, present: TableDescription): UpdateTableCommandInput[] {
  const { create, name: TableName } = wanted;
  if (shapeOf(create.KeySchema, undefined) !== shapeOf(present.KeySchema, undefined)) {
    throw new Error(
      `Table ${TableName} exists with another key. A key cannot be changed in place: rename the table in the ` +
        'template, or delete this one if its items are not needed.',
    );
  }
  const updates: UpdateTableCommandInput[] = [];
  const wantedIndexes = create.GlobalSecondaryIndexes ?? [];
  const presentIndexes = present.GlobalSecondaryIndexes ?? [];
  const same = new Set<string | undefined>();
  for (const existing of presentIndexes) {
    const match = wantedIndexes.find((candidate) => candidate.IndexName === existing.IndexName);
    if (
      match !== undefined &&
      shapeOf(match.KeySchema, match.Projection) === shapeOf(existing.KeySchema, existing.Projection)
    ) {
      same.add(existing.IndexName);
    } else {
      updates.push({
        TableName,
        GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: existing.IndexName } }],
      });
    }
  }
  for (const candidate of wantedIndexes) {
    if (same.has(candidate.IndexName)) continue;
    updates.push({
      TableName,
      AttributeDefinitions: create.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: candidate }],
    });
  }
  const wantedStream = streamOf(create.StreamSpecification);
  const presentStream = streamOf(present.StreamSpecification);
  if (wantedStream !== presentStream) {
    // A stream's view cannot be changed while it is on.
    if (presentStream !== 'none') updates.push({ TableName, StreamSpecification: { StreamEnabled: false } });
    if (wantedStream !== 'none') {
      updates.push({ TableName, StreamSpecification: create.StreamSpecification });
    }
  }
  return updates;
}
