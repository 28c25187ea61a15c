import type { Texts } from './text.ts';

/** Of the approval view of `image-assets`, and of the stage on which its pictures are compared. */
export const imageAssetsTexts = {
  original: { en: 'The photo', zh: '原图' },
  retouched: { en: 'After the retouch', zh: '修图后' },
  cutout: { en: 'Cut-out', zh: '抠图' },
  confidence: (percent: string) => ({ en: `confidence ${percent}`, zh: `置信度 ${percent}` }),
  files: { en: 'What goes out', zh: '待发布文件' },
  nextFile: { en: 'Next picture', zh: '下一张图' },
  previousFile: { en: 'Previous picture', zh: '上一张图' },
  refuse: { en: 'Refuse', zh: '排除' },
  refuseThis: { en: 'Refuse this file, or take it back in', zh: '排除或恢复此文件' },
  refused: { en: 'Refused: does not go out', zh: '已排除，不发布' },
  size: (width: number, height: number) => ({
    en: `${width} × ${height} px`,
    zh: `${width} × ${height} 像素`,
  }),
  found: (what: string) => ({ en: `What the checks found: ${what}`, zh: `检查结果：${what}` }),
  foundNothing: { en: 'Every check passed.', zh: '所有检查均已通过。' },
  cutoutNoChecks: {
    en: 'All files are made of this cut-out. Look for halos and holes on the coloured backgrounds.',
    zh: '所有文件均由此抠图生成。请在彩色背景上检查毛边和缺口。',
  },
  withheld: {
    en: 'The cut-out is in doubt: without an approval this file would stay back.',
    zh: '抠图存疑：未经批准，此文件不会发布。',
  },
  notMet: { en: 'Not met.', zh: '未达到。' },
  lookAtIt: { en: 'Look at it.', zh: '需留意。' },
  shouldBe: { en: 'Should be:', zh: '要求：' },
  later: (day: string) => ({ en: `From ${day} on:`, zh: `自 ${day} 起：` }),
  laterSometime: { en: 'Soon:', zh: '即将生效：' },
  platformRule: { en: 'the channel’s own rule', zh: '渠道官方规则' },
  thirdPartyRule: { en: 'as others describe the channel', zh: '第三方资料' },
  houseRule: { en: 'our own rule', zh: '内部规则' },
  leftOut: (count: number) => ({
    en: `${count} milder findings stand only in the evidence file.`,
    zh: `另有 ${count} 条较轻的结果，见证据文件。`,
  }),
  evidence: { en: 'Evidence file', zh: '证据文件' },
} satisfies Texts;
