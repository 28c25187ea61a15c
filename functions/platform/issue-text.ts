import type * as z from 'zod';
import zhCN from 'zod/v4/locales/zh-CN.js';
import { type Says, saysSchema } from '../commerce/says.ts';

const inChinese = zhCN().localeError;

/**
 * What is wrong with one field, in both languages: the words of our own check where it has some, else zod's.
 *
 * @param issue of a `safeParse` with `reportInput: true`: zod's Chinese words name the type that was given, never the value
 */
export function issueText(issue: z.core.$ZodIssue): Says {
  const own = issue.code === 'custom' ? saysSchema.safeParse(issue.params?.says) : undefined;
  if (own?.success === true) return { en: `expected ${own.data.en}`, zh: `应为${own.data.zh}` };
  const chinese = inChinese(issue as z.core.$ZodRawIssue);
  const text = typeof chinese === 'string' ? chinese : chinese?.message;
  return { en: issue.message, zh: text ?? issue.message };
}
