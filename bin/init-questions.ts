import { z } from 'zod';
import { CHANNELS, findChannel } from '../functions/commerce/channels/channel-rules.ts';
import { type Language, languageSchema, type Says } from '../functions/commerce/says.ts';
import { type NotifyTarget, notifyTargetSchema } from '../functions/platform/notify/notify-target.ts';
import { settingCatalogue } from '../functions/platform/settings/setting-catalogue.ts';
import { storeIdSchema } from '../functions/platform/stores/store-id.ts';
import { wrongUsage } from './failures.ts';
import { type Say, saysOf } from './messages/catalogue.ts';
import type { Shell } from './shell.ts';
import { wrongValue } from './usage.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface InitAnswers {
  readonly store: string;
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  readonly languages: Language[];
  readonly channels: string[];
  readonly admin: Person;
  readonly approver: Person;
  readonly notify: NotifyTarget[];
}

/** What was given on the line. */
export type InitOptions = Readonly<Partial<Record<keyof InitAnswers, string>>>;

interface Question<Answer> {
  readonly option: string;
  readonly asks: Says;
  readonly expected: Says;
  /** Taken where nobody can be asked; else only suggested. */
  readonly fallback?: string;
  readonly suggestion?: string;
  /** Undefined where it does not fit. */
  readonly read: (text: string) => Answer | undefined;
}

type Questions = { readonly [Key in keyof InitAnswers]: Question<InitAnswers[Key]> };

const allChannels = CHANNELS.map((channel) => channel.id);
const shopFields = settingCatalogue.shop.schema.shape;

function fitting<Schema extends z.ZodType>(schema: Schema) {
  return (text: string): z.output<Schema> | undefined => {
    const parsed = schema.safeParse(text);
    return parsed.success ? parsed.data : undefined;
  };
}

/** Splits at commas of either script. */
function wordsOf(text: string): string[] {
  return text.split(/[,，、\s]+/).filter((word) => word !== '');
}

/** `Li Lei <li@example.com>`. */
function readPerson(text: string): Person | undefined {
  const parts = /^\s*(?<name>[^<>]{1,100}?)\s*<(?<email>[^<>\s]+)>\s*$/u.exec(text)?.groups;
  const parsed = z.object({ name: z.string().min(1), email: z.email().max(254) }).safeParse(parts);
  return parsed.success ? { name: parsed.data.name, email: parsed.data.email.toLowerCase() } : undefined;
}

function readTargets(text: string): NotifyTarget[] | undefined {
  const targets = wordsOf(text).map((word) => {
    const [kind, ...rest] = word.split(':');
    const secretName = rest.join(':');
    return notifyTargetSchema.safeParse(secretName === '' ? { kind } : { kind, secretName });
  });
  const fit = targets.flatMap((target) => (target.success ? [target.data] : []));
  return fit.length === targets.length && fit.length > 0 ? fit : undefined;
}

function readLanguages(text: string): Language[] | undefined {
  const parsed = z
    .array(languageSchema)
    .min(1)
    .max(2)
    .safeParse([...new Set(wordsOf(text))]);
  return parsed.success ? parsed.data : undefined;
}

function readChannels(text: string): string[] | undefined {
  const ids = [...new Set(wordsOf(text))];
  return ids.length > 0 && ids.every((id) => findChannel(id) !== undefined) ? ids : undefined;
}

function questions(language: Language): Questions {
  const channels = allChannels.join(', ');
  return {
    store: {
      option: '--store',
      asks: saysOf('init.ask.store'),
      expected: saysOf('init.expected.store'),
      read: fitting(storeIdSchema),
    },
    name: {
      option: '--name',
      asks: saysOf('init.ask.name'),
      expected: saysOf('init.expected.text'),
      read: fitting(shopFields.name),
    },
    zone: {
      option: '--zone',
      asks: saysOf('init.ask.zone'),
      expected: saysOf('init.expected.zone'),
      suggestion: Intl.DateTimeFormat().resolvedOptions().timeZone,
      read: fitting(shopFields.zone),
    },
    currency: {
      option: '--currency',
      asks: saysOf('init.ask.currency'),
      expected: saysOf('init.expected.currency'),
      suggestion: language === 'zh' ? 'CNY' : 'USD',
      read: (text) => fitting(shopFields.currency)(text.toUpperCase()),
    },
    languages: {
      option: '--languages',
      asks: saysOf('init.ask.languages'),
      expected: saysOf('init.expected.languages'),
      fallback: language,
      read: readLanguages,
    },
    channels: {
      option: '--channels',
      asks: saysOf('init.ask.channels'),
      expected: saysOf('init.expected.channels', { channels }),
      fallback: settingCatalogue.channels.default.selected.join(','),
      read: readChannels,
    },
    admin: {
      option: '--admin',
      asks: saysOf('init.ask.admin'),
      expected: saysOf('init.expected.person'),
      read: readPerson,
    },
    approver: {
      option: '--approver',
      asks: saysOf('init.ask.approver'),
      expected: saysOf('init.expected.person'),
      read: readPerson,
    },
    notify: {
      option: '--notify',
      asks: saysOf('init.ask.notify'),
      expected: saysOf('init.expected.notify'),
      fallback: 'outbox',
      read: readTargets,
    },
  };
}

/**
 * Takes what was given on the line and asks for the rest.
 *
 * @throws CommandFailure wrong usage, naming every missing option, where nobody can be asked
 */
export async function readAnswers(
  shell: Shell,
  say: Say,
  language: Language,
  given: InitOptions,
): Promise<InitAnswers> {
  const all = questions(language);
  const missing = Object.entries(all).filter(
    ([key, question]) => given[key as keyof InitAnswers] === undefined && question.fallback === undefined,
  );
  if (missing.length > 0 && !shell.isInteractive) {
    throw wrongUsage('init.missing', { options: missing.map(([, { option }]) => option).join(' ') });
  }
  const answer = <Key extends keyof InitAnswers>(key: Key) =>
    readAnswer<InitAnswers[Key]>(shell, say, language, all[key], given[key]);
  // One after the other: a person answers them in this order.
  const store = await answer('store');
  const name = await answer('name');
  const zone = await answer('zone');
  const currency = await answer('currency');
  const languages = await answer('languages');
  if (shell.isInteractive && given.channels === undefined) {
    shell.stderr.write(`${say('init.channelsKnown', { channels: allChannels.join(', ') })}\n`);
  }
  const channels = await answer('channels');
  const admin = await answer('admin');
  const approver = await answer('approver');
  const notify = await answer('notify');
  return { store, name, zone, currency, languages, channels, admin, approver, notify };
}

async function readAnswer<Answer>(
  shell: Shell,
  say: Say,
  language: Language,
  question: Question<Answer>,
  given: string | undefined,
): Promise<Answer> {
  const { asks, expected, fallback, read, option } = question;
  const suggestion = fallback ?? question.suggestion;
  const text = given ?? (shell.isInteractive ? undefined : fallback);
  if (text !== undefined) {
    const answer = read(text);
    if (answer === undefined) throw wrongValue(option, expected);
    return answer;
  }
  for (;;) {
    const words =
      suggestion === undefined
        ? say('init.questionPlain', { question: asks[language] })
        : say('init.question', { question: asks[language], suggestion });
    const typed = await shell.ask(words);
    const answer = read(typed === '' ? (suggestion ?? '') : typed);
    if (answer !== undefined) return answer;
    shell.stderr.write(`${say('init.again', { expected: expected[language] })}\n`);
  }
}
