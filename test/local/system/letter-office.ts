import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';

/** Long enough for cold functions on a busy machine. */
const PATIENCE_MILLISECONDS = 30_000;

/** The letter office as somebody sees it who knows its endpoint and its stack's outputs. */
export class LetterOffice {
  readonly url: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly config: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  readonly #book: DynamoDBDocumentClient;

  constructor(url: string, outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
    this.url = url;
    this.outputs = outputs.LetterOffice as Readonly<Record<string, string>>;
    this.config = {
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    this.#book = DynamoDBDocumentClient.from(new DynamoDBClient(this.config));
  }

  async post(name: string, text: string): Promise<void> {
    const s3 = new S3Client({ ...this.config, forcePathStyle: true });
    await s3.send(
      new PutObjectCommand({ Bucket: this.outputs.BucketName, Key: `letters/${name}`, Body: text }),
    );
  }

  async entry(id: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.#book.send(
      new GetCommand({ TableName: this.outputs.TableName, Key: { id } }),
    );
    return Item;
  }

  /** Waits until the book has an entry of this id. */
  async untilEntered(id: string): Promise<Record<string, unknown>> {
    return await vi.waitFor(
      async () => {
        const found = await this.entry(id);
        if (found === undefined) throw new Error(`the book has no entry ${id}`);
        return found;
      },
      { timeout: PATIENCE_MILLISECONDS, interval: 100 },
    );
  }

  /** Answers the token that the letter's question carries. */
  async answer(name: string, clerk: string): Promise<void> {
    const { token } = await this.untilEntered(`question letters/${name}`);
    const states = new SFNClient(this.config);
    const taskToken = String(token);
    await states.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ clerk }) }));
  }
}

export const longLetter = 'this letter has more than five words in it';
