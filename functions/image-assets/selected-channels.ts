import type { Channel } from '../commerce/channels/channel-rule.ts';
import { findChannel } from '../commerce/channels/channel-rules.ts';
import { ConfigurationError } from '../platform/errors.ts';
import type { Platform } from '../platform/platform.ts';
import { readSetting } from '../platform/settings/read-setting.ts';

/** The channels that the shop sells on, each once, in the setting's order. @throws ConfigurationError `ChannelUnknown` */
export async function selectedChannels(platform: Platform, store: string): Promise<readonly Channel[]> {
  const { value } = await readSetting(platform, store, 'channels');
  return [...new Set(value.selected)].map((id) => {
    const channel = findChannel(id);
    if (channel !== undefined) return channel;
    throw new ConfigurationError('ChannelUnknown', {
      en: `The setting "channels" names ${id}, which is not a channel. Correct it and replay the run.`,
      zh: `设置“channels”中的 ${id} 不是有效渠道，请更正后重新运行。`,
    });
  });
}
