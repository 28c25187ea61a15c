import type { Language } from '../../../../functions/commerce/says.ts';
import type { Member } from '../../../../functions/platform/members/member.ts';
import type { NotifyKind, NotifyTarget } from '../../../../functions/platform/notify/notify-target.ts';
import { setUpTexts as texts } from '../../texts/set-up-texts.ts';
import type { Says } from '../../texts/text.ts';

/** What the wizard asks, as it is typed. */
export interface SetUpDraft {
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  readonly languages: readonly Language[];
  readonly channels: readonly string[];
  readonly approver: 'keep' | 'me' | 'new';
  readonly approverName: string;
  readonly approverEmail: string;
  readonly notify: 'keep' | NotifyKind;
  readonly notifySecret: string;
  readonly notifyFrom: string;
}

export const steps = ['shop', 'channels', 'people', 'notify', 'summary'] as const;
export type Step = (typeof steps)[number];

/** What stands in the shop's record before. */
export interface SetUpFacts {
  readonly shop: {
    readonly name: string;
    readonly zone: string;
    readonly currency: string;
    readonly languages: readonly Language[];
    readonly sample: boolean;
  };
  readonly channels: readonly string[];
  readonly targets: Readonly<Record<string, readonly NotifyTarget[]>>;
  readonly versions: Readonly<Record<string, number>>;
  readonly members: readonly Member[];
}

/** @param browserZone suggested while nobody has said where the shop is */
export function firstDraft(facts: SetUpFacts, browserZone: string): SetUpDraft {
  const { shop, channels, versions } = facts;
  const isNew = versions.shop === 0;
  return {
    name: isNew ? '' : shop.name,
    zone: isNew ? browserZone : shop.zone,
    currency: shop.currency,
    languages: shop.languages,
    channels,
    approver: approversOf(facts).length > 0 ? 'keep' : 'me',
    approverName: '',
    approverEmail: '',
    notify: versions['notification-targets'] === 0 ? 'outbox' : 'keep',
    notifySecret: '',
    notifyFrom: '',
  };
}

export function approversOf({ members }: SetUpFacts): readonly Member[] {
  return members.filter(({ roles }) => roles.includes('approver'));
}

export type SetUpTroubles = Partial<Record<keyof SetUpDraft, Says>>;

/** What is missing in a step; nothing of the summary. */
export function setUpTroubles(step: Step, draft: SetUpDraft): SetUpTroubles {
  const isAddress = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim());
  switch (step) {
    case 'shop':
      return {
        ...(draft.name.trim() === '' ? { name: texts.needName } : {}),
        ...(isZone(draft.zone) ? {} : { zone: texts.needZone }),
      };
    case 'channels':
      return draft.channels.length === 0 ? { channels: texts.needChannel } : {};
    case 'people':
      if (draft.approver !== 'new') return {};
      return {
        ...(draft.approverName.trim() === '' ? { approverName: texts.needPerson } : {}),
        ...(isAddress(draft.approverEmail) ? {} : { approverEmail: texts.needEmail }),
      };
    case 'notify':
      if (draft.notify === 'ses') return isAddress(draft.notifyFrom) ? {} : { notifyFrom: texts.needEmail };
      if (draft.notify === 'keep' || draft.notify === 'outbox') return {};
      return draft.notifySecret.trim() === '' ? { notifySecret: texts.needSecret } : {};
    case 'summary':
      return {};
  }
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    // A fixed offset would be wrong for half of the year.
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

/** The settings as the draft has them, by name. */
export function settingsOf(draft: SetUpDraft, facts: SetUpFacts): Readonly<Record<string, unknown>> {
  const { name, zone, currency, languages, channels } = draft;
  const target = targetOf(draft);
  return {
    shop: { name: name.trim(), zone, currency, languages, sample: facts.shop.sample },
    channels: { selected: channels },
    'notification-targets':
      target === undefined ? facts.targets : { operator: [target], approver: [target], admin: [target] },
  };
}

function targetOf({ notify, notifySecret, notifyFrom }: SetUpDraft): NotifyTarget | undefined {
  if (notify === 'keep') return undefined;
  if (notify === 'outbox') return { kind: notify };
  if (notify === 'ses') return { kind: notify, from: notifyFrom.trim() };
  return { kind: notify, secretName: notifySecret.trim() };
}
