import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

const book = DynamoDBDocumentClient.from(new DynamoDBClient());
const TableName = process.env.TABLE;

interface QueueEvent {
  readonly Records: readonly { messageId: string; body: string }[];
}

/** Starts one execution for each letter; a message that is no letter fails alone. */
export async function startSorting(event: QueueEvent) {
  const states = new SFNClient();
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      const { detail } = JSON.parse(body);
      const input = { bucket: detail.bucket.name, key: detail.object.key };
      const name = `${input.key.replaceAll(/[^A-Za-z0-9]/g, '-')}-${detail.object.sequencer}`.slice(0, 80);
      const stateMachineArn = process.env.MACHINE;
      await states.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

export async function read({ bucket, key }: { bucket: string; key: string }) {
  const letter = await new S3Client().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const text = await letter.Body?.transformToString();
  return { words: text?.split(/\s+/).filter((word) => word !== '') ?? [] };
}

export async function askClerk({ letter, token }: { letter: string; token: string }) {
  await book.send(new PutCommand({ TableName, Item: { id: `question ${letter}`, token } }));
}

export async function keep({ letter, clerk, words }: { letter: string; clerk: string; words: string[] }) {
  const seal = await new SecretsManagerClient().send(
    new GetSecretValueCommand({ SecretId: process.env.SECRET }),
  );
  const Item = { id: letter, clerk, words, sealLength: seal.SecretString?.length };
  await book.send(new PutCommand({ TableName, Item }));
  const entry = { Source: 'letter-office', DetailType: 'LetterKept', Detail: JSON.stringify({ letter }) };
  await new EventBridgeClient().send(
    new PutEventsCommand({ Entries: [{ ...entry, EventBusName: process.env.BUS }] }),
  );
  await new SESv2Client().send(
    new SendEmailCommand({
      FromEmailAddress: 'office@letters.test',
      Destination: { ToAddresses: ['sender@letters.test'] },
      Content: {
        Simple: { Subject: { Data: `Kept: ${letter}` }, Body: { Text: { Data: words.join(' ') } } },
      },
    }),
  );
  console.log(
    JSON.stringify({
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          { Namespace: 'Letters', Dimensions: [['clerk']], Metrics: [{ Name: 'Words', Unit: 'Count' }] },
        ],
      },
      clerk,
      Words: words.length,
    }),
  );
  return { kept: letter };
}

/** Counts, so that a test sees whether something was announced twice. */
export async function announce({ detail }: { detail: { letter: string } }) {
  await book.send(
    new UpdateCommand({
      TableName,
      Key: { id: `announced ${detail.letter}` },
      UpdateExpression: 'ADD times :one',
      ExpressionAttributeValues: { ':one': 1 },
    }),
  );
}

interface ApiEvent {
  readonly pathParameters: { name: string };
  readonly requestContext: { authorizer: { jwt: { claims: { sub: string } } } };
}

export async function showLetter(event: ApiEvent) {
  const id = `letters/${event.pathParameters.name}`;
  const { Item } = await book.send(new GetCommand({ TableName, Key: { id } }));
  return { letter: Item, reader: event.requestContext.authorizer.jwt.claims.sub };
}
