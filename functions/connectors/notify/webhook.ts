import { createHmac } from 'node:crypto';
import { ConfigurationError } from '../../platform/errors.ts';
import type { NotifyChannel } from '../../platform/ports/notify.ts';
import { type NotifyConnection, postJson, readAddress } from './post-json.ts';
import { secretTarget } from './secret-target.ts';

const SERVICE = 'The webhook';

/**
 * A signed webhook after Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks; from public copies of it, 2026-11-21): the
 * receiver checks `webhook-signature` over `<id>.<timestamp>.<body>` and drops an id that it has seen.
 */
export function createWebhookChannel(connection: NotifyConnection): NotifyChannel {
  return {
    kind: 'webhook',
    async send(target, notice) {
      const { secretName } = secretTarget(target, 'webhook');
      const { url, secret } = await readAddress(connection, secretName);
      const now = connection.clock.now();
      const timestamp = Math.floor(Date.parse(now) / 1000).toString();
      const body = JSON.stringify({ type: 'storehand.notice', timestamp: now, data: notice });
      const signature = signWebhook(secretName, secret ?? '', notice.id, timestamp, body);
      await postJson(connection, SERVICE, url, body, {
        'webhook-id': notice.id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signature,
      });
    },
  };
}

/**
 * @param secret `whsec_` and 24 to 64 bytes in base64
 * @param timestamp seconds since the epoch
 * @throws ConfigurationError `WebhookSecretInvalid`
 */
export function signWebhook(
  secretName: string,
  secret: string,
  id: string,
  timestamp: string,
  body: string,
): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (!secret.startsWith('whsec_') || key.length < 24 || key.length > 64) {
    throw new ConfigurationError('WebhookSecretInvalid', {
      en: `The secret ${secretName} needs a "secret" of whsec_ and 24 to 64 bytes in base64.`,
      zh: `密钥 ${secretName} 的 "secret" 须为 whsec_ 加 24 至 64 字节的 base64。`,
    });
  }
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
