import { createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.ts';

/** Which task of which frame a token answers. */
export interface TaskReference {
  readonly executionId: number;
  readonly frameId: number;
  readonly attempt: number;
}

/**
 * Tokens are signed references, so that one that was ours once is told from one that never was, without a list of
 * all the tokens ever given out.
 */
export class TaskTokens {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  issue(reference: TaskReference): string {
    const body = `${reference.executionId}.${reference.frameId}.${reference.attempt}`;
    return Buffer.from(`${body}.${this.#sign(body)}`).toString('base64');
  }

  /** @throws AwsError `InvalidToken` for anything that was not issued here */
  read(token: unknown): TaskReference {
    const text = typeof token === 'string' ? Buffer.from(token, 'base64').toString() : '';
    const match = /^((\d+)\.(\d+)\.(\d+))\.([0-9a-f]{64})$/.exec(text);
    const [, body = '', execution, frame, attempt, signature = ''] = match ?? [];
    if (match === null || !timingSafeEqual(Buffer.from(signature), Buffer.from(this.#sign(body)))) {
      throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    }
    return { executionId: Number(execution), frameId: Number(frame), attempt: Number(attempt) };
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#secret).update(body).digest('hex');
  }
}
