import { createHmac } from 'node:crypto';
import type { NotifyChannel } from '../../platform/ports/notify.ts';
import { plainText } from './plain-text.ts';
import {
  type NotifyConnection,
  postJson,
  rateLimited,
  readAddress,
  readCode,
  refused,
  serviceFault,
} from './post-json.ts';
import { secretTarget } from './secret-target.ts';

const SERVICE = 'DingTalk';

/** Answered with HTTP 200: over 20 messages a minute, after which the robot is shut out for ten minutes. */
const TOO_FAST = [130101, 410100];
const SHUT_OUT_SECONDS = 600;
const SYSTEM_BUSY = -1;

/** The message's documented limit is 20,000 bytes; a notice has no need of that. */
const LARGEST_TEXT_BYTES = 8000;

/** DingTalk's custom robot (https://open.dingtalk.com/document/orgapp/custom-robot-access; from public copies of it, 2026-11-21). */
export function createDingtalkChannel(connection: NotifyConnection): NotifyChannel {
  return {
    kind: 'dingtalk',
    async send(target, notice) {
      const { url, secret } = await readAddress(connection, secretTarget(target, 'dingtalk').secretName);
      const timestamp = Date.parse(connection.clock.now()).toString();
      const signed = new URL(url);
      if (secret !== undefined) {
        signed.searchParams.set('timestamp', timestamp);
        signed.searchParams.set('sign', signDingtalk(secret, timestamp));
      }
      const body = { msgtype: 'text', text: { content: plainText(notice, LARGEST_TEXT_BYTES) } };
      const text = await postJson(connection, SERVICE, signed.href, JSON.stringify(body));
      const answer = readCode(SERVICE, text, 'errcode');
      if (TOO_FAST.includes(answer.code)) throw rateLimited(SERVICE, SHUT_OUT_SECONDS);
      if (answer.code === SYSTEM_BUSY) throw serviceFault(SERVICE, 'busy');
      if (answer.code !== 0) throw refused(SERVICE, answer.text.slice(0, 200));
    },
  };
}

/** @param timestamp milliseconds since the epoch */
function signDingtalk(secret: string, timestamp: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}
