import type { Texts } from './text.ts';

/** Of the approval view of `image-assets`, and of the stage on which its pictures are compared. */
export const imageAssetsTexts = {
  original: { en: 'The photo', zh: '原图' },
  retouched: { en: 'After the retouch', zh: '修图后' },
  cutout: { en: 'Cut-out', zh: '抠图' },
  confidence: (percent: string) => ({ en: `confidence ${percent}`, zh: `置信度 ${percent}` }),
  files: { en: 'What an approval publishes', zh: '批准后将发布的文件' },
  filesMade: { en: 'The files', zh: '生成的文件' },
  publishes: (files: number, doubtful: number) => ({
    en: `Publishes ${files === 1 ? '1 file' : `${files} files`}${doubtful > 0 ? `, ${doubtful} of them in doubt` : ''}.`,
    zh: `将发布 ${files} 个文件${doubtful > 0 ? `，其中 ${doubtful} 个存疑` : ''}。`,
  }),
  nextFile: { en: 'Next picture', zh: '下一张图' },
  previousFile: { en: 'Previous picture', zh: '上一张图' },
  refuse: { en: 'Refuse', zh: '拒绝' },
  refuseThis: { en: 'Refuse this file, or take it back in', zh: '拒绝或恢复此文件' },
  refusedShort: { en: 'Refused', zh: '已拒绝' },
  refused: { en: 'Refused: does not go out', zh: '已拒绝，不发布' },
  size: (width: number, height: number) => ({
    en: `${width} × ${height} px`,
    zh: `${width} × ${height} 像素`,
  }),
  found: (what: string) => ({ en: `What the checks found: ${what}`, zh: `检查结果：${what}` }),
  foundNothing: { en: 'Every check passed.', zh: '所有检查均已通过。' },
  cutoutNoChecks: {
    en: 'White-background files, backgrounds and scenes are made of this cut-out; the others show the photo itself. Look for halos and holes on the coloured backgrounds.',
    zh: '白底图、纯色背景图和场景图由此抠图生成，其余文件直接使用照片。请在彩色背景上检查毛边和缺口。',
  },
  withheld: {
    en: 'The cut-out is in doubt: without an approval this file would stay back.',
    zh: '抠图存疑：未经批准，此文件不会发布。',
  },
  notMet: { en: 'Not met.', zh: '未达到。' },
  lookAtIt: { en: 'Minor.', zh: '轻微问题。' },
  shouldBe: { en: 'Should be:', zh: '要求：' },
  later: (day: string) => ({ en: `From ${day} on:`, zh: `自 ${day} 起：` }),
  laterSometime: { en: 'Soon:', zh: '即将生效：' },
  platformRule: { en: 'the channel’s own rule', zh: '渠道官方规则' },
  thirdPartyRule: { en: 'as others describe the channel', zh: '第三方资料' },
  houseRule: { en: 'our own rule', zh: '内部规则' },
  leftOut: (count: number) => ({
    en: `${count} milder findings stand only in the file of all measurements.`,
    zh: `另有 ${count} 条较轻的结果，见检测数据文件。`,
  }),
  evidence: { en: 'All measurements (file)', zh: '全部检测数据（文件）' },
} satisfies Texts;
