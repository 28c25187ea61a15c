import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { pages } from '../pages.ts';
import { Badge } from '../parts/badge.tsx';
import { Toasts } from '../parts/toasts.tsx';
import type { Session } from '../session/live-session.ts';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';
import styles from './layout.module.css';
import { address, go, href } from './location.ts';
import { Navigation } from './navigation.tsx';
import { Outlet } from './outlet.tsx';
import { Person } from './person.tsx';
import { hasRole, useShop } from './shop.ts';
import { ShortcutHelp } from './shortcut-help.tsx';
import { listenForShortcuts, type Shortcut, useShortcuts } from './shortcuts.ts';
import { StoreSwitch } from './store-switch.tsx';
import { LeaveQuestion } from './unsaved.tsx';

/** Navigation, who is signed in, and the page. At phone size the navigation is a bar at the bottom. */
export function Layout({ session }: { session: Session }): JSX.Element {
  const { member, shop } = useShop();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const entries = pages.filter((page) => page.navigation !== undefined && hasRole(member, page.roles));
  const toPage = entries.map(
    ({ path, title, navigation }): Shortcut => ({
      keys: `g ${navigation?.key ?? ''}`,
      says: title,
      run: () => go(href(path)),
    }),
  );
  const help: Shortcut = { keys: '?', says: texts.shortcutHelp, run: () => setHelpOpen(true) };
  useShortcuts([help, ...toPage], true);
  useEffect(listenForShortcuts, []);
  const current = address.value.segments[0] ?? entries[0]?.path;
  return (
    <div class={styles.layout}>
      {/* A button, as the part of the address behind `#` is our own. */}
      <button type="button" class={styles.skip} onClick={() => document.getElementById('content')?.focus()}>
        {say(texts.skip)}
      </button>
      <header class={styles.top}>
        <span class={styles.brand}>Storehand</span>
        <StoreSwitch />
        {shop.sample && (
          <span class={styles.sample} title={say(texts.sampleHint)}>
            <Badge tone="warn">{say(texts.sample)}</Badge>
          </span>
        )}
        <Person session={session} onHelp={() => setHelpOpen(true)} />
      </header>
      <Navigation entries={entries} current={current} />
      <main id="content" tabIndex={-1} class={styles.content}>
        <Outlet />
      </main>
      <Toasts />
      <LeaveQuestion />
      {isHelpOpen && <ShortcutHelp onClose={() => setHelpOpen(false)} />}
    </div>
  );
}
