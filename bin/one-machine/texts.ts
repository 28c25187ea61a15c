type Language = 'zh' | 'en';

/** Everything that the one-machine run prints, in both languages. */
export const texts = {
  starting: { en: 'Starting Storehand on this machine …', zh: '正在本机启动 Storehand ……' },
  ready: { en: 'Ready', zh: '已就绪' },
  stopping: {
    en: 'Stopping; what is under way goes on at the next start.',
    zh: '正在停止；未完成的任务将在下次启动后继续。',
  },
  modeRules: {
    en: 'rules (no AI key set): 0.00 USD per photo',
    zh: '规则模式（未设置 AI 密钥）：每张图片 0.00 美元',
  },
  mode: { en: 'Mode', zh: '模式' },
  shop: { en: 'Shop', zh: '店铺' },
  sampleLabel: {
    en: 'SAMPLE, made-up data; `npx storehand sample remove` takes it away',
    zh: '示例数据，非真实店铺；执行 `npx storehand sample remove` 可删除',
  },
  endpoint: { en: 'Endpoint', zh: '服务地址' },
  data: { en: 'Data', zh: '数据目录' },
  files: { en: 'Made files', zh: '生成的文件' },
  waiting: { en: 'Waits for a decision', zh: '等待审核' },
  waitingHow: { en: 'npx storehand approvals list', zh: 'npx storehand approvals list' },
  unassigned: { en: 'Waits for its product', zh: '等待关联商品' },
  unassignedHow: { en: 'npx storehand assign list', zh: 'npx storehand assign list' },
  quarantined: { en: 'In quarantine', zh: '已隔离' },
  quarantinedHow: { en: 'npx storehand quarantine list', zh: 'npx storehand quarantine list' },
  nothingWaits: { en: 'Nothing waits for a person.', zh: '没有需要人工处理的事项。' },
  stayUp: { en: 'Stays up until Ctrl-C.', zh: '保持运行，按 Ctrl-C 停止。' },
  photosIn: { en: 'photos put into the inbox', zh: '张图片已放入收件箱' },
  noSku: { en: 'without a SKU in the name', zh: '张无法从文件名读取 SKU' },
  photo: { en: 'Photo', zh: '图片' },
  result: { en: 'Result', zh: '结果' },
  channels: { en: 'Channels ok/warn/fail/held', zh: '渠道 通过/警告/失败/暂扣' },
  seconds: { en: 'Seconds', zh: '用时（秒）' },
  why: { en: 'Why', zh: '原因' },
  done: { en: 'done', zh: '完成' },
  statuses: {
    running: { en: 'running', zh: '运行中' },
    waiting: { en: 'waits for a decision', zh: '等待审核' },
    held: { en: 'held', zh: '已暂停' },
    published: { en: 'published', zh: '已发布' },
    'dry-run': { en: 'dry run', zh: '试运行' },
    duplicate: { en: 'duplicate', zh: '重复' },
    rejected: { en: 'rejected', zh: '已拒绝' },
    expired: { en: 'expired', zh: '已过期' },
    conflict: { en: 'conflict', zh: '冲突' },
    quarantined: { en: 'quarantined', zh: '已隔离' },
    failed: { en: 'failed', zh: '失败' },
  },
} as const;

type TextName = Exclude<keyof typeof texts, 'statuses'>;

export type Say = (name: TextName) => string;

export function sayIn(language: Language): Say {
  return (name) => texts[name][language];
}
