import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateEmailIdentityCommand,
  GetAccountCommand,
  ListEmailIdentitiesCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailRecord } from '../../../local/mail/outbox.ts';
import { MailService } from '../../../local/mail/service.ts';
import { ManualTime } from '../scheduler/manual-time.ts';
import { clientSettings, serve } from '../scheduler/served.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };

let directory: string;
let service: MailService;
let time: ManualTime;
let client: SESv2Client;
let close: () => Promise<void>;
let endpoint: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mail-'));
  time = new ManualTime('2026-01-02T03:04:05Z');
  service = new MailService({ directory, identity, clock: time });
  const served = await serve(service);
  close = served.close;
  endpoint = served.endpoint;
  client = new SESv2Client({ ...clientSettings, endpoint: served.endpoint });
});

afterEach(async () => {
  client.destroy();
  await close();
  await service.stop();
  await rm(directory, { recursive: true });
});

const mail: SendEmailCommandInput = {
  FromEmailAddress: 'shop@example.com',
  Destination: { ToAddresses: ['a@example.com'], BccAddresses: ['hidden@example.com'] },
  EmailTags: [{ Name: 'store', Value: 'demo' }],
  Content: {
    Simple: {
      Subject: { Data: '待审批：12 张照片' },
      Body: { Text: { Data: 'Twelve photos wait.' }, Html: { Data: '<p>Twelve photos wait.</p>' } },
      Headers: [{ Name: 'X-Storehand-Run', Value: 'r-1' }],
      Attachments: [
        { FileName: 'report.csv', ContentType: 'text/csv', RawContent: Buffer.from('a,b\n1,2\n') },
      ],
    },
  },
};

async function outbox(): Promise<{ name: string; record: MailRecord; message: string }[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const record = JSON.parse(await readFile(join(directory, name), 'utf8')) as MailRecord;
      return { name, record, message: await readFile(join(directory, record.file), 'utf8') };
    }),
  );
}

describe('the mail service', () => {
  it('writes a mail with all its parts into the outbox', async () => {
    const { MessageId } = await client.send(new SendEmailCommand(mail));
    const [sent] = await outbox();
    expect(sent?.name).toBe(`2026-01-02T03-04-05.000Z-${MessageId}.json`);
    expect(sent?.record).toMatchObject({
      messageId: MessageId,
      from: 'shop@example.com',
      to: ['a@example.com'],
      bcc: ['hidden@example.com'],
      subject: '待审批：12 张照片',
      text: 'Twelve photos wait.',
      attachments: [{ fileName: 'report.csv', contentType: 'text/csv', bytes: 8 }],
      tags: { store: 'demo' },
    });
    expect(sent?.message).toContain('multipart/mixed');
    expect(sent?.message).toContain('multipart/alternative');
    expect(sent?.message).toContain('X-Storehand-Run: r-1');
    expect(sent?.message).toContain(Buffer.from('a,b\n1,2\n').toString('base64'));
    expect(sent?.message).not.toContain('hidden@example.com');
  });

  it('counts the mails of a day', async () => {
    for (const days of [0, 0, 1, 1]) {
      await time.advance(days * 86_400_000);
      await client.send(new SendEmailCommand(mail));
    }
    const { SendQuota } = await client.send(new GetAccountCommand({}));
    // The one exactly a day old still counts.
    expect(SendQuota?.SentLast24Hours).toBe(2);
  });

  it('keeps a raw message byte for byte, and reads its header', async () => {
    const raw =
      'From: Shop <shop@example.com>\r\nTo: a@example.com,\r\n b@example.com\r\n' +
      `Subject: =?utf-8?B?${Buffer.from('待审批').toString('base64')}?= =?utf-8?Q?=E2=82=AC_5?=\r\n\r\nBody\r\n`;
    await client.send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from(raw) } } }));
    const [sent] = await outbox();
    expect(sent?.message).toBe(raw);
    expect(sent?.record).toMatchObject({
      from: 'Shop <shop@example.com>',
      to: ['a@example.com', 'b@example.com'],
      subject: '待审批€ 5',
    });
  });

  it.each([
    ['nobody to send to', { ...mail, Destination: {} }],
    ['no sender', { ...mail, FromEmailAddress: undefined }],
    ['a template', { ...mail, Content: { Template: { TemplateName: 't' } } }],
    [
      '51 recipients',
      { ...mail, Destination: { ToAddresses: Array.from({ length: 51 }, (_, n) => `${n}@example.com`) } },
    ],
  ])('refuses a mail with %s, and writes nothing', async (_, request) => {
    await expect(client.send(new SendEmailCommand(request))).rejects.toMatchObject({
      name: 'BadRequestException',
    });
    expect(await outbox()).toEqual([]);
  });

  it('lists identities made by request and by template', async () => {
    await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'shop@example.com' }));
    await service.provision({
      type: 'AWS::SES::EmailIdentity',
      logicalId: 'Sender',
      stackName: 'Shop',
      metadata: {},
      properties: { EmailIdentity: 'example.org' },
    });
    const { EmailIdentities } = await client.send(new ListEmailIdentitiesCommand({}));
    expect(EmailIdentities?.map(({ IdentityName, IdentityType }) => [IdentityName, IdentityType])).toEqual([
      ['example.org', 'DOMAIN'],
      ['shop@example.com', 'EMAIL_ADDRESS'],
    ]);
    expect((await client.send(new GetAccountCommand({}))).SendingEnabled).toBe(true);
  });

  it('answers the same ARN for a topic at every start', async () => {
    const topic = {
      type: 'AWS::SNS::Topic',
      logicalId: 'Alarms',
      stackName: 'Shop',
      metadata: {},
      properties: {},
    };
    const first = await service.provision(topic);
    expect(first.ref).toMatch(/^arn:aws:sns:us-east-1:000000000000:Shop-Alarms-/);
    expect(await service.provision(topic)).toEqual(first);
  });
});

describe('The older API, which the command line’s `ses` speaks', () => {
  const ask = async (form: Record<string, string>) => {
    const response = await fetch(endpoint, { method: 'POST', body: new URLSearchParams(form) });
    return { status: response.status, text: await response.text() };
  };

  it('sends into the same outbox', async () => {
    const { status, text } = await ask({
      Action: 'SendEmail',
      Source: 'shop@example.com',
      'Destination.ToAddresses.member.1': 'a@example.com',
      'Destination.ToAddresses.member.2': 'b@example.com',
      'Message.Subject.Data': '你好 & goodbye',
      'Message.Body.Text.Data': 'A line.',
    });
    expect(status).toBe(200);
    const [sent] = await outbox();
    expect(sent?.record).toMatchObject({
      to: ['a@example.com', 'b@example.com'],
      subject: '你好 & goodbye',
      text: 'A line.',
    });
    expect(text).toContain(`<SendEmailResult><MessageId>${sent?.record.messageId}</MessageId>`);
  });

  it('lists the identities', async () => {
    await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'a&b@example.com' }));
    const { text } = await ask({ Action: 'ListIdentities' });
    expect(text).toContain('<Identities><member>a&amp;b@example.com</member></Identities>');
  });

  it('refuses in XML what it does not have, and a mail without a sender', async () => {
    expect(await ask({ Action: 'SendBounce' })).toMatchObject({
      status: 400,
      text: expect.stringContaining('<Code>InvalidAction</Code>'),
    });
    const { text } = await ask({ Action: 'SendEmail', 'Message.Subject.Data': 'x' });
    expect(text).toMatch(/<Error><Type>Sender<\/Type><Code>\w+<\/Code><Message>.+<\/Message><\/Error>/);
  });
});
