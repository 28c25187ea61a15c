import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createDingtalkChannel } from '../../../functions/connectors/notify/dingtalk.ts';
import { createFeishuChannel } from '../../../functions/connectors/notify/feishu.ts';
import { plainText } from '../../../functions/connectors/notify/plain-text.ts';
import { postJson } from '../../../functions/connectors/notify/post-json.ts';
import { createSesChannel } from '../../../functions/connectors/notify/ses.ts';
import { createSlackChannel } from '../../../functions/connectors/notify/slack.ts';
import { createWebhookChannel, signWebhook } from '../../../functions/connectors/notify/webhook.ts';
import { createWecomChannel } from '../../../functions/connectors/notify/wecom.ts';
import { describeChannel, NOW, notice, type VendorFixture } from './notify-contract.ts';

const provenance = 'from public copies of the reference, 2026-11-21; never run against the vendor';
const seconds = (Date.parse(NOW) / 1000).toString();

const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const fixtures: VendorFixture[] = [
  {
    name: 'the signed webhook',
    reference: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
    provenance,
    make: createWebhookChannel,
    target: { kind: 'webhook', secretName: 'notify/webhook' },
    secret: webhookSecret,
    taken: { status: 204, body: '' },
    refused: [{ status: 410, body: '' }],
    read: ({ body }) => {
      const { data } = JSON.parse(body);
      return `${data.title}\n${data.text}\n${data.link}`;
    },
    check: ({ headers, body }) => {
      expect(headers['webhook-id']).toBe(notice.id);
      expect(headers['webhook-timestamp']).toBe(seconds);
      const signature = createHmac('sha256', Buffer.alloc(32, 7))
        .update(`${notice.id}.${seconds}.${body}`)
        .digest('base64');
      expect(headers['webhook-signature']).toBe(`v1,${signature}`);
      expect(JSON.parse(body)).toMatchObject({ type: 'storehand.notice', timestamp: NOW });
    },
  },
  {
    name: 'Slack’s incoming webhook',
    reference: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
    provenance,
    make: createSlackChannel,
    target: { kind: 'slack', secretName: 'notify/slack' },
    taken: { body: 'ok' },
    refused: [
      { status: 403, body: 'action_prohibited' },
      { status: 404, body: 'no_service' },
      { status: 410, body: 'channel_is_archived' },
    ],
    read: ({ body }) =>
      String(JSON.parse(body).text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    check: ({ body }) => {
      const { text } = JSON.parse(body);
      expect(text).toContain('&lt;!channel&gt; &amp; Co');
      expect(text).not.toContain('<!channel>');
      expect(text).toContain(`<${notice.link}|打开>`);
    },
  },
  {
    name: 'Feishu’s custom bot',
    reference: 'https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot',
    provenance,
    make: createFeishuChannel,
    target: { kind: 'feishu', secretName: 'notify/feishu' },
    secret: 'feishu-secret',
    taken: { body: '{"code":0,"msg":"success","data":{},"StatusCode":0,"StatusMessage":"success"}' },
    rateLimited: [{ body: '{"code":11232,"msg":"frequency limited","data":{}}' }],
    passing: [{ body: '<html>' }, { body: '{"msg":"no code"}' }],
    refused: [
      { body: '{"code":9499,"msg":"Bad Request","data":{}}' },
      {
        body: '{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}',
      },
      { body: '{"code":19022,"msg":"Ip Not Allowed"}' },
      { body: '{"code":19024,"msg":"Key Words Not Found"}' },
    ],
    read: ({ body }) => {
      const { title, content } = JSON.parse(body).content.post.zh_cn;
      const elements = content.flat() as { text: string; href?: string }[];
      return `${title}\n${elements.map((element) => `${element.text} ${element.href ?? ''}`).join('\n')}`;
    },
    check: ({ body }) => {
      const { timestamp, sign, msg_type: type } = JSON.parse(body);
      expect(timestamp).toBe(seconds);
      expect(sign).toBe(createHmac('sha256', `${seconds}\nfeishu-secret`).digest('base64'));
      expect(type).toBe('post');
      expect(Buffer.byteLength(body)).toBeLessThan(20 * 1024);
    },
  },
  {
    name: 'DingTalk’s custom robot',
    reference: 'https://open.dingtalk.com/document/orgapp/custom-robot-access',
    provenance,
    make: createDingtalkChannel,
    target: { kind: 'dingtalk', secretName: 'notify/dingtalk' },
    secret: 'SECdingtalk',
    taken: { body: '{"errcode":0,"errmsg":"ok"}' },
    rateLimited: [{ body: '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}' }],
    passing: [{ body: '{"errcode":-1,"errmsg":"system busy"}' }, { body: '' }],
    refused: [
      { body: '{"errcode":310000,"errmsg":"sign not match"}' },
      { body: '{"errcode":300001,"errmsg":"token is not exist"}' },
    ],
    read: ({ body }) => JSON.parse(body).text.content,
    check: ({ url, body }) => {
      const timestamp = Date.parse(NOW).toString();
      expect(url.searchParams.get('timestamp')).toBe(timestamp);
      const sign = createHmac('sha256', 'SECdingtalk').update(`${timestamp}\nSECdingtalk`).digest('base64');
      expect(url.searchParams.get('sign')).toBe(sign);
      expect(JSON.parse(body)).toEqual({ msgtype: 'text', text: { content: expect.any(String) } });
    },
  },
  {
    name: 'WeCom’s group robot',
    reference: 'https://developer.work.weixin.qq.com/document/path/91770',
    provenance,
    make: createWecomChannel,
    target: { kind: 'wecom', secretName: 'notify/wecom' },
    taken: { body: '{"errcode":0,"errmsg":"ok"}' },
    rateLimited: [{ body: '{"errcode":45009,"errmsg":"api freq out of limit"}' }],
    passing: [{ body: '{"errcode":-1,"errmsg":"system busy"}' }, { body: 'oops' }],
    refused: [{ body: '{"errcode":93000,"errmsg":"invalid webhook url"}' }],
    read: ({ body }) => JSON.parse(body).text.content,
    check: ({ body }) => {
      expect(JSON.parse(body)).toEqual({ msgtype: 'text', text: { content: expect.any(String) } });
    },
  },
  {
    name: 'e-mail',
    reference: 'https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html',
    provenance: 'the mail service is a function here; its adapter belongs to the AWS adapters',
    make: (connection, url) =>
      createSesChannel(
        async (mail) => void (await postJson(connection, 'E-mail', url, JSON.stringify(mail))),
      ),
    target: { kind: 'ses', from: 'shop@example.com', to: ['li@example.com'] },
    taken: { body: '{}' },
    read: ({ body }) => {
      const mail = JSON.parse(body);
      return `${mail.subject}\n${mail.text}`;
    },
    check: ({ body }) => expect(JSON.parse(body).to).toEqual(['li@example.com']),
  },
];

for (const fixture of fixtures) describeChannel(fixture);

describe('the signature of a webhook', () => {
  it('is that of the published example', () => {
    // The vector that the libraries of Standard Webhooks are tested with.
    expect(
      signWebhook(
        'x',
        'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
        'msg_p5jXN8AQM9LWM0D4loKWxJek',
        '1614265330',
        '{"test": 2432232314}',
      ),
    ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('refuses a secret that is too short to keep anything', () => {
    for (const secret of ['', 'plain', 'whsec_c2hvcnQ=']) {
      expect(() => signWebhook('notify/hook', secret, 'id', '1', '{}')).toThrow(
        expect.objectContaining({ name: 'ConfigurationError', code: 'WebhookSecretInvalid' }),
      );
    }
  });
});

describe('a long notice', () => {
  it('is cut between characters, and keeps title and link', () => {
    const long = { ...notice, text: '蓝😀'.repeat(1000) };
    const text = plainText(long, 2048);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
    expect(Buffer.byteLength(text)).toBeGreaterThan(2030);
    expect(text.isWellFormed()).toBe(true);
    expect(text.startsWith(notice.title)).toBe(true);
    expect(text.endsWith(`…\n${notice.link}`)).toBe(true);
  });
});

describe('a mail', () => {
  it('has a subject of one line', async () => {
    const mails: string[] = [];
    const channel = createSesChannel(async (mail) => void mails.push(mail.subject));
    await channel.send(
      { kind: 'ses', from: 'shop@example.com', to: ['li@example.com'] },
      { ...notice, title: 'A\r\nBcc: x@example.com' },
    );
    expect(mails).toEqual(['A Bcc: x@example.com']);
  });

  it('needs a recipient', async () => {
    const channel = createSesChannel(async () => undefined);
    await expect(channel.send({ kind: 'ses', from: 'shop@example.com' }, notice)).rejects.toMatchObject({
      name: 'ConfigurationError',
    });
  });
});
