import { type Language, languageSchema } from '../functions/commerce/says.ts';
import type { Shell } from './shell.ts';

/** One typed line. The language is a guess until the member's own is known. */
export interface Invocation {
  readonly shell: Shell;
  language: Language;
}

/** Before anybody is asked: `--lang`, else the environment's language, else English. */
export function guessLanguage(words: readonly string[], env: NodeJS.ProcessEnv): Language {
  const asked = optionValue(words, '--lang');
  const parsed = languageSchema.safeParse(asked);
  if (parsed.success) return parsed.data;
  // As POSIX ranks them: an empty variable counts as unset.
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale.startsWith('zh') ? 'zh' : 'en';
}

function optionValue(words: readonly string[], name: string): string | undefined {
  const joined = words.find((word) => word.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}
