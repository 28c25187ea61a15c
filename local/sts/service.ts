import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveQueryOperations } from '../protocol/query.ts';
import { partitionOf } from '../provision/partition.ts';
import type { LocalIdentity, LocalService } from '../service.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/**
 * AWS STS, as much of it as tells a tool where it is: `GetCallerIdentity` answers the one account, whoever asks.
 *
 * Not there: every operation that hands out credentials. Permissions are not checked on one machine, so a role would
 * change nothing.
 */
export class StsService implements LocalService {
  readonly signingNames = ['sts'];
  readonly #identity: LocalIdentity;

  constructor(identity: LocalIdentity) {
    this.#identity = identity;
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { accountId, region } = this.#identity;
    const Arn = `arn:${partitionOf(region)}:iam::${accountId}:user/local`;
    const operations = { GetCallerIdentity: () => ({ Arn, UserId: 'AIDALOCAL', Account: accountId }) };
    return serveQueryOperations(operations, NAMESPACE, request, response);
  }
}
