import type { NotifyChannel } from '../../platform/ports/notify.ts';
import { type NotifyConnection, postJson, readAddress } from './post-json.ts';
import { secretTarget } from './secret-target.ts';

/** Slack's incoming webhooks (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks; from public copies of it, 2026-11-21). */
export function createSlackChannel(connection: NotifyConnection): NotifyChannel {
  return {
    kind: 'slack',
    async send(target, notice) {
      const { url } = await readAddress(connection, secretTarget(target, 'slack').secretName);
      const open = notice.language === 'zh' ? '打开' : 'Open';
      const link = notice.link === '' ? '' : `\n<${escapeSlack(notice.link)}|${open}>`;
      const text = `*${escapeSlack(notice.title)}*\n${escapeSlack(notice.text)}${link}`;
      await postJson(connection, 'Slack', url, JSON.stringify({ text }));
    },
  };
}

/** These three begin Slack's markup: a product called `<!channel>` must not call everybody. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
