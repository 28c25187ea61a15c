import type { Texts } from './text.ts';

export const setUpTexts = {
  title: { en: 'Set-up', zh: '设置向导' },
  lead: {
    en: 'Four short steps. Nothing is saved before the end, and everything can be changed later in the settings.',
    zh: '共四个简短步骤。最后一步之前不会保存，之后均可在设置中更改。',
  },
  settings: { en: 'Settings', zh: '设置' },
  adminsOnly: { en: 'An admin of the shop sets it up.', zh: '请由店铺管理员完成设置。' },
  sampleNote: {
    en: 'This is the sample shop: made-up data to look around with. Your own shop is opened on the command line, see the end of this page.',
    zh: '这是示例店铺，仅供体验。自己的店铺需用命令行开通，见本页末尾。',
  },
  steps: { en: 'Steps', zh: '步骤' },
  stepShop: { en: 'Shop', zh: '店铺' },
  stepChannels: { en: 'Channels', zh: '渠道' },
  stepPeople: { en: 'Who decides', zh: '审批人' },
  stepNotify: { en: 'Notices', zh: '通知' },
  stepSummary: { en: 'Check and save', zh: '确认保存' },
  stepOf: (step: number, steps: number) => ({
    en: `Step ${step} of ${steps}`,
    zh: `第 ${step} 步，共 ${steps} 步`,
  }),
  back: { en: 'Back', zh: '上一步' },
  next: { en: 'Next', zh: '下一步' },
  changeOf: (what: string) => ({ en: `Change: ${what}`, zh: `修改：${what}` }),
  approverIs: (name: string, email: string) => ({
    en: `${name}, by e-mail ${email}`,
    zh: `${name}（邮箱 ${email}）`,
  }),
  change: { en: 'Change', zh: '修改' },
  save: { en: 'Save all of it', zh: '全部保存' },

  name: { en: 'Name of the shop', zh: '店铺名称' },
  zone: { en: 'Time zone', zh: '时区' },
  zoneHint: {
    en: 'Days, schedules and times are those of this zone.',
    zh: '日期、定时任务和时间均按此时区。',
  },
  currency: { en: 'Currency', zh: '货币' },
  languages: { en: 'Languages', zh: '语言' },
  onlyEnglish: { en: 'English', zh: '英文' },
  onlyChinese: { en: 'Chinese', zh: '中文' },
  englishFirst: { en: 'English, then Chinese', zh: '英文优先，兼用中文' },
  chineseFirst: { en: 'Chinese, then English', zh: '中文优先，兼用英文' },
  channels: { en: 'Where does the shop sell and post?', zh: '店铺在哪些渠道销售和发布？' },
  channelsHint: {
    en: 'Each photo is made into a file that keeps each channel’s rules.',
    zh: '每张照片会按各渠道规则分别生成文件。',
  },

  approver: { en: 'Who decides when the system is in doubt?', zh: '系统不确定时由谁审批？' },
  approverKeep: (names: string) => ({ en: `As it is now: ${names}`, zh: `保持现状：${names}` }),
  approverMe: { en: 'I do', zh: '我自己' },
  approverMeHint: {
    en: 'What you upload yourself somebody else must approve, unless the approval policy says otherwise.',
    zh: '您本人上传的内容须由他人审批，除非在审批策略中另行设置。',
  },
  approverNew: { en: 'Somebody else', zh: '其他人' },
  approverNewHint: {
    en: 'They become a member of the shop with the role approver.',
    zh: '此人将成为店铺成员，角色为审批人。',
  },
  approverName: { en: 'Name', zh: '姓名' },
  approverEmail: { en: 'E-mail', zh: '电子邮件' },

  notify: { en: 'Where are people told what waits and what failed?', zh: '待办和故障通知发送到哪里？' },
  notifyKeep: { en: 'As it is now', zh: '保持现状' },
  notifySecretHint: {
    en: 'The name only. The address of the group holds its own key, so it is kept as a secret; whoever deploys puts it there.',
    zh: '仅填写名称。群机器人地址含有密钥，须由部署人员存入密钥库。',
  },
  notifyLater: {
    en: 'Each role can be told in its own way later, in the settings.',
    zh: '之后可在设置中为各角色分别指定通知方式。',
  },

  needName: { en: 'Give the shop a name.', zh: '请填写店铺名称。' },
  needZone: { en: 'A zone such as Asia/Shanghai.', zh: '请填写时区，例如 Asia/Shanghai。' },
  needChannel: { en: 'Choose at least one channel.', zh: '请至少选择一个渠道。' },
  needSecret: { en: 'Give the secret’s name.', zh: '请填写密钥名称。' },
  needPerson: { en: 'Give a name.', zh: '请填写姓名。' },
  needEmail: {
    en: 'An e-mail address, such as li@example.com.',
    zh: '请填写有效的电子邮件，例如 li@example.com。',
  },

  summary: { en: 'This will be saved', zh: '将保存以下内容' },
  doneTitle: { en: 'The shop is set up', zh: '店铺设置完成' },
  doneNext: { en: 'What to do next', zh: '接下来' },
  doneUpload: { en: 'Upload the first photos', zh: '上传第一批照片' },
  doneUploadWhy: {
    en: 'Name them after the product, such as MUG-1.jpg, and they find it by themselves.',
    zh: '用商品编号命名，例如 MUG-1.jpg，系统会自动对应商品。',
  },
  doneMembers: { en: 'Add the others who work here', zh: '添加其他成员' },
  doneMembersWhy: {
    en: 'A second admin is needed to change the approval policy.',
    zh: '更改审批策略需要第二位管理员确认。',
  },
  doneSettings: { en: 'Look through the settings', zh: '查看全部设置' },
  doneSettingsWhy: {
    en: 'Thresholds, derived pictures, AI and its budget start with careful values.',
    zh: '阈值、衍生图、AI 及其费用上限均已采用稳妥的默认值。',
  },
  another: { en: 'Another shop', zh: '开通其他店铺' },
  anotherWhy: {
    en: 'A new shop is opened on the command line only, by whoever holds the deployment’s own credentials: nobody who is signed in here can give themselves a shop. It asks the same questions:',
    zh: '新店铺只能由持有部署凭证的人员通过命令行开通，网页登录的人员不能自行开通。命令会询问同样的问题：',
  },
} satisfies Texts;
