import type { Says } from '../../commerce/says.ts';
import { workflows } from '../../workflows.ts';
import { pausedFor } from '../ai/provider-health.ts';
import { listNotices, type NoticeRecord } from '../notify/notice-record.ts';
import type { Platform } from '../platform.ts';
import { daysBack } from '../runs/days-back.ts';
import { listRuns } from '../runs/list-runs.ts';
import { readSetting } from '../settings/read-setting.ts';
import type { ConnectorsAnswer } from './connectors-answers.ts';

type Connector = ConnectorsAnswer['connectors'][number];

const TROUBLE_DAYS = 7;

const titles = {
  store: { en: 'Shop system', zh: '店铺系统' },
  dam: { en: 'Picture library', zh: '图片库' },
} as const satisfies Record<string, Says>;

/**
 * Every port of the shop and what is plugged in. What calls came to is told as far as it is on record: the last publication,
 * why an image service is left alone, which notices a target did not take.
 */
export async function readConnectors(platform: Platform, store: string): Promise<readonly Connector[]> {
  const [shop, dam, ai, targets, dryRun, published] = await Promise.all([
    readSetting(platform, store, 'store-connector'),
    readSetting(platform, store, 'dam'),
    readSetting(platform, store, 'ai'),
    readSetting(platform, store, 'notification-targets'),
    readSetting(platform, store, 'dry-run'),
    listRuns(platform, store, { status: 'published', days: TROUBLE_DAYS, limit: 1 }),
  ]);
  const isDryRun = workflows.every(({ slug }) => dryRun.value[slug] === true);
  const [newest] = published.runs;
  const lastSuccessAt = newest?.endedAt;
  const common = { calls: 0, errorShare: null, circuit: 'closed', isDryRun } as const;
  const providers = ai.value.providers.map(async (provider): Promise<Connector> => {
    const trouble = await pausedFor(platform, { store, provider, settingVersion: ai.version });
    return {
      ...common,
      name: `image-model-${provider}`,
      title: { en: `Image service ${provider}`, zh: `图像服务 ${provider}` },
      adapter: provider,
      isConfigured: true,
      circuit: trouble === undefined ? 'closed' : 'open',
      ...(trouble === undefined ? {} : { trouble: trouble.says }),
      isTestable: false,
      setting: 'ai',
    };
  });
  const kinds = [...new Set(Object.values(targets.value).flatMap((list) => list.map(({ kind }) => kind)))];
  const refused = await refusedNotices(platform, store);
  return [
    {
      ...common,
      name: 'store',
      title: titles.store,
      adapter: shop.value.kind,
      isConfigured: true,
      ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }),
      isTestable: shop.value.kind !== 'built-in',
      setting: 'store-connector',
    },
    {
      ...common,
      name: 'dam',
      title: titles.dam,
      adapter: dam.value.kind,
      isConfigured: dam.value.kind !== 'none',
      isTestable: dam.value.kind !== 'none',
      setting: 'dam',
    },
    ...(await Promise.all(providers)),
    ...kinds.sort().map((kind): Connector => {
      const [failed] = refused.filter((notice) => notice.kind === kind);
      return {
        ...common,
        name: `notify-${kind}`,
        title: { en: `Notices: ${kind}`, zh: `通知：${kind}` },
        adapter: kind,
        isConfigured: true,
        ...(failed === undefined ? {} : { lastFailureAt: failed.at }),
        ...(failed?.failure === undefined ? {} : { trouble: failed.failure }),
        // Whoever tests it would have to tell people something.
        isTestable: false,
        setting: 'notification-targets',
      };
    }),
  ];
}

/** Newest first. */
async function refusedNotices(platform: Platform, store: string): Promise<readonly NoticeRecord[]> {
  const days = await Promise.all(
    daysBack(platform.clock.now(), TROUBLE_DAYS).map((day) =>
      listNotices(platform, store, { day, status: 'failed' }),
    ),
  );
  return days.flatMap(({ notices }) => notices);
}
