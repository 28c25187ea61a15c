import { type Says, saysSchema } from '../../commerce/says.ts';

/** What a fault of the library says to people; one that nobody foresaw says no more than that. */
export function saysOf(error: unknown): Says {
  const { text } = (error ?? {}) as { text?: unknown };
  return saysSchema.safeParse(text).data ?? unexpected;
}

const unexpected: Says = {
  en: 'An unexpected fault of the picture library.',
  zh: '图片库发生意外故障。',
};
