import type { JSX } from 'preact';
import { Dialog } from '../parts/dialog.tsx';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';
import styles from './shortcut-help.module.css';
import { registered } from './shortcuts.ts';

/** All keys that do something here. */
export function ShortcutHelp({ onClose }: { onClose: () => void }): JSX.Element {
  const here = registered.value.filter(({ isGlobal }) => !isGlobal);
  const anywhere = registered.value.filter(({ isGlobal }) => isGlobal);
  return (
    <Dialog title={say(texts.shortcuts)} onClose={onClose}>
      {here.length > 0 && <Keys title={say(texts.shortcutsHere)} shortcuts={here} />}
      <Keys title={say(texts.shortcutsAnywhere)} shortcuts={anywhere} />
    </Dialog>
  );
}

function Keys({ title, shortcuts }: { title: string; shortcuts: typeof registered.value }): JSX.Element {
  return (
    <section class={styles.keys}>
      <h3>{title}</h3>
      <dl>
        {shortcuts.map(({ keys, says }) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key, index) => (
                <span key={key}>
                  {index > 0 && <small> {say(texts.andThen)} </small>}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dt>
            <dd>{say(says)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
