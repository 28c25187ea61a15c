import type { Says } from '../../functions/commerce/says.ts';

/** Reaching the system, and what goes wrong on the way. */
export const generalTexts = {
  'local.notStarted': {
    en: 'Storehand does not run on this machine (no {file}). Start it with: npm start',
    zh: '本机没有运行 Storehand（未找到 {file}）。请先启动：npm start',
  },
  'local.noMember': {
    en: '{email} is no member on this machine. Members: {members}.',
    zh: '{email} 不是本机的成员。现有成员：{members}。',
  },
  'deployed.notConnected': {
    en: 'There is no connection to the stage {stage} (no {file}). Deploy it first: npm run deploy -- --stage {stage}',
    zh: '尚未连接到环境 {stage}（未找到 {file}）。请先部署：npm run deploy -- --stage {stage}',
  },
  'deployed.notSignedIn': {
    en: 'You are not signed in to the stage {stage}. Sign in: npx storehand login --stage {stage}',
    zh: '尚未登录环境 {stage}。请登录：npx storehand login --stage {stage}',
  },
  'deployed.otherPerson': {
    en: 'You are signed in as {email}. To act as {wanted}, sign in again: npx storehand login --stage {stage}',
    zh: '当前登录账号为 {email}。如需以 {wanted} 操作，请重新登录：npx storehand login --stage {stage}',
  },
  'deployed.noStore': {
    en: 'No store is chosen. Name one with --store, or open one: npx storehand init --stage {stage}',
    zh: '未指定店铺。请用 --store 指定，或先开店：npx storehand init --stage {stage}',
  },
  'unreachable.local': {
    en: 'Nothing answers at {url}. Nothing was changed. Start Storehand with: npm start',
    zh: '{url} 没有响应，未作任何更改。请先启动 Storehand：npm start',
  },
  'unreachable.deployed': {
    en: 'Nothing answers at {url} ({cause}). Check your network and the stage, then try again.',
    zh: '{url} 没有响应（{cause}）。请检查网络和环境名称后重试。',
  },
  'connection.unreadable': {
    en: '{file} cannot be used: it is not a connection of this release. Start or deploy Storehand again to have it written anew.',
    zh: '{file} 无法使用：与当前版本不符。请重新启动或部署 Storehand 以重新生成。',
  },
  'answer.unknown': {
    en: 'The request was refused ({status}): {message}',
    zh: '请求被拒绝（{status}）：{message}',
  },
  'answer.unauthorised': {
    en: 'The sign-in is not accepted any more. Sign in again, or start the local system again.',
    zh: '登录已失效。请重新登录，或重新启动本机系统。',
  },
  'signIn.wrong': {
    en: 'The e-mail address or the password is wrong. Nothing was changed.',
    zh: '电子邮件或密码不正确，未作任何更改。',
  },
  'signIn.ranOut': {
    en: 'Your sign-in has run out. Sign in again: npx storehand login',
    zh: '登录已过期，请重新登录：npx storehand login',
  },
  'signIn.refused': {
    en: 'The sign-in was refused: {message}',
    zh: '登录被拒绝：{message}',
  },
  'failed.unexpected': {
    en: 'Something went wrong here: {message}',
    zh: '程序出错：{message}',
  },
  cancelled: { en: 'Cancelled. Nothing was changed.', zh: '已取消，未作任何更改。' },
  'confirm.needed': {
    en: 'This cannot be asked here. Add --yes if you are sure.',
    zh: '此处无法询问。如确定执行，请加上 --yes。',
  },
  'confirm.question': { en: '{question} (yes/no)', zh: '{question}（输入 yes 或 no）' },
  'column.id': { en: 'Id', zh: '编号' },
  'column.what': { en: 'What', zh: '内容' },
  'column.status': { en: 'Status', zh: '状态' },
  'column.reason': { en: 'Reason', zh: '原因' },
  'column.time': { en: 'Time ({zone})', zh: '时间（{zone}）' },
} as const satisfies Record<string, Says>;
