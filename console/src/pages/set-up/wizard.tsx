import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SettingInvalidAnswer } from '../../../../functions/platform/settings/settings-answers.ts';
import { path as apiPath } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../parts/button.tsx';
import { go, href, replace } from '../../shell/location.ts';
import { useShop } from '../../shell/shop.ts';
import { setUpTexts as texts } from '../../texts/set-up-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import { keepDraft, keptDraft } from './kept-draft.ts';
import {
  firstDraft,
  type SetUpDraft,
  type SetUpFacts,
  type SetUpTroubles,
  type Step,
  settingsOf,
  setUpTroubles,
  steps,
} from './set-up-draft.ts';
import styles from './set-up-page.module.css';
import { StepFields } from './step-fields.tsx';
import { Summary } from './summary.tsx';

const titles = {
  shop: texts.stepShop,
  channels: texts.stepChannels,
  people: texts.stepPeople,
  notify: texts.stepNotify,
  summary: texts.stepSummary,
} as const satisfies Record<Step, Says>;

export interface WizardProps {
  readonly facts: SetUpFacts;
  /** Of the address; an unknown one is the first. */
  readonly step: string;
  readonly onSaved: () => void;
}

export function Wizard({ facts, step: wanted, onSaved }: WizardProps): JSX.Element {
  const { api, member, store } = useShop();
  const [draft, setDraft] = useState<SetUpDraft>(() =>
    keptDraft(store, firstDraft(facts, Intl.DateTimeFormat().resolvedOptions().timeZone)),
  );
  const [troubles, setTroubles] = useState<SetUpTroubles>({});
  const heading = useRef<HTMLHeadingElement>(null);
  const at = Math.max(0, steps.indexOf(wanted as Step));
  // Nobody gets past a step that lacks something, also not by the address.
  const open = steps.findIndex((one) => Object.keys(setUpTroubles(one, draft)).length > 0);
  const index = open < 0 ? at : Math.min(at, open);
  const step = steps[index] ?? 'shop';
  useEffect(() => heading.current?.focus(), [step]);

  const change = (changed: Partial<SetUpDraft>) => {
    const next = { ...draft, ...changed };
    setDraft(next);
    keepDraft(store, next);
  };
  const show = (to: Step) => {
    setTroubles({});
    replace(href('set-up', {}, { step: to }));
  };
  const forward = () => {
    const found = setUpTroubles(step, draft);
    setTroubles(found);
    const next = steps[index + 1];
    if (Object.keys(found).length === 0 && next !== undefined) show(next);
  };
  const save = useAction(async () => {
    try {
      await saveSettings(api, draft, facts);
      await saveApprover(api, draft, facts, member.sub);
    } catch (error) {
      onSaved();
      const fields = error instanceof Problem ? wrongFields(error) : {};
      if (Object.keys(fields).length === 0) throw error;
      show('shop');
      setTroubles(fields);
      return;
    }
    keepDraft(store, undefined);
    go(href('set-up', {}, { step: 'done' }));
    // The shop's name and zone stand in the whole console.
    location.reload();
  });
  return (
    <div class={styles.wizard}>
      <nav aria-label={say(texts.steps)}>
        <ol class={styles.steps}>
          {steps.map((one, place) => (
            <li key={one} aria-current={one === step ? 'step' : undefined}>
              <button type="button" disabled={place > index} onClick={() => show(one)}>
                {say(titles[one])}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <form
        class={styles.card}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (step === 'summary') void save.run();
          else forward();
        }}
      >
        <p class={styles.quiet}>{say(texts.stepOf(index + 1, steps.length))}</p>
        <h2 ref={heading} tabIndex={-1}>
          {say(step === 'summary' ? texts.summary : titles[step])}
        </h2>
        {step === 'summary' ? (
          <Summary draft={draft} facts={facts} onChange={show} />
        ) : (
          <StepFields step={step} draft={draft} facts={facts} troubles={troubles} onChange={change} />
        )}
        <p class={styles.buttons}>
          {index > 0 && <Button onClick={() => show(steps[index - 1] ?? 'shop')}>{say(texts.back)}</Button>}
          <Button kind="primary" type="submit" isBusy={save.isBusy}>
            {say(step === 'summary' ? texts.save : texts.next)}
          </Button>
        </p>
      </form>
    </div>
  );
}

type Api = ReturnType<typeof useShop>['api'];

/** Only what differs: trying again after a failure goes on where it was. */
async function saveSettings(api: Api, draft: SetUpDraft, facts: SetUpFacts): Promise<void> {
  const before: Readonly<Record<string, unknown>> = {
    shop: facts.shop,
    channels: { selected: facts.channels },
    'notification-targets': facts.targets,
  };
  for (const [name, value] of Object.entries(settingsOf(draft, facts))) {
    const expectedVersion = facts.versions[name] ?? 0;
    const isSame = JSON.stringify(before[name]) === JSON.stringify(value);
    // Saved once even as delivered: from then on the shop counts as set up.
    if (isSame && !(name === 'shop' && expectedVersion === 0)) continue;
    await api.put(apiPath`settings/${name}`, { value, expectedVersion, reason: say(texts.title) });
  }
}

async function saveApprover(api: Api, draft: SetUpDraft, facts: SetUpFacts, self: string): Promise<void> {
  if (draft.approver === 'keep') return;
  if (draft.approver === 'me') {
    const own = facts.members.find(({ sub }) => sub === self);
    if (own === undefined || own.roles.includes('approver')) return;
    await api.put(apiPath`members/${self}`, { roles: [...own.roles, 'approver'] });
    return;
  }
  const email = draft.approverEmail.trim();
  const known = facts.members.find((one) => one.email.toLowerCase() === email.toLowerCase());
  if (known === undefined) {
    const language = draft.languages[0] ?? 'en';
    await api.post('members', { name: draft.approverName.trim(), email, language, roles: ['approver'] });
  } else if (!known.roles.includes('approver')) {
    await api.put(apiPath`members/${known.sub}`, { roles: [...known.roles, 'approver'] });
  }
}

/** Of the shop's own fields: the others the wizard has checked as the API does. */
function wrongFields({ status, body }: Problem): SetUpTroubles {
  const fields = status === 400 ? ((body as SettingInvalidAnswer | undefined)?.fields ?? []) : [];
  const own = fields.filter(({ path }) => ['name', 'zone', 'currency'].includes(path));
  return Object.fromEntries(own.map(({ path, says }) => [path, says]));
}
