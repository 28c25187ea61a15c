import type { MembersAnswer } from '../../../../functions/platform/members/members-answers.ts';
import type {
  ChangesAnswer,
  SettingsAnswer,
} from '../../../../functions/platform/settings/settings-answers.ts';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import type { Api } from '../../api/client.ts';
import { type Loaded, useLoad } from '../../api/use-load.ts';
import { useShop } from '../../shell/shop.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import type { Naming } from './setting-words.ts';
import type { ValueSchema } from './value-schema.ts';

export type Setting = SettingsAnswer['settings'][number];
export type Workflow = WorkflowsAnswer['workflows'][number];

/** What the pages of settings show, loaded together. */
export interface SettingsData {
  readonly settings: readonly Setting[];
  readonly workflows: readonly Workflow[];
  readonly changes: ChangesAnswer;
  /** IANA, the shop's. */
  readonly zone: string;
  /** Names of members by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

export function useSettings(): Loaded<SettingsData> {
  const { zone } = useShop().shop;
  return useLoad(async (api, signal) => {
    const [{ settings }, { workflows }, changes, names] = await Promise.all([
      api.get<SettingsAnswer>('settings', {}, { signal }),
      api.get<WorkflowsAnswer>('workflows', {}, { signal }),
      api.get<ChangesAnswer>('changes', {}, { signal }),
      loadNames(api, signal),
    ]);
    return { settings, workflows, changes, names, zone };
  });
}

/** Who is who. What is shown beside it must not fail for it. */
async function loadNames(api: Api, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  try {
    const { members } = await api.get<MembersAnswer>('members', {}, { signal });
    return new Map(members.map(({ sub, name }) => [sub, name]));
  } catch {
    signal.throwIfAborted();
    return new Map();
  }
}

export function namingOf(
  { name, schema }: Pick<Setting, 'name' | 'schema'>,
  { workflows, zone }: Pick<SettingsData, 'workflows' | 'zone'>,
): Naming {
  return {
    setting: name,
    schema: schema as ValueSchema,
    workflows: new Map(workflows.map(({ slug, title }) => [slug, title])),
    zone,
  };
}

/** @param by a member's id, or a part of the system */
export function personName(names: ReadonlyMap<string, string>, by: { kind: string; id: string }): string {
  if (by.kind !== 'person') return say(texts.theSystem);
  return names.get(by.id) ?? say(texts.somebody);
}
