import { errorMessageSchema } from '../functions/platform/errors.ts';
import { type Connection, localCredentials } from './connection.ts';
import { CommandFailure, refused } from './failures.ts';
import { nothingAnswers } from './reach.ts';

/** Where an AWS client of the SDK goes: this machine's endpoint, or the account of the user's own credentials. */
export function clientOptions(connection: Connection) {
  const { region } = connection;
  return connection.kind === 'local'
    ? { region, endpoint: connection.endpoint, credentials: localCredentials, maxAttempts: 1 }
    : { region };
}

/**
 * Invokes the function that opens and removes stores and removes members.
 *
 * @returns what the function answers
 * @throws CommandFailure with the function's own text when it refuses
 */
export async function administer(connection: Connection, request: unknown): Promise<unknown> {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient(clientOptions(connection));
  const answer = await asking(connection, () =>
    client.send(
      new InvokeCommand({
        FunctionName: connection.administerFunction,
        Payload: Buffer.from(JSON.stringify(request)),
      }),
    ),
  );
  const payload = Buffer.from(answer.Payload ?? []).toString('utf8');
  if (answer.FunctionError !== undefined) throw functionFailure(payload);
  return JSON.parse(payload || 'null');
}

function functionFailure(payload: string): CommandFailure {
  try {
    const { errorMessage } = JSON.parse(payload) as { errorMessage: string };
    const { code, text } = errorMessageSchema.parse(JSON.parse(errorMessage));
    return new CommandFailure('refused', code, text);
  } catch {
    return refused('Unexpected', 'failed.unexpected', { message: payload.slice(0, 500) });
  }
}

/** Runs a call of the SDK; its errors become sentences. @throws CommandFailure */
export async function asking<Answer>(connection: Connection, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw awsFailure(connection, error);
  }
}

function awsFailure(connection: Connection, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'CredentialsProviderError') return refused('NoCredentials', 'aws.noCredentials');
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ECONNRESET') {
    return nothingAnswers(
      connection,
      connection.kind === 'local' ? connection.endpoint : connection.apiUrl,
      error,
    );
  }
  const { name, message } = error;
  return refused(name, 'aws.refused', { name, message: message.replace(/\.$/, '') });
}
