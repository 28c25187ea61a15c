import type { Texts } from './text.ts';

/** Why signing in did not work, and what to do. */
export const signInTexts = {
  denied: {
    en: 'The sign-in was refused or cancelled. Try again; if it stays, ask an admin whether you are invited with this e-mail address.',
    zh: '登录被拒绝或已取消。请重试；若仍失败，请向管理员确认是否已用此邮箱邀请您。',
  },
  outdated: {
    en: 'The sign-in took too long, or its link was used already. Sign in again.',
    zh: '登录超时，或登录链接已被使用。请重新登录。',
  },
  otherTab: {
    en: 'The answer belongs to a sign-in that this tab did not begin. Sign in again; allow this site to keep data if your browser blocks it.',
    zh: '此登录结果并非由本标签页发起。请重新登录；若浏览器阻止网站存储数据，请允许本网站存储。',
  },
  strange: {
    en: 'The sign-in service gave an answer that cannot be trusted, so nobody was signed in. Try again; tell whoever runs the system if it stays.',
    zh: '登录服务返回的结果不可信，因此未登录。请重试；若仍失败，请联系系统维护人员。',
  },
  refused: {
    en: 'The sign-in service refused. Try again; tell whoever runs the system if it stays.',
    zh: '登录服务拒绝了请求。请重试；若仍失败，请联系系统维护人员。',
  },
  misconfigured: {
    en: 'This console was not set up completely: it does not know where to sign in. Tell whoever runs the system.',
    zh: '控制台尚未配置完整，无法确定登录地址。请联系系统维护人员。',
  },
  unreachable: {
    en: 'The sign-in service cannot be reached. Check the connection, then try again.',
    zh: '无法连接登录服务，请检查网络后重试。',
  },
  faulty: {
    en: 'The sign-in service has a fault. Nothing is lost. Try again in a minute.',
    zh: '登录服务出现故障，数据未丢失，请一分钟后重试。',
  },
  detail: { en: 'For whoever runs the system', zh: '供系统维护人员参考' },
} satisfies Texts;
