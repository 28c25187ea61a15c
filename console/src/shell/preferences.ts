import { effect, type Signal, signal } from '@preact/signals';
import type { Language } from '../../../functions/commerce/says.ts';
import { loadLanguage } from '../texts/languages.ts';

export type Theme = 'system' | 'light' | 'dark';

const languages: readonly Language[] = ['en', 'zh'];
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** The language of everything on the page; the browser's own until somebody chooses. */
export const language: Signal<Language> = signal(
  recall('language', languages) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'),
);
export const theme: Signal<Theme> = signal(recall('theme', themes) ?? 'system');

/** Keeps the choice for the next visit. Only preferences are kept so, never a token. @throws where its texts cannot be loaded; the language stays as it is */
export async function chooseLanguage(chosen: Language): Promise<void> {
  await loadLanguage(chosen);
  language.value = chosen;
  keep('language', chosen);
}

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  keep('theme', chosen);
}

/** Writes both onto the document, now and at each change. */
export function applyPreferences(): void {
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = signal(systemIsDark.matches);
  systemIsDark.addEventListener('change', () => {
    isDark.value = systemIsDark.matches;
  });
  effect(() => {
    const dark = theme.value === 'dark' || (theme.value === 'system' && isDark.value);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  });
}

/** The shop that was open last: where the bare address leads. */
export function lastStore(): string | undefined {
  return read('store') ?? undefined;
}

export function keepLastStore(store: string): void {
  keep('store', store);
}

function recall<Value extends string>(name: string, known: readonly Value[]): Value | undefined {
  const kept = read(name);
  return known.find((value) => value === kept);
}

// A browser may refuse storage, e.g. in a private window; the page works without.
function read(name: string): string | null {
  try {
    return localStorage.getItem(`storehand.${name}`);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`storehand.${name}`, value);
  } catch {
    // Chosen for this visit only.
  }
}
