import { type Signal, signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { language } from '../shell/preferences.ts';
import { useShop } from '../shell/shop.ts';
import { type Says, say } from '../texts/text.ts';
import { formatMicroUsd, formatMoney, formatRelative, formatTime, type TimeStyle } from './format.ts';

/** Relative times are of the minute; twice as often is exact enough. */
const tickMs = 30_000;
const now: Signal<number> = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, tickMs);

export interface TimeProps {
  /** ISO 8601. */
  readonly at: string;
  /** `relative` (“3 minutes ago”) has the full time as its tooltip. */
  readonly style?: TimeStyle | 'relative';
}

/** An instant in the shop's zone. */
export function Time({ at, style = 'relative' }: TimeProps): JSX.Element {
  const { shop } = useShop();
  const full = formatTime(at, shop.zone, language.value, 'full');
  const text =
    style === 'relative'
      ? formatRelative(at, now.value, language.value)
      : formatTime(at, shop.zone, language.value, style);
  return (
    <time dateTime={at} title={full}>
      {text}
    </time>
  );
}

/** A text that something follows on the same line: after a full-width sign, which is as wide as one, stands no space. */
export function Leading({ says }: { says: Says }): JSX.Element {
  const text = say(says);
  return <>{/[：，。；]$/.test(text) ? text : `${text} `}</>;
}

/** Behind something, in the brackets of the language. */
export function Bracketed({ children }: { children: ComponentChildren }): JSX.Element {
  return language.value === 'zh' ? <>（{children}）</> : <> ({children})</>;
}

/** @param minor in the smallest unit of the currency; the shop's own where none is given */
export function Money({ minor, currency }: { minor: number; currency?: string }): JSX.Element {
  const { shop } = useShop();
  return <span>{formatMoney(minor, currency ?? shop.currency, language.value)}</span>;
}

/** What calls of models cost. */
export function Cost({ microUsd }: { microUsd: number }): JSX.Element {
  return <span>{formatMicroUsd(microUsd, language.value)}</span>;
}
