import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../protocol/aws-error.ts';
import { serveQueryOperations, speaksQuery } from '../protocol/query.ts';
import { type RestRoute, serveRestJson } from '../protocol/rest-json.ts';
import { validateInput } from '../protocol/validate-input.ts';
import { physicalName } from '../provision/physical-name.ts';
import { RecordedProperties } from '../recorded-properties.ts';
import type {
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import { openDatabase } from '../sqlite.ts';
import { composeMessage, readHeader } from './mime.ts';
import { countMails, type MailRecord, writeMail } from './outbox.ts';
import { queryOperations } from './query-operations.ts';
import { identityShape, type SendRequest, sendShape } from './shapes.ts';

export interface MailServiceOptions {
  /** The outbox folder. Its own database stands there as well, hidden. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  readonly clock?: LocalClock;
}

const QUERY_NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';
const IDENTITY = 'AWS::SES::EmailIdentity';
const DAY_MS = 86_400_000;
const MOST_RECIPIENTS = 50;
/** SES takes messages of 40 MB; in Base64 within JSON that is 4/3 as much. */
const LARGEST_MESSAGE_BYTES = 40 * 1024 * 1024;
const LARGEST_BODY_BYTES = Math.ceil((LARGEST_MESSAGE_BYTES * 4) / 3) + 1024 * 1024;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const identityType = (name: string): string => (name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN');

const splitAddresses = (list: string | undefined): string[] =>
  (list ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');

/**
 * Amazon SES (version 2 of its API; of version 1 what sends), which sends nothing: each mail becomes an `.eml` file and a `.json` file in
 * the outbox folder. SNS topics and subscriptions of templates are recorded here as well.
 *
 * Not guaranteed, or other than on AWS:
 * - Nothing leaves the machine, nothing bounces; every address counts as verified, in `From` as well.
 * - Templates, suppression lists, event destinations do not exist; a configuration set's name is ignored.
 * - SNS takes no requests: what an alarm or a stack would publish to a topic goes nowhere.
 * - A mail is on disk when `SendEmail` answers, though a power cut can still lose it. Nothing deletes old mails.
 */
export class MailService implements LocalService, ResourceProvider {
  readonly signingNames = ['ses'];
  readonly types = [
    IDENTITY,
    'AWS::SES::ConfigurationSet',
    'AWS::SNS::Topic',
    'AWS::SNS::Subscription',
    'AWS::SNS::TopicPolicy',
  ];
  readonly #folder: string;
  readonly #identity: LocalIdentity;
  readonly #clock: LocalClock;
  readonly #database: DatabaseSync;
  readonly #recorded: RecordedProperties;
  readonly #routes: readonly RestRoute[];

  constructor({ directory, identity, clock = Date }: MailServiceOptions) {
    this.#folder = directory;
    this.#identity = identity;
    this.#clock = clock;
    this.#database = openDatabase(join(directory, '.mail.sqlite'));
    this.#recorded = new RecordedProperties(this.#database);
    this.#routes = this.#makeRoutes();
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (speaksQuery(request)) {
      const operations = queryOperations({
        send: (mail) => this.#send(validateInput(sendShape, mail, 'InvalidParameterValue')),
        identities: () => this.#recorded.list(IDENTITY).map(({ id }) => id),
      });
      return serveQueryOperations(operations, QUERY_NAMESPACE, request, response);
    }
    return serveRestJson(this.#routes, request, response, LARGEST_BODY_BYTES);
  }

  async stop(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  #makeRoutes(): RestRoute[] {
    return [
      {
        method: 'POST',
        path: '/v2/email/outbound-emails',
        operation: ({ body }) => this.#send(validateInput(sendShape, body, 'BadRequestException')),
      },
      {
        method: 'GET',
        path: '/v2/email/account',
        operation: async () => ({
          EnforcementStatus: 'HEALTHY',
          ProductionAccessEnabled: true,
          SendingEnabled: true,
          SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: await this.#sentToday() },
        }),
      },
      // The command line asks the one way, the newer SDK the other.
      { method: 'GET', path: '/v2/email/identities', operation: () => this.#identities() },
      { method: 'POST', path: '/v2/email/list-identities', operation: () => this.#identities() },
      {
        method: 'POST',
        path: '/v2/email/identities',
        operation: ({ body }) => {
          const { EmailIdentity } = validateInput(identityShape, body, 'BadRequestException');
          if (this.#recorded.list(IDENTITY).some(({ id }) => id === EmailIdentity)) {
            throw new AwsError('AlreadyExistsException', `Email identity ${EmailIdentity} already exist.`);
          }
          this.#recorded.record(IDENTITY, EmailIdentity, {});
          return { IdentityType: identityType(EmailIdentity), VerifiedForSendingStatus: true };
        },
      },
    ];
  }

  #sentToday(): Promise<number> {
    return countMails(this.#folder, new Date(this.#clock.now() - DAY_MS).toISOString());
  }

  #identities(): object {
    return {
      EmailIdentities: this.#recorded.list(IDENTITY).map(({ id }) => ({
        IdentityName: id,
        IdentityType: identityType(id),
        SendingEnabled: true,
        VerificationStatus: 'SUCCESS',
      })),
    };
  }

  async #send(request: SendRequest): Promise<{ MessageId: string }> {
    const { Destination, Content } = request;
    const { ToAddresses, CcAddresses, BccAddresses } = Destination;
    const recipients = ToAddresses.length + CcAddresses.length + BccAddresses.length;
    if (recipients > MOST_RECIPIENTS) {
      throw new AwsError('BadRequestException', `Recipient count exceeds ${MOST_RECIPIENTS}.`);
    }
    if ((Content.Simple === undefined) === (Content.Raw === undefined)) {
      throw new AwsError(
        'BadRequestException',
        'The local service sends Simple or Raw content, one of the two.',
      );
    }
    const messageId = `0100${randomUUID()}-000000`;
    const sentAt = this.#clock.now();
    const [message, parts] =
      Content.Simple === undefined
        ? this.#rawMessage(request, Content.Raw?.Data ?? '')
        : await this.#simpleMessage(request, messageId, sentAt);
    if (message.length > LARGEST_MESSAGE_BYTES) {
      throw new AwsError('MessageRejected', `The message is larger than ${LARGEST_MESSAGE_BYTES} bytes.`);
    }
    await writeMail(this.#folder, message, {
      messageId,
      sentAt: new Date(sentAt).toISOString(),
      cc: CcAddresses,
      bcc: BccAddresses,
      replyTo: request.ReplyToAddresses,
      tags: Object.fromEntries(request.EmailTags.map(({ Name, Value }) => [Name, Value])),
      ...parts,
    });
    return { MessageId: messageId };
  }

  async #simpleMessage(
    request: SendRequest,
    messageId: string,
    sentAt: number,
  ): Promise<[Buffer, Pick<MailRecord, 'from' | 'to' | 'subject' | 'text' | 'html' | 'attachments'>]> {
    const { Simple } = request.Content;
    const { ToAddresses, CcAddresses, BccAddresses } = request.Destination;
    if (Simple === undefined || request.FromEmailAddress === undefined) {
      throw new AwsError('BadRequestException', 'Missing required field FromEmailAddress.');
    }
    if (ToAddresses.length + CcAddresses.length + BccAddresses.length === 0) {
      throw new AwsError('BadRequestException', 'Missing required field Destination.');
    }
    const attachments = Simple.Attachments.map(({ FileName, ContentType, RawContent }) => ({
      fileName: FileName,
      contentType: ContentType,
      bytes: Buffer.byteLength(RawContent, 'base64'),
    }));
    const { Subject, Body } = Simple;
    const parts = {
      from: request.FromEmailAddress,
      to: ToAddresses,
      subject: Subject.Data,
      text: Body.Text?.Data,
      html: Body.Html?.Data,
      attachments,
    };
    return [await composeMessage({ ...request, Simple }, messageId, sentAt), parts];
  }

  /** Kept byte for byte. Addresses that the request does not name are those of the message's header. */
  #rawMessage(
    request: SendRequest,
    data: string,
  ): [Buffer, Pick<MailRecord, 'from' | 'to' | 'subject' | 'attachments'>] {
    const message = Buffer.from(data, 'base64');
    const header = readHeader(message);
    const { ToAddresses } = request.Destination;
    const parts = {
      from: request.FromEmailAddress ?? header.get('from'),
      to: ToAddresses.length > 0 ? ToAddresses : splitAddresses(header.get('to')),
      subject: header.get('subject'),
      attachments: [],
    };
    return [message, parts];
  }

  async provision({
    type,
    properties,
    stackName,
    logicalId,
  }: ResolvedResource): Promise<ProvisionedResource> {
    const given = text(properties.EmailIdentity) ?? text(properties.TopicName) ?? text(properties.Name);
    const id = given ?? physicalName(stackName, logicalId, 64);
    this.#recorded.record(type, id, properties);
    const topicArn = (name: string): string =>
      `arn:aws:sns:${this.#identity.region}:${this.#identity.accountId}:${name}`;
    switch (type) {
      case IDENTITY:
        return { ref: id, attributes: dkimAttributes(id) };
      case 'AWS::SNS::Topic':
        return { ref: topicArn(id), attributes: { TopicArn: topicArn(id), TopicName: id } };
      case 'AWS::SNS::Subscription': {
        const arn = `${text(properties.TopicArn) ?? topicArn('unknown')}:${id}`;
        return { ref: arn, attributes: { Arn: arn } };
      }
      default:
        return { ref: id, attributes: {} };
    }
  }
}

/** The three DNS records that a template may export; nobody looks them up here. */
function dkimAttributes(identity: string): Record<string, string> {
  const names = [1, 2, 3].map((number): [string, string][] => [
    [`DkimDNSTokenName${number}`, `local${number}._domainkey.${identity}`],
    [`DkimDNSTokenValue${number}`, `local${number}.dkim.amazonses.com`],
  ]);
  return Object.fromEntries(names.flat());
}
