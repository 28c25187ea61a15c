type Language = 'zh' | 'en';

/** Everything that the one-machine run prints, in both languages. */
export const texts = {
  starting: { en: 'Starting Storehand on this machine …', zh: '正在本机启动 Storehand ……' },
  ready: { en: 'Ready', zh: '已就绪' },
  stopping: {
    en: 'Stopping; what is under way goes on at the next start.',
    zh: '正在停止；未完成的任务将在下次启动后继续。',
  },
  mode: { en: 'Mode', zh: '模式' },
  shop: { en: 'Shop', zh: '店铺' },
  sampleLabel: {
    en: 'SAMPLE, made-up data; `npx storehand sample remove` takes it away',
    zh: '示例数据，非真实店铺；执行 `npx storehand sample remove` 可删除',
  },
  console: { en: 'Console', zh: '控制台' },
  consoleHow: {
    en: 'signs this browser in, once, within an hour; another: npx storehand login --link\n    as the person who decides what you upload yourself: npx storehand --as approver@local.test login --link',
    zh: '一小时内有效，仅可登录一次；获取新地址：npx storehand login --link\n    自己上传的图片须由他人审批，以审批人身份登录：npx storehand --as approver@local.test login --link',
  },
  noConsole: {
    en: 'could not be built; everything else works. Please report this',
    zh: '构建失败，其余功能不受影响。请反馈此问题',
  },
  endpoint: { en: 'Endpoint', zh: '服务地址' },
  data: { en: 'Data', zh: '数据目录' },
  files: { en: 'Made files', zh: '生成的文件' },
  filesHow: {
    en: 'npx storehand files --to <folder>, while this runs',
    zh: '运行期间执行 npx storehand files --to <文件夹>',
  },
  waiting: { en: 'Waits for a decision', zh: '等待审核' },
  waitingHow: { en: 'npx storehand approvals list', zh: 'npx storehand approvals list' },
  unassigned: { en: 'Waits for its product', zh: '等待关联商品' },
  unassignedHow: { en: 'npx storehand assign list', zh: 'npx storehand assign list' },
  quarantined: { en: 'In quarantine', zh: '已隔离' },
  quarantinedHow: { en: 'npx storehand quarantine list', zh: 'npx storehand quarantine list' },
  nothingWaits: { en: 'Nothing waits for a person.', zh: '没有需要人工处理的事项。' },
  stayUp: { en: 'Stays up until Ctrl-C.', zh: '保持运行，按 Ctrl-C 停止。' },
  portTaken: {
    en: 'Port {port} of 127.0.0.1 is taken by another program. Stop that one, or choose another port with --port <number>. Nothing was started.',
    zh: '127.0.0.1 的端口 {port} 已被其他程序占用。请停止该程序，或用 --port <数字> 指定其他端口。未启动任何服务。',
  },
  folderInUse: {
    en: 'The data folder {folder} is in use: Storehand runs on it already. Stop that one, or choose another folder with --data <folder>. Nothing was started.',
    zh: '数据目录 {folder} 正在使用中：已有一个 Storehand 在其上运行。请停止它，或用 --data <目录> 指定其他目录。未启动任何服务。',
  },
  photosKnown: {
    en: 'photos were here already, unchanged; they are not worked on again',
    zh: '张图片此前已放入且未变化，不再重复处理',
  },
  photosIn: { en: 'photos put into the inbox', zh: '张图片已放入收件箱' },
  noSku: { en: 'without a SKU in the name', zh: '张无法从文件名读取 SKU' },
  photo: { en: 'Photo', zh: '图片' },
  result: { en: 'Result', zh: '结果' },
  channels: { en: 'Channels ok/warn/fail/held', zh: '渠道 通过/警告/失败/暂扣' },
  everythingNotNew: {
    en: 'This shop was here before and keeps its settings; --everything is for a new one. Change it with: npx storehand settings set image-derive …',
    zh: '该店铺此前已存在，其设置保持不变；--everything 仅用于新店铺。可用以下命令修改：npx storehand settings set image-derive …',
  },
  derived: { en: 'Derived', zh: '衍生图' },
  seconds: { en: 'Seconds', zh: '用时（秒）' },
  why: { en: 'Why', zh: '原因' },
  done: { en: 'done', zh: '完成' },
  statuses: {
    running: { en: 'running', zh: '运行中' },
    waiting: { en: 'waits for a decision', zh: '等待审核' },
    held: { en: 'held', zh: '已暂停' },
    published: { en: 'published', zh: '已发布' },
    completed: { en: 'done', zh: '已完成' },
    'dry-run': { en: 'dry run', zh: '试运行' },
    duplicate: { en: 'duplicate', zh: '重复' },
    rejected: { en: 'rejected', zh: '已拒绝' },
    expired: { en: 'expired', zh: '已过期' },
    conflict: { en: 'conflict', zh: '冲突' },
    quarantined: { en: 'quarantined', zh: '已隔离' },
    failed: { en: 'failed', zh: '失败' },
    stopped: { en: 'stopped', zh: '已中止' },
  },
} as const;

type TextName = Exclude<keyof typeof texts, 'statuses'>;

export type Say = (name: TextName) => string;

export function sayIn(language: Language): Say {
  return (name) => texts[name][language];
}
