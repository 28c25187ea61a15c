import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type {
  ChangeAskedAnswer,
  SettingAnswer,
  SettingInvalidAnswer,
} from '../../../../functions/platform/settings/settings-answers.ts';
import { path as apiPath } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Icon } from '../../parts/icon.tsx';
import { toast } from '../../parts/toasts.tsx';
import { useShop } from '../../shell/shop.ts';
import { useUnsaved } from '../../shell/unsaved.tsx';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { troublesOf } from './check-value.ts';
import { type FieldTrouble, type FormScope, FormScopeProvider } from './form-scope.ts';
import { WholeField } from './schema-field.tsx';
import { SettingDifferences } from './setting-differences.tsx';
import styles from './setting-page.module.css';
import type { Naming } from './setting-words.ts';
import type { Setting } from './use-settings.ts';
import { differencesOf, isSame } from './value-differences.ts';
import { withPart } from './value-schema.ts';

export interface SettingFormProps {
  readonly setting: Setting;
  readonly naming: Naming;
  readonly isReadOnly: boolean;
  /** Something was saved or asked for: load anew. */
  readonly onSaved: () => void;
}

/** Somebody else's save, found when saving. */
interface Conflict {
  readonly value: unknown;
  readonly version: number;
}

/** The value of a setting with a field for each part, the changes before they are saved, and what the API says about them. */
export function SettingForm({ setting, naming, isReadOnly, onSaved }: SettingFormProps): JSX.Element {
  const [base, setBase] = useState({ value: setting.value, version: setting.version });
  const [value, setValue] = useState<unknown>(setting.value);
  const [troubles, setTroubles] = useState<readonly FieldTrouble[]>([]);
  const [isReviewing, setReviewing] = useState(false);
  const [conflict, setConflict] = useState<Conflict>();
  const form = useRef<HTMLFormElement>(null);
  // Loaded anew: what nobody has begun to change follows.
  useEffect(() => {
    if (setting.version === base.version) return;
    if (isSame(value, base.value)) {
      setValue(setting.value);
      setBase({ value: setting.value, version: setting.version });
    }
  }, [setting.version]);
  useEffect(() => {
    const [first] = troubles;
    // After the dialog has closed, which gives the focus back to the button.
    if (first !== undefined && !isReviewing) focusField(form.current, first.path);
  }, [troubles, isReviewing]);

  const changed = differencesOf(base.value, value);
  useUnsaved(changed.length > 0);
  const scope: FormScope = {
    naming,
    value,
    troubles,
    isReadOnly,
    change: (path, part) => setValue((before: unknown) => withPart(before, path, part)),
  };
  const review = () => {
    const found = troublesOf(naming.schema, value);
    setTroubles(found);
    if (found.length === 0) setReviewing(true);
  };
  const reset = (to: Conflict) => {
    setBase(to);
    setValue(to.value);
    setTroubles([]);
    setConflict(undefined);
  };
  return (
    <FormScopeProvider value={scope}>
      <form
        ref={form}
        class={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (changed.length > 0) review();
        }}
      >
        {conflict !== undefined && (
          <ConflictBox
            naming={naming}
            before={base.value}
            mine={value}
            theirs={conflict}
            onTake={() => {
              reset(conflict);
              onSaved();
            }}
            onKeep={() => {
              setBase(conflict);
              setConflict(undefined);
            }}
          />
        )}
        {troubles.length > 0 && (
          <p class={styles.trouble} role="alert">
            <Icon name="warning" size={18} /> {say(texts.lookAtFields(troubles.length))}{' '}
            {troubles.filter(({ path }) => path === '').map(({ says }) => say(says))}
          </p>
        )}
        <div class={styles.fields}>
          <WholeField schema={naming.schema} value={value} />
        </div>
        {!isReadOnly && (
          <div class={styles.bar} hidden={changed.length === 0}>
            <span role="status">{changed.length > 0 && say(texts.changes(changed.length))}</span>
            <Button onClick={() => reset(base)}>{say(texts.discard)}</Button>
            <Button kind="primary" type="submit" disabled={conflict !== undefined}>
              {say(texts.review)}
            </Button>
          </div>
        )}
      </form>
      {isReviewing && (
        <Review
          setting={setting}
          naming={naming}
          base={base}
          value={value}
          onClose={() => setReviewing(false)}
          onSaved={(saved) => {
            reset(saved ?? base);
            onSaved();
          }}
          onInvalid={setTroubles}
          onConflict={setConflict}
        />
      )}
    </FormScopeProvider>
  );
}

function focusField(form: HTMLFormElement | null, path: string): void {
  const steps = path.split('.');
  for (let length = steps.length; length > 0; length -= 1) {
    const part = form?.querySelector(`[data-part="${CSS.escape(steps.slice(0, length).join('.'))}"]`);
    if (part === null || part === undefined) continue;
    part.closest('details')?.setAttribute('open', '');
    part.querySelector<HTMLElement>('[aria-invalid="true"], input, select, textarea, button')?.focus();
    return;
  }
}

interface ReviewProps {
  readonly setting: Setting;
  readonly naming: Naming;
  readonly base: Conflict;
  readonly value: unknown;
  readonly onClose: () => void;
  /** Undefined where a second admin was asked. */
  readonly onSaved: (saved: Conflict | undefined) => void;
  readonly onInvalid: (troubles: readonly FieldTrouble[]) => void;
  readonly onConflict: (theirs: Conflict) => void;
}

/** What will change, why, and the button that does it. */
function Review(props: ReviewProps): JSX.Element {
  const { setting, naming, base, value, onClose, onSaved, onInvalid, onConflict } = props;
  const { api } = useShop();
  const { needsSecondAdmin } = setting;
  const save = async (reason: string) => {
    try {
      const answer = await api.put<SettingAnswer | ChangeAskedAnswer>(apiPath`settings/${setting.name}`, {
        value,
        expectedVersion: base.version,
        ...(reason === '' ? {} : { reason }),
      });
      if ('change' in answer) {
        toast({ kind: 'good', says: answer.says });
        onSaved(undefined);
        return;
      }
      onSaved({ value: answer.value, version: answer.version });
      const undo = async () => {
        await api.post(apiPath`settings/${setting.name}/undo`, {
          expectedVersion: answer.version,
        });
        onSaved(base);
        toast({ kind: 'good', says: texts.undone });
      };
      toast({
        kind: 'good',
        says: texts.saved(answer.version),
        action: { says: texts.undo, run: () => void undo() },
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const fields = error.status === 400 ? fieldsOf(error.body) : [];
      if (fields.length > 0) return onInvalid(fields);
      if (error.code !== 'Conflict') throw error;
      onConflict(await api.get<SettingAnswer>(apiPath`settings/${setting.name}`));
    }
  };
  return (
    <Confirm
      title={say(texts.saveTitle(say(setting.title)))}
      does={say(needsSecondAdmin ? texts.askSecond : texts.save)}
      reason={needsSecondAdmin ? 'required' : 'optional'}
      onConfirm={save}
      onClose={onClose}
    >
      {needsSecondAdmin && <p>{say(texts.secondNeeded)}</p>}
      <SettingDifferences naming={naming} before={base.value} after={value} />
    </Confirm>
  );
}

function fieldsOf(body: unknown): readonly FieldTrouble[] {
  return (body as SettingInvalidAnswer | undefined)?.fields ?? [];
}

function ConflictBox(props: {
  naming: Naming;
  before: unknown;
  mine: unknown;
  theirs: Conflict;
  onTake: () => void;
  onKeep: () => void;
}): JSX.Element {
  const { naming, before, mine, theirs, onTake, onKeep } = props;
  return (
    <section class={styles.conflict} role="alert">
      <h2>{say(texts.conflictTitle)}</h2>
      <p>{say(texts.conflictText)}</p>
      <h3>{say(texts.theirs)}</h3>
      <SettingDifferences naming={naming} before={before} after={theirs.value} />
      <h3>{say(texts.yours)}</h3>
      <SettingDifferences naming={naming} before={theirs.value} after={mine} />
      <p class={styles.buttons}>
        <Button onClick={onTake}>{say(texts.takeTheirs)}</Button>
        <Button kind="primary" onClick={onKeep}>
          {say(texts.keepMine)}
        </Button>
      </p>
    </section>
  );
}
