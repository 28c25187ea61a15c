import type { Says } from '../../commerce/says.ts';
import type { RunStatus } from '../../platform/runs/run.ts';
import type { Verdict } from './sheet.ts';

export const verdictTexts: Readonly<Record<Verdict, Says>> = {
  pass: { en: 'pass', zh: '通过' },
  warn: { en: 'warning', zh: '警告' },
  fail: { en: 'fail', zh: '未通过' },
  withheld: { en: 'withheld', zh: '暂扣' },
  unchecked: { en: 'not checked yet', zh: '尚未校验' },
};

/** How far a photo's run is; see `RunStatus`. */
export const statusTexts: Readonly<Record<RunStatus, Says>> = {
  running: { en: 'being worked on', zh: '处理中' },
  waiting: { en: 'waits for a decision', zh: '等待审核' },
  held: { en: 'held: the workflow is switched off', zh: '流程已停用，暂停处理' },
  published: { en: 'published, replaced since', zh: '曾发布，现已被替换' },
  completed: { en: 'done', zh: '已完成' },
  'dry-run': { en: 'dry run, not published', zh: '试运行，未发布' },
  duplicate: { en: 'duplicate', zh: '重复图片' },
  rejected: { en: 'rejected', zh: '已拒绝' },
  expired: { en: 'nobody decided in time', zh: '审批已过期' },
  conflict: { en: 'not published: changed elsewhere', zh: '未发布：商品图已被他处修改' },
  quarantined: { en: 'in quarantine', zh: '已隔离' },
  failed: { en: 'failed, a fault on our side', zh: '系统故障，处理失败' },
  stopped: { en: 'stopped by a person', zh: '已由人工中止' },
};

export const publishedAt = (position: number): Says => ({
  en: `published as picture ${position}`,
  zh: `已发布为第 ${position} 张图`,
});

/** Of a photo whose publication was reverted. */
export const takenBack: Says = { en: 'was published, taken back since', zh: '曾发布，已撤下' };

export const sheetTexts = {
  title: { en: 'Contact sheet', zh: '图片总览' },
  sample: { en: 'Sample', zh: '示例' },
  original: { en: 'Original', zh: '原图' },
  retouched: { en: 'Retouched', zh: '修图后' },
  onCheckerboard: { en: 'Cut-out on a checkerboard', zh: '抠图（棋盘格背景）' },
  onSaturated: { en: 'Cut-out on a strong colour', zh: '抠图（高饱和背景）' },
  channels: { en: 'Channel files', zh: '渠道图' },
  derived: { en: 'Derived files', zh: '衍生图' },
  notMade: { en: 'Not made', zh: '未生成' },
  noPreview: { en: 'no preview', zh: '无预览' },
  evidence: { en: 'What was measured', zh: '实测依据' },
  confidence: { en: 'Confidence of the cut-out', zh: '抠图置信度' },
  accepted: { en: 'accepted', zh: '可信' },
  doubted: { en: 'in doubt', zh: '存疑' },
  engines: { en: 'Made by', zh: '处理引擎' },
  cost: { en: 'Cost', zh: '费用' },
  when: { en: 'When', zh: '时间' },
  run: { en: 'Run', zh: '运行' },
  status: { en: 'Status', zh: '状态' },
  position: { en: 'Picture', zh: '位置' },
  runGone: { en: 'its run is no longer on record', zh: '运行记录已不存在' },
  remarks: { en: 'Remarks', zh: '说明' },
  madeAt: { en: 'as of', zh: '生成于' },
  linkNote: {
    en: 'Links to films and pages work beside the files that "npx storehand files --to <the same folder>" saves.',
    zh: '视频和网页链接需配合 “npx storehand files --to <同一文件夹>” 保存的文件使用。',
  },
} as const satisfies Record<string, Says>;

export const photoCount = (count: number): Says => ({
  en: count === 1 ? '1 photo' : `${count} photos`,
  zh: `${count} 张照片`,
});

export const olderLeftOut = (count: number): Says => ({
  en: `${count} older ${count === 1 ? 'photo is' : 'photos are'} not shown.`,
  zh: `另有 ${count} 张较早的照片未显示。`,
});

export const onlyOnPage = (count: number): Says => ({
  en: `${count} more ${count === 1 ? 'photo is' : 'photos are'} on the page (HTML).`,
  zh: `其余 ${count} 张照片见网页版（HTML）。`,
});

export const previewsMissing = (count: number): Says => ({
  en: `${count} ${count === 1 ? 'preview was' : 'previews were'} left out, so that the sheet is there in time and stays small. The files themselves are unharmed.`,
  zh: `为保证及时生成并控制大小，省略了 ${count} 个预览图。文件本身不受影响。`,
});
