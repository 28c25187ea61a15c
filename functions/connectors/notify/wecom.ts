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

const SERVICE = 'WeCom';

/** Answered with HTTP 200: over 20 messages a minute; too many at once. */
const TOO_FAST = [45009, 45033];
const SYSTEM_BUSY = -1;

/** The robot cuts a `text` message off beyond this. */
const LARGEST_TEXT_BYTES = 2048;

/**
 * WeCom's group robot (https://developer.work.weixin.qq.com/document/path/91770; from public copies of it, 2026-11-21). Sends plain `text`: in its
 * Markdown a product's name could mention people.
 */
export function createWecomChannel(connection: NotifyConnection): NotifyChannel {
  return {
    kind: 'wecom',
    async send(target, notice) {
      const { url } = await readAddress(connection, secretTarget(target, 'wecom').secretName);
      const body = { msgtype: 'text', text: { content: plainText(notice, LARGEST_TEXT_BYTES) } };
      const answer = readCode(
        SERVICE,
        await postJson(connection, SERVICE, url, JSON.stringify(body)),
        'errcode',
      );
      if (TOO_FAST.includes(answer.code)) throw rateLimited(SERVICE);
      if (answer.code === SYSTEM_BUSY) throw serviceFault(SERVICE, 'busy');
      if (answer.code !== 0) throw refused(SERVICE, answer.text.slice(0, 200));
    },
  };
}
