import { createDingtalkChannel } from '../../connectors/notify/dingtalk.ts';
import { createFeishuChannel } from '../../connectors/notify/feishu.ts';
import type { NotifyConnection } from '../../connectors/notify/post-json.ts';
import { createSesChannel } from '../../connectors/notify/ses.ts';
import { createSlackChannel } from '../../connectors/notify/slack.ts';
import { createWebhookChannel } from '../../connectors/notify/webhook.ts';
import { createWecomChannel } from '../../connectors/notify/wecom.ts';
import { workflows } from '../../workflows.ts';
import { secretReader } from '../adapters/aws/secrets.ts';
import { sesMail } from '../adapters/aws/ses-mail.ts';
import { readEnvironment } from '../environment.ts';
import { queueHandler } from '../handlers/queue-handler.ts';
import { createGuardedFetch } from '../outbound/guarded-fetch.ts';
import { systemClock } from '../ports/clock.ts';
import type { NotifyChannel } from '../ports/notify.ts';
import { readConsoleUrl } from './console-place.ts';
import { handleNoticeMessage } from './handle-message.ts';

/** A chat service that takes longer has a fault; the function itself has 60 s for ten messages. */
const timeoutMs = 5_000;

const connection: NotifyConnection = {
  fetch: createGuardedFetch({ timeoutMs }),
  readSecret: secretReader('notify'),
  clock: systemClock,
  timeoutMs,
};

const channels: readonly NotifyChannel[] = [
  createSesChannel(sesMail()),
  createWebhookChannel(connection),
  createSlackChannel(connection),
  createFeishuChannel(connection),
  createDingtalkChannel(connection),
  createWecomChannel(connection),
];

export const handler = queueHandler(async (platform, body) => {
  const consoleUrl = await readConsoleUrl(platform);
  const place = { consoleUrl, stage: readEnvironment('stage'), workflows };
  await handleNoticeMessage(platform, body, channels, place);
});
