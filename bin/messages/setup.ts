import type { Says } from '../../functions/commerce/says.ts';

/** Opening a store, signing in, taking the sample away. */
export const setupTexts = {
  'init.ask.store': {
    en: 'Store id (small letters, digits, hyphens)',
    zh: '店铺编号（小写字母、数字、连字符）',
  },
  'init.ask.name': { en: 'Name of the shop', zh: '店铺名称' },
  'init.ask.zone': { en: 'Time zone, e.g. Asia/Shanghai', zh: '时区，例如 Asia/Shanghai' },
  'init.ask.currency': { en: 'Currency (ISO 4217), e.g. CNY', zh: '货币（ISO 4217），例如 CNY' },
  'init.ask.languages': {
    en: 'Languages, the first is the main one: zh, en, or both',
    zh: '语言（第一个为主要语言）：zh、en 或两者',
  },
  'init.ask.channels': { en: 'Channels', zh: '渠道' },
  'init.ask.admin': {
    en: 'Who runs the shop here: Name <e-mail>',
    zh: '店铺管理员：姓名 <电子邮件>',
  },
  'init.ask.approver': {
    en: 'Who approves: Name <e-mail>. Somebody else than who uploads',
    zh: '审批人：姓名 <电子邮件>，不能与上传者为同一人',
  },
  'init.ask.notify': {
    en: 'Where to notify: outbox, ses, or webhook|slack|feishu|dingtalk|wecom:<secret name>',
    zh: '通知方式：outbox、ses，或 webhook|slack|feishu|dingtalk|wecom:<密钥名称>',
  },
  'init.question': { en: '{question} [{suggestion}]:', zh: '{question} [{suggestion}]：' },
  'init.questionPlain': { en: '{question}:', zh: '{question}：' },
  'init.channelsKnown': { en: 'Known channels: {channels}', zh: '可用渠道：{channels}' },
  'init.again': { en: 'That does not fit: {expected}', zh: '格式不正确：{expected}' },
  'init.expected.text': { en: '1 to 100 characters', zh: '1 至 100 个字符' },
  'init.expected.person': {
    en: 'Name <e-mail address>, e.g. Li Lei <li@example.com>',
    zh: '姓名 <电子邮件>，例如 李雷 <li@example.com>',
  },
  'init.expected.languages': { en: 'zh, en, or both with a comma', zh: 'zh、en，或用逗号分隔的两者' },
  'init.expected.channels': { en: 'at least one of: {channels}', zh: '至少选择一个：{channels}' },
  'init.expected.notify': {
    en: 'outbox, ses, or a kind and the name of its secret, e.g. feishu:storehand/notify/feishu',
    zh: 'outbox、ses，或“类型:密钥名称”，例如 feishu:storehand/notify/feishu',
  },
  'init.expected.zone': {
    en: 'an IANA time zone, e.g. Asia/Shanghai',
    zh: 'IANA 时区名称，例如 Asia/Shanghai',
  },
  'init.expected.currency': { en: 'a code of ISO 4217, e.g. CNY', zh: 'ISO 4217 货币代码，例如 CNY' },
  'init.expected.store': {
    en: '2 to 31 small letters, digits and hyphens, the first a letter',
    zh: '2 至 31 个小写字母、数字或连字符，以字母开头',
  },
  'init.sampleTaken': {
    en: 'The id "sample" belongs to the sample shop. Take another one.',
    zh: '编号“sample”由示例店铺使用，请换一个。',
  },
  'init.missing': {
    en: 'Nobody can be asked here. Give the missing options: {options}',
    zh: '此处无法询问，请补充选项：{options}',
  },
  'init.option.name': { en: 'name of the shop', zh: '店铺名称' },
  'init.option.zone': { en: 'IANA time zone', zh: 'IANA 时区' },
  'init.option.currency': { en: 'ISO 4217 code', zh: 'ISO 4217 货币代码' },
  'init.option.languages': { en: 'zh,en: the first is the main one', zh: 'zh,en：第一个为主要语言' },
  'init.option.channels': { en: 'ids with commas', zh: '渠道编号，用逗号分隔' },
  'init.option.admin': { en: 'Name <e-mail>', zh: '姓名 <电子邮件>' },
  'init.option.approver': { en: 'Name <e-mail>', zh: '姓名 <电子邮件>' },
  'init.option.notify': { en: 'where to notify (can be given several times)', zh: '通知方式（可多次使用）' },
  'init.done': { en: 'The store {store} is open: {name}.', zh: '店铺 {store} 已开通：{name}。' },
  'init.person': { en: '{name} <{email}>: {roles}', zh: '{name} <{email}>：{roles}' },
  'init.samePerson': {
    en: 'The same person uploads and approves: with four-eyes on, their own uploads wait for somebody else.',
    zh: '上传者与审批人为同一人：启用双人复核时，其本人上传的内容须由他人审批。',
  },
  'init.next.local': {
    en: 'Put photos in: npx storehand upload <folder> --store {store}',
    zh: '上传图片：npx storehand upload <文件夹> --store {store}',
  },
  'init.next.deployed': {
    en: 'Each person gets an e-mail with a first password; then: npx storehand login --stage {stage}',
    zh: '每位成员会收到含初始密码的邮件，然后登录：npx storehand login --stage {stage}',
  },
  'aws.refused': {
    en: 'AWS refused it ({name}): {message}. What was done before stays; the same command can be repeated.',
    zh: 'AWS 拒绝了请求（{name}）：{message}。此前的操作已保留，可重复执行同一命令。',
  },
  'aws.noCredentials': {
    en: 'There are no AWS credentials. Sign in to AWS first, e.g. aws sso login, or set AWS_PROFILE.',
    zh: '没有可用的 AWS 凭证。请先登录 AWS，例如执行 aws sso login 或设置 AWS_PROFILE。',
  },
  'login.localNotNeeded': {
    en: 'On this machine nobody needs to sign in to use the command line. To sign a browser in to the console: npx storehand login --link. For a deployed stage: npx storehand login --stage <name>',
    zh: '在本机使用命令行无需登录。在浏览器中登录控制台：npx storehand login --link。登录已部署的环境：npx storehand login --stage <名称>',
  },
  'login.option.link': {
    en: 'print an address that signs a browser in to the console of this machine, once (as: see --as)',
    zh: '显示用于在浏览器中登录本机控制台的一次性地址（身份由 --as 指定）',
  },
  'login.linkLocalOnly': {
    en: 'Sign-in links are of this machine only. The console of a deployed stage has its own sign-in page: open the address that npm run deploy printed.',
    zh: '登录链接仅适用于本机。已部署环境的控制台有自己的登录页面，请打开 npm run deploy 显示的地址。',
  },
  'login.linkRefused': {
    en: 'No link could be made: {message}. Start Storehand again: npm start',
    zh: '无法生成登录链接：{message}。请重新启动 Storehand：npm start',
  },
  'login.link': {
    en: 'Open this address in a browser of this machine to sign in as {email}. It works once, until {time}:',
    zh: '请在本机浏览器中打开以下地址，以 {email} 登录。仅可使用一次，有效期至 {time}：',
  },
  'login.option.email': { en: 'whom to sign in', zh: '登录的电子邮件' },
  'login.ask.email': { en: 'E-mail address:', zh: '电子邮件：' },
  'login.ask.password': { en: 'Password (not shown):', zh: '密码（不显示）：' },
  'login.ask.new': {
    en: 'The first password is used up. A new one (12 characters or more; capital and small letters, digits and signs):',
    zh: '初始密码已使用，请设置新密码（至少 12 个字符，含大小写字母、数字和符号）：',
  },
  'login.ask.again': { en: 'Once more:', zh: '再次输入：' },
  'login.differ': { en: 'The two differ. Once more from the start.', zh: '两次输入不一致，请重新输入。' },
  'login.cannotAsk': {
    en: 'Nobody can be asked here: give --email and set STOREHAND_PASSWORD (and STOREHAND_NEW_PASSWORD at the first sign-in).',
    zh: '此处无法询问：请使用 --email，并设置 STOREHAND_PASSWORD（首次登录还须设置 STOREHAND_NEW_PASSWORD）。',
  },
  'login.done': {
    en: 'Signed in to {stage} as {email}. Try: npx storehand status --stage {stage}',
    zh: '已以 {email} 登录 {stage}。可执行：npx storehand status --stage {stage}',
  },
  'sample.question': {
    en: 'Take the sample shop away, with its runs and files? Your own shop is not touched.',
    zh: '删除示例店铺及其运行记录和文件？不影响您自己的店铺。',
  },
  'sample.removed': {
    en: 'The sample shop is gone. Open your own: npx storehand init',
    zh: '示例店铺已删除。开设自己的店铺：npx storehand init',
  },
} as const satisfies Record<string, Says>;
