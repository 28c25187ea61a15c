import type { JSX } from 'preact';
import { CopyButton } from '../../parts/copy-button.tsx';
import { href } from '../../shell/location.ts';
import { useShop } from '../../shell/shop.ts';
import { setUpTexts as texts } from '../../texts/set-up-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './set-up-page.module.css';

const next = [
  { path: 'upload', says: texts.doneUpload, why: texts.doneUploadWhy },
  { path: 'members', says: texts.doneMembers, why: texts.doneMembersWhy },
  { path: 'settings', says: texts.doneSettings, why: texts.doneSettingsWhy },
] as const;

/** What to do next, and what cannot be done here. */
export function SetUpDone(): JSX.Element {
  const { config } = useShop();
  const stage = config.stage === 'local' ? '' : ` --stage ${config.stage}`;
  const command = `npx storehand init${stage}`;
  return (
    <div class={styles.wizard}>
      <section class={styles.card}>
        <h2>{say(texts.doneNext)}</h2>
        <ul class={styles.next}>
          {next.map(({ path, says, why }) => (
            <li key={path}>
              <a href={href(path)}>{say(says)}</a>
              <p class={styles.quiet}>{say(why)}</p>
            </li>
          ))}
        </ul>
      </section>
      <section class={styles.card}>
        <h2>{say(texts.another)}</h2>
        <p>{say(texts.anotherWhy)}</p>
        <p class={styles.command}>
          <code>{command}</code>
          <CopyButton text={command} />
        </p>
      </section>
    </div>
  );
}
