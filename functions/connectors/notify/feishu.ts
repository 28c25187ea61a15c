import { createHmac } from 'node:crypto';
import type { NotifyChannel } from '../../platform/ports/notify.ts';
import { type NotifyConnection, postJson, rateLimited, readAddress, readCode, refused } from './post-json.ts';
import { secretTarget } from './secret-target.ts';

const SERVICE = 'Feishu';

/** Answered with HTTP 200: over 100 messages a minute or 5 a second, or the service is busy at the full hour. */
const BUSY = 11232;

/**
 * Feishu's custom bot (https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot; from public copies of it, 2026-11-21). Sends a `post`, whose
 * text elements know no mentions: in a plain `text` message a product's name could call everybody.
 */
export function createFeishuChannel(connection: NotifyConnection): NotifyChannel {
  return {
    kind: 'feishu',
    async send(target, notice) {
      const { url, secret } = await readAddress(connection, secretTarget(target, 'feishu').secretName);
      const lines = notice.text.split('\n').map((text): unknown[] => [{ tag: 'text', text }]);
      const open = notice.language === 'zh' ? '打开' : 'Open';
      if (notice.link !== '') lines.push([{ tag: 'a', text: open, href: notice.link }]);
      const timestamp = Math.floor(Date.parse(connection.clock.now()) / 1000).toString();
      const body = {
        ...(secret === undefined ? {} : { timestamp, sign: signFeishu(secret, timestamp) }),
        msg_type: 'post',
        content: {
          post: { [notice.language === 'zh' ? 'zh_cn' : 'en_us']: { title: notice.title, content: lines } },
        },
      };
      const answer = readCode(
        SERVICE,
        await postJson(connection, SERVICE, url, JSON.stringify(body)),
        'code',
      );
      if (answer.code === BUSY) throw rateLimited(SERVICE);
      if (answer.code !== 0) throw refused(SERVICE, answer.text.slice(0, 200));
    },
  };
}

/** Unusual: timestamp and secret are the key, and the message is empty. @param timestamp seconds since the epoch */
function signFeishu(secret: string, timestamp: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
}
