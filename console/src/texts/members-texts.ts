import type { Texts } from './text.ts';

export const membersTexts = {
  title: { en: 'Members', zh: '成员' },
  lead: {
    en: 'Who may work in this shop, and as what. Operators upload and run, approvers decide, admins set the rules; one person may be several.',
    zh: '可以在本店工作的人员及其角色。运营负责上传和运行，审批人负责审批，管理员负责规则；一人可兼任多个角色。',
  },
  settings: { en: 'Settings', zh: '设置' },
  readOnly: { en: 'Only an admin can change who is a member.', zh: '仅管理员可以更改成员。' },
  name: { en: 'Name', zh: '姓名' },
  email: { en: 'E-mail', zh: '电子邮件' },
  language: { en: 'Language', zh: '语言' },
  languageHint: { en: 'Of what they are told by e-mail and notices.', zh: '用于邮件和通知。' },
  english: { en: 'English', zh: '英文' },
  chinese: { en: 'Chinese', zh: '中文' },
  roles: { en: 'Roles', zh: '角色' },
  you: { en: 'you', zh: '您' },
  roleOperator: { en: 'Operator', zh: '运营' },
  roleOperatorHint: {
    en: 'Uploads photos, starts and stops runs, retries what is in quarantine.',
    zh: '上传照片、启动和停止运行、重试隔离项。',
  },
  roleApprover: { en: 'Approver', zh: '审批人' },
  roleApproverHint: {
    en: 'Decides what is published, takes publications back.',
    zh: '决定发布内容，撤下已发布内容。',
  },
  roleAdmin: { en: 'Admin', zh: '管理员' },
  roleAdminHint: { en: 'Changes settings and members.', zh: '更改设置和成员。' },
  actions: { en: 'Change', zh: '操作' },
  add: { en: 'Add a member', zh: '添加成员' },
  doAdd: { en: 'Add', zh: '添加' },
  edit: { en: 'Change', zh: '修改' },
  editOf: (name: string) => ({ en: `Change ${name}`, zh: `修改 ${name}` }),
  save: { en: 'Save', zh: '保存' },
  remove: { en: 'Remove', zh: '移除' },
  removeOf: (name: string) => ({ en: `Remove ${name}`, zh: `移除 ${name}` }),
  removeTitle: (name: string) => ({ en: `Remove ${name} from this shop?`, zh: `将 ${name} 移出本店？` }),
  removeText: {
    en: 'They can no longer open this shop, from their next click on. What they did stays in the audit. Their sign-in and other shops are not touched.',
    zh: '此人随即无法再打开本店。其操作记录保留在审计日志中，登录账号和其他店铺不受影响。',
  },
  removeSelf: {
    en: 'You remove yourself: this page closes for you.',
    zh: '您将移除自己，之后无法再打开此页面。',
  },
  removed: (name: string) => ({ en: `${name} was removed.`, zh: `已移除 ${name}。` }),
  saved: (name: string) => ({ en: `Saved: ${name}.`, zh: `已保存 ${name} 的信息。` }),
  lastAdmin: {
    en: 'The last admin of the shop: make somebody else an admin first.',
    zh: '店铺的最后一位管理员，请先将他人设为管理员。',
  },
  addedTitle: (name: string) => ({ en: `${name} is a member now`, zh: `${name} 已成为成员` }),
  invited: (email: string) => ({
    en: `An invitation with a first password went to ${email}. It runs out after some days; add the person anew if it does.`,
    zh: `已向 ${email} 发送邀请邮件和初始密码，数日内有效；过期后请重新添加。`,
  }),
  known: (email: string) => ({
    en: `${email} could sign in before and uses the same sign-in here.`,
    zh: `${email} 已有登录账号，可直接用于本店。`,
  }),
  localLink: {
    en: 'On this machine people sign in by a one-time link. Whoever has access to the machine makes one with this command, and hands it on:',
    zh: '本机使用一次性链接登录。请在运行 Storehand 的电脑上执行以下命令生成链接，再转交给本人：',
  },
  localNote: {
    en: 'The link works once, within an hour.',
    zh: '链接一小时内有效，仅可使用一次。',
  },
  chooseRole: { en: 'Choose at least one role.', zh: '请至少选择一个角色。' },
  needName: { en: 'The name is needed.', zh: '请填写姓名。' },
  needEmail: {
    en: 'An e-mail address, such as li@example.com.',
    zh: '请填写有效的电子邮件，例如 li@example.com。',
  },
  done: { en: 'Done', zh: '完成' },
} satisfies Texts;
