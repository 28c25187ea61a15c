import type { Texts } from './text.ts';

export const runsTexts = {
  title: { en: 'Runs', zh: '运行记录' },
} satisfies Texts;
