import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Chinese and English: the pages are shown before anybody's language is known. */
export type PageLanguage = 'en' | 'zh';

/** What the pages say, in both languages; `hint` says how to get a link, and comes from whoever runs the service. */
const texts = {
  signIn: { en: 'Sign in', zh: '登录' },
  email: { en: 'E-mail', zh: '邮箱' },
  password: { en: 'Password', zh: '密码' },
  newPassword: { en: 'New password', zh: '新密码' },
  byLink: { en: 'With a sign-in link', zh: '使用登录链接' },
  byPassword: { en: 'With e-mail and password', zh: '使用邮箱和密码' },
  wrong: { en: 'E-mail or password is wrong.', zh: '邮箱或密码不正确。' },
  choosePassword: {
    en: 'This password was given to you for the first time only. Choose one of your own.',
    zh: '此密码仅供首次登录使用，请设置您自己的新密码。',
  },
  linkFor: { en: 'You are about to sign in on this browser as', zh: '即将在此浏览器中登录为' },
  linkGone: {
    en: 'This sign-in link was used already, or its time is over. Nobody was signed in by it now. Ask for a new one.',
    zh: '该登录链接已被使用或已过期，本次未登录任何账号。请获取新的链接。',
  },
  notAllowed: { en: 'This sign-in request cannot be answered', zh: '无法处理此登录请求' },
  notAllowedWhy: {
    en: 'It did not come from a page that this machine knows. Nobody was signed in. Open the console’s own address again.',
    zh: '该请求并非来自本机已知的页面，未登录任何账号。请重新打开控制台地址。',
  },
} as const;

export interface PageHint {
  readonly en: string;
  readonly zh: string;
}

/** Where it cannot be seen otherwise: the page has no script, and no style but this one. */
const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, 'Noto Sans SC', sans-serif; }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; background: light-dark(#f4f4f2, #16181a); color: light-dark(#1c1f22, #eceded); }
main { box-sizing: border-box; width: min(26rem, 100vw); padding: 2rem; background: light-dark(#fff, #202327); border-radius: .75rem; }
h1 { font-size: 1.35rem; margin: 0 0 1rem; } h2 { font-size: 1rem; margin: 1.75rem 0 .25rem; }
label { display: block; margin: .75rem 0; }
input { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem .6rem; border: 1px solid light-dark(#75797d, #9a9fa4); border-radius: .4rem; background: transparent; color: inherit; }
button { font: inherit; font-weight: 600; padding: .55rem 1.2rem; border: 0; border-radius: .4rem; background: light-dark(#0b5c4a, #6fd3b8); color: light-dark(#fff, #10201c); cursor: pointer; }
:focus-visible { outline: 3px solid light-dark(#0b5c4a, #6fd3b8); outline-offset: 2px; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; background: light-dark(#eceeed, #2d3136); padding: .1em .3em; border-radius: .25rem; }
.wrong { color: light-dark(#a11623, #ff9aa2); } .who { font-weight: 600; overflow-wrap: anywhere; }
`;

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** By `lang` in the address, as Cognito's own pages take it, else by what the browser prefers. */
export function pageLanguage(request: IncomingMessage, query: URLSearchParams): PageLanguage {
  const accepted = request.headers['accept-language'] ?? '';
  const first = query.get('lang') ?? accepted.split(',').find((one) => /^\s*(zh|en)\b/i.test(one)) ?? 'en';
  return /^\s*zh/i.test(first) ? 'zh' : 'en';
}

/**
 * The page of somebody without a session. It posts to its own address.
 *
 * @param state what was typed before, and what was wrong with it: `wrong`, `choosePassword` or a sentence
 */
export function signInPage(
  language: PageLanguage,
  hint: PageHint | undefined,
  state: { readonly email?: string; readonly problem?: string } = {},
): string {
  const say = sayIn(language);
  const { email = '', problem } = state;
  const needsNew = problem !== undefined && problem !== 'wrong';
  const message = problem === undefined ? '' : isText(problem) ? say(problem) : problem;
  const link = hint === undefined ? '' : `<h2>${say('byLink')}</h2><p>${formatHint(hint[language])}</p>`;
  return page(
    language,
    say('signIn'),
    `${link}<h2>${say('byPassword')}</h2>
${message === '' ? '' : `<p class="wrong" role="alert">${escapeHtml(message)}</p>`}
<form method="post">
<label>${say('email')}<input name="username" type="email" autocomplete="username" required value="${escapeHtml(email)}"></label>
<label>${say('password')}<input name="password" type="password" autocomplete="current-password" required></label>
${needsNew ? `<label>${say('newPassword')}<input name="new_password" type="password" autocomplete="new-password" required></label>` : ''}
<button>${say('signIn')}</button>
</form>`,
  );
}

/** A link signs in by its button, not by being opened: mail and chat programs open links by themselves to preview them. */
export function linkPage(language: PageLanguage, who: string): string {
  const say = sayIn(language);
  return page(
    language,
    say('signIn'),
    `<p>${say('linkFor')} <span class="who">${escapeHtml(who)}</span></p>
<form method="post"><button autofocus>${say('signIn')}</button></form>`,
  );
}

export function goneLinkPage(language: PageLanguage, hint: PageHint | undefined): string {
  const say = sayIn(language);
  const how = hint === undefined ? '' : `<p>${formatHint(hint[language])}</p>`;
  return page(language, say('signIn'), `<p class="wrong">${say('linkGone')}</p>${how}`);
}

export function refusalPage(language: PageLanguage, detail: string): string {
  const say = sayIn(language);
  return page(
    language,
    say('notAllowed'),
    `<p>${say('notAllowedWhy')}</p><p><code>${escapeHtml(detail)}</code></p>`,
  );
}

export function sendPage(
  response: ServerResponse,
  status: number,
  html: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    // Not `no-referrer`: with that, a browser posts the page's own form with `Origin: null`.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...headers,
  });
  response.end(html);
}

type TextName = keyof typeof texts;

function isText(name: string): name is TextName {
  return Object.hasOwn(texts, name);
}

function sayIn(language: PageLanguage): (name: TextName) => string {
  return (name) => texts[name][language];
}

/** A command stands between backticks. */
function formatHint(hint: string): string {
  return escapeHtml(hint).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function page(language: PageLanguage, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
