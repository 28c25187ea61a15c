import type { Says } from '../../commerce/says.ts';
import { workflows } from '../../workflows.ts';
import { type ProviderOfShop, pausedFor } from '../ai/provider-health.ts';
import { readCalls } from '../outbound/outward-calls.ts';
import type { Platform } from '../platform.ts';
import { listRuns } from '../runs/list-runs.ts';
import { readSetting } from '../settings/read-setting.ts';
import type { SettingValue } from '../settings/setting-catalogue.ts';
import type { ConnectorsAnswer } from './connectors-answers.ts';

type Connector = ConnectorsAnswer['connectors'][number];

const FIGURE_DAYS = 7;

const titles = {
  store: { en: 'Shop system', zh: '店铺系统' },
  dam: { en: 'Picture library', zh: '图片库' },
} as const satisfies Record<string, Says>;

/** Every port of the shop, what is plugged in, and what came of the calls to it. */
export async function readConnectors(platform: Platform, store: string): Promise<readonly Connector[]> {
  const [shop, dam, ai, targets, dryRun] = await Promise.all([
    readSetting(platform, store, 'store-connector'),
    readSetting(platform, store, 'dam'),
    readSetting(platform, store, 'ai'),
    readSetting(platform, store, 'notification-targets'),
    readSetting(platform, store, 'dry-run'),
  ]);
  const isDryRun = workflows.every(({ slug }) => dryRun.value[slug] === true);
  const kinds = [...new Set(Object.values(targets.value).flatMap((list) => list.map(({ kind }) => kind)))];
  return await Promise.all([
    describeStore(platform, store, shop.value.kind, isDryRun),
    (async (): Promise<Connector> => ({
      name: 'dam',
      title: titles.dam,
      adapter: dam.value.kind,
      isConfigured: dam.value.kind !== 'none',
      ...(await callsOf(platform, store, `dam-${dam.value.kind}`)),
      isDryRun,
      isTestable: dam.value.kind !== 'none',
      setting: 'dam',
    }))(),
    ...ai.value.providers.map((provider) =>
      describeProvider(platform, { store, provider, settingVersion: ai.version }, isDryRun),
    ),
    ...kinds.sort().map(
      async (kind): Promise<Connector> => ({
        name: `notify-${kind}`,
        title: { en: `Notices: ${kind}`, zh: `通知：${kind}` },
        adapter: kind,
        isConfigured: true,
        ...(await callsOf(platform, store, `notify-${kind}`)),
        isDryRun,
        // Whoever tests it would have to tell people something.
        isTestable: false,
        setting: 'notification-targets',
      }),
    ),
  ]);
}

async function describeStore(
  platform: Platform,
  store: string,
  kind: SettingValue<'store-connector'>['kind'],
  isDryRun: boolean,
): Promise<Connector> {
  const [calls, published] = await Promise.all([
    callsOf(platform, store, `store-${kind}`),
    listRuns(platform, store, { status: 'published', days: FIGURE_DAYS, limit: 1 }),
  ]);
  // Nobody calls what is built in: there the last publication says that it works.
  const [newest] = kind === 'built-in' ? published.runs : [];
  return {
    name: 'store',
    title: titles.store,
    adapter: kind,
    isConfigured: true,
    ...calls,
    ...(newest?.endedAt === undefined ? {} : { lastSuccessAt: newest.endedAt }),
    isDryRun,
    isTestable: kind !== 'built-in',
    setting: 'store-connector',
  };
}

async function describeProvider(
  platform: Platform,
  of: ProviderOfShop,
  isDryRun: boolean,
): Promise<Connector> {
  const { store, provider } = of;
  const isText = provider === 'openai-text';
  const name = `${isText ? 'text' : 'image'}-model-${provider}`;
  const [calls, paused] = await Promise.all([callsOf(platform, store, name), pausedFor(platform, of)]);
  return {
    name,
    title: isText
      ? { en: `Text service ${provider}`, zh: `文本服务 ${provider}` }
      : { en: `Image service ${provider}`, zh: `图像服务 ${provider}` },
    adapter: provider,
    isConfigured: true,
    ...calls,
    ...(paused === undefined ? {} : { circuit: 'open', trouble: paused.says }),
    isDryRun,
    isTestable: false,
    setting: 'ai',
  };
}

type CallFields = Pick<
  Connector,
  'calls' | 'errorShare' | 'lastSuccessAt' | 'lastFailureAt' | 'lastFailureCode' | 'circuit' | 'trouble'
>;

async function callsOf(platform: Platform, store: string, connector: string): Promise<CallFields> {
  const figures = await readCalls(platform, { store, connector }, FIGURE_DAYS);
  const { calls, errors, lastSuccessAt, lastFailure, heldBackUntil } = figures;
  const isMended = lastFailure === undefined || (lastSuccessAt ?? '') > lastFailure.at;
  return {
    calls,
    errorShare: calls === 0 ? null : errors / calls,
    ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }),
    ...(lastFailure === undefined
      ? {}
      : { lastFailureAt: lastFailure.at, lastFailureCode: lastFailure.code }),
    circuit: heldBackUntil === undefined ? 'closed' : 'open',
    ...(isMended ? {} : { trouble: lastFailure.says }),
  };
}
