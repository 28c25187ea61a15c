import type { JSX } from 'preact';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { toast } from '../parts/toasts.tsx';
import type { Session } from '../session/live-session.ts';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { type Language, say } from '../texts/text.ts';
import styles from './person.module.css';
import { chooseLanguage, chooseTheme, language, type Theme, theme } from './preferences.ts';
import { useShop } from './shop.ts';
import { useMenu } from './use-menu.ts';

const themes = [
  ['system', texts.themeSystem],
  ['light', texts.themeLight],
  ['dark', texts.themeDark],
] as const satisfies readonly (readonly [Theme, unknown])[];

const languages = [
  ['en', 'English'],
  ['zh', '中文'],
] as const;

/** Who is signed in, with language, appearance, keys and the way out. */
export function Person({ session, onHelp }: { session: Session; onHelp: () => void }): JSX.Element {
  const { member } = useShop();
  const details = useMenu();
  return (
    <details class={styles.person} ref={details}>
      <summary title={say(texts.you)}>
        <span class={styles.initial} aria-hidden="true">
          {Array.from(member.name)[0]?.toUpperCase()}
        </span>
        <span class={styles.name}>{member.name}</span>
      </summary>
      <div class={styles.menu}>
        <div>
          <strong>{member.name}</strong>
          <p class={styles.faint}>{session.email}</p>
          <p class={styles.faint}>{member.roles.map((role) => say(texts[role])).join(' · ')}</p>
        </div>
        <Choice
          title={say(texts.language)}
          options={languages}
          chosen={language.value}
          onChoose={switchLanguage}
        />
        <Choice
          title={say(texts.theme)}
          options={themes.map(([value, says]) => [value, say(says)] as const)}
          chosen={theme.value}
          onChoose={chooseTheme}
        />
        <button
          type="button"
          class={styles.item}
          onClick={() => {
            if (details.current !== null) details.current.open = false;
            onHelp();
          }}
        >
          <Icon name="keyboard" /> {say(texts.shortcuts)} <kbd>?</kbd>
        </button>
        <button type="button" class={styles.item} onClick={() => session.signOut()}>
          <Icon name="signOut" /> {say(texts.signOut)}
        </button>
      </div>
    </details>
  );
}

function switchLanguage(chosen: Language): void {
  chooseLanguage(chosen).catch(() => toast({ kind: 'bad', says: texts.languageFailed }));
}

function Choice<Value extends string>(props: {
  title: string;
  options: readonly (readonly [Value, string])[];
  chosen: Value;
  onChoose: (value: Value) => void;
}): JSX.Element {
  return (
    <fieldset class={styles.choice}>
      <legend>{props.title}</legend>
      {props.options.map(([value, label]) => (
        <Button key={value} isSmall pressed={value === props.chosen} onClick={() => props.onChoose(value)}>
          {label}
        </Button>
      ))}
    </fieldset>
  );
}
