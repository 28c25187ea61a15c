import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';
import { href } from './location.ts';
import styles from './navigation.module.css';
import type { AnyPage } from './page.ts';
import { useMenu } from './use-menu.ts';

/** So many places has the bar at the bottom of a phone, the last of them for “More” where there are more pages. */
const places = 5;

interface NavigationProps {
  readonly entries: readonly AnyPage[];
  readonly current: string | undefined;
}

/** The pages: a column beside the page; on a phone a bar at the bottom, whose last place opens what does not fit. */
export function Navigation({ entries, current }: NavigationProps): JSX.Element {
  const inBar = entries.length <= places ? places : places - 1;
  const rest = entries.slice(inBar);
  return (
    <nav class={styles.navigation} aria-label={say(texts.navigation)}>
      <ul>
        {entries.map((entry, index) => (
          <li key={entry.path} class={index < inBar ? undefined : styles.beside}>
            <Entry entry={entry} isCurrent={entry.path === current} />
          </li>
        ))}
        {rest.length > 0 && (
          <li class={styles.more}>
            <More entries={rest} current={current} />
          </li>
        )}
      </ul>
    </nav>
  );
}

function Entry({ entry, isCurrent }: { entry: AnyPage; isCurrent: boolean }): JSX.Element {
  const { path, title, navigation } = entry;
  return (
    <a href={href(path)} aria-current={isCurrent ? 'page' : undefined}>
      {navigation !== undefined && <Icon name={navigation.icon} />}
      <span>{say(title)}</span>
    </a>
  );
}

function More({ entries, current }: NavigationProps): JSX.Element {
  const menu = useMenu();
  const isHere = entries.some(({ path }) => path === current);
  // Whoever has chosen a page, here or by its key, wants to see it.
  useEffect(() => {
    if (menu.current !== null) menu.current.open = false;
  }, [current]);
  return (
    <details ref={menu}>
      <summary class={isHere ? styles.here : undefined}>
        <Icon name="menu" />
        <span>{say(texts.more)}</span>
      </summary>
      <ul>
        {entries.map((entry) => (
          <li key={entry.path}>
            <Entry entry={entry} isCurrent={entry.path === current} />
          </li>
        ))}
      </ul>
    </details>
  );
}
