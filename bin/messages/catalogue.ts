import type { Language, Says } from '../../functions/commerce/says.ts';
import { approvalTexts } from './approvals.ts';
import { deployTexts } from './deploy.ts';
import { fileTexts } from './files.ts';
import { generalTexts } from './general.ts';
import { inboxTexts } from './inbox.ts';
import { memberTexts } from './members.ts';
import { noticeTexts } from './notices.ts';
import { runTexts } from './runs.ts';
import { settingTexts } from './settings.ts';
import { setupTexts } from './setup.ts';
import { usageTexts } from './usage.ts';

/** Everything that the command line says itself, by key, in both languages. `{name}` is filled in. */
export const catalogue = {
  ...generalTexts,
  ...usageTexts,
  ...setupTexts,
  ...inboxTexts,
  ...fileTexts,
  ...runTexts,
  ...noticeTexts,
  ...memberTexts,
  ...approvalTexts,
  ...settingTexts,
  ...deployTexts,
} as const satisfies Record<string, Says>;

export type MessageKey = keyof typeof catalogue;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type NamesOf<Key extends MessageKey> = NamesIn<(typeof catalogue)[Key]['en']>;
/** What a message wants filled in; nothing where it has no names. */
export type Values<Key extends MessageKey> = [NamesOf<Key>] extends [never]
  ? []
  : [values: Readonly<Record<NamesOf<Key>, string | number>>];

export type Say = <Key extends MessageKey>(key: Key, ...values: Values<Key>) => string;

/** @param where options that go with every command a sentence names, e.g. ` --stage test`: else it would reach another system */
export function sayIn(language: Language, where = ''): Say {
  return (key, ...values) =>
    saysOf(key, ...values)[language].replaceAll('npx storehand ', `npx storehand${where} `);
}

/** The same message in both languages, for failures that are printed where the language is known. */
export function saysOf<Key extends MessageKey>(key: Key, ...values: Values<Key>): Says {
  const { en, zh } = catalogue[key];
  const known: Readonly<Record<string, string | number>> = values[0] ?? {};
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (whole, name) => String(known[name] ?? whole));
  return { en: fill(en), zh: fill(zh) };
}
