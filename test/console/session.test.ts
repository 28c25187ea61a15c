import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ConsoleConfig, readConfig } from '../../console/src/session/config.ts';
import { fileAddress } from '../../console/src/session/file-address.ts';
import { openSessionIn, type Session } from '../../console/src/session/live-session.ts';
import type { Page } from '../../console/src/session/page.ts';

const START = Date.parse('2026-11-21T12:00:00Z');
const HOUR = 3_600_000;
const site = 'https://console.test';
const signIn: ConsoleConfig['signIn'] = {
  authorizeUrl: 'https://pool.test/oauth2/authorize',
  tokenUrl: 'https://pool.test/oauth2/token',
  revokeUrl: 'https://pool.test/oauth2/revoke',
  logoutUrl: 'https://pool.test/logout',
  clientId: 'the-console',
  redirectUri: `${site}/`,
  scope: 'openid email',
};

/** A tab, and an issuer that answers it. */
class Tab implements Page {
  time = START;
  here = `${site}/#/sample/runs`;
  /** Where the page was left to; empty while it is shown. */
  leftTo = '';
  announced = 0;
  readonly stored = new Map<string, string>();
  readonly asked: URLSearchParams[] = [];
  readonly timers: { time: number; call: () => void }[] = [];
  signOutElsewhere = () => {};
  /** What the token endpoint answers; a failing network throws. */
  issuer: (form: URLSearchParams) => Response = (form) => this.tokens(form);
  /** Seconds since the person proved who they are. */
  sessionAge = 0;

  readonly storage = {
    getItem: (key: string) => this.stored.get(key) ?? null,
    setItem: (key: string, value: string) => void this.stored.set(key, value),
    removeItem: (key: string) => void this.stored.delete(key),
  };
  language = () => 'zh-CN';
  address = () => this.here;
  replaceAddress = (address: string) => {
    this.here = new URL(address, site).href;
  };
  leaveTo = (address: string) => {
    this.leftTo = address;
  };
  now = () => this.time;
  fetch = async (_: string, init: RequestInit) => {
    const form = new URLSearchParams(String(init.body));
    this.asked.push(form);
    return this.issuer(form);
  };
  at = (time: number, call: () => void) => {
    const timer = { time, call };
    this.timers.push(timer);
    return () => void this.timers.splice(this.timers.indexOf(timer), 1);
  };
  announceSignOut = () => {
    this.announced += 1;
  };
  onSignOutElsewhere = (call: () => void) => {
    this.signOutElsewhere = call;
  };

  get question(): URLSearchParams {
    return new URL(this.leftTo).searchParams;
  }

  tokens(_: URLSearchParams, claims: Record<string, unknown> = {}): Response {
    const issued = Math.floor(START / 1000) + 500_000;
    const id = {
      aud: signIn.clientId,
      email: 'lì@shop.test',
      // The issuer's clock is days off this browser's.
      iat: issued,
      auth_time: issued - this.sessionAge,
      nonce: this.leftTo === '' ? undefined : this.question.get('nonce'),
      ...claims,
    };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return Response.json({
      access_token: `access-${this.asked.length}`,
      refresh_token: `refresh-${this.asked.length}`,
      id_token: `${part({ alg: 'RS256' })}.${part(id)}.signature`,
      expires_in: 3600,
    });
  }

  /** Opens the console up to the redirect to the issuer. */
  async leave(): Promise<void> {
    void openSessionIn(this, signIn);
    await settled();
  }

  /** The issuer sends the browser back. */
  async comeBack(answer: Record<string, string> = {}): Promise<Session> {
    const state = this.question.get('state') ?? '';
    this.here = `${site}/?${new URLSearchParams({ code: 'the-code', state, ...answer })}`;
    return await openSessionIn(this, signIn);
  }

  async signedIn(): Promise<Session> {
    await this.leave();
    return await this.comeBack();
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const refused = () => Response.json({ error: 'invalid_grant' }, { status: 400 });

describe('signing in', () => {
  it('asks the issuer with a challenge whose verifier stays in the tab, and comes back to where the person was', async () => {
    const tab = new Tab();
    await tab.leave();
    const { state, nonce, code_challenge, ...rest } = Object.fromEntries(tab.question);
    expect(rest).toEqual({
      response_type: 'code',
      client_id: 'the-console',
      redirect_uri: `${site}/`,
      scope: 'openid email',
      code_challenge_method: 'S256',
      lang: 'zh-CN',
    });
    expect(new Set([state, nonce, code_challenge]).size).toBe(3);
    const session = await tab.comeBack();
    expect(session.email).toBe('lì@shop.test');
    expect(tab.here).toBe(`${site}/#/sample/runs`);
    const [form] = tab.asked;
    expect(form?.get('code')).toBe('the-code');
    const verifier = form?.get('code_verifier') ?? '';
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(code_challenge);
    expect([...tab.stored.keys()]).toEqual([]);
  });

  it('takes no answer to another question: it asks again, once', async () => {
    const tab = new Tab();
    tab.here = `${site}/?code=planted&state=foreign#/x`;
    await tab.leave();
    expect(tab.asked).toEqual([]);
    expect(tab.question.get('state')).toMatch(/\.again$/);
    // A browser whose storage does not work must not go round for ever.
    tab.stored.clear();
    await expect(tab.comeBack()).rejects.toMatchObject({ name: 'SignInFailedError', code: 'invalid_state' });
  });

  it.each([
    ['another nonce', { nonce: 'another' }],
    ['no nonce', { nonce: undefined }],
    ['another client', { aud: 'another' }],
  ])('takes no tokens with %s', async (_, claims) => {
    const tab = new Tab();
    tab.issuer = (form) => tab.tokens(form, claims);
    await tab.leave();
    await expect(tab.comeBack()).rejects.toMatchObject({ code: 'invalid_response' });
  });

  it('says why the issuer refused', async () => {
    const tab = new Tab();
    await tab.leave();
    const answer = { error: 'access_denied', error_description: 'no account' };
    await expect(tab.comeBack(answer)).rejects.toThrow('access_denied: no account');
    expect(tab.here).toBe(`${site}/#/sample/runs`);
    tab.issuer = refused;
    await tab.leave();
    await expect(tab.comeBack()).rejects.toMatchObject({ code: 'invalid_grant' });
  });
});

describe('a session', () => {
  it('gives its token until half a minute before its end, then refreshes once for all who ask', async () => {
    const tab = new Tab();
    const session = await tab.signedIn();
    tab.time += HOUR - 30_001;
    expect(await session.accessToken()).toBe('access-1');
    tab.time += 1;
    expect(await Promise.all([session.accessToken(), session.accessToken()])).toEqual([
      'access-2',
      'access-2',
    ]);
    expect(tab.asked.map((form) => form.get('refresh_token'))).toEqual([null, 'refresh-1']);
    tab.time += HOUR;
    await session.accessToken();
    expect(tab.asked.at(-1)?.get('refresh_token')).toBe('refresh-2');
  });

  it('survives a network that is away while it refreshes', async () => {
    const tab = new Tab();
    const session = await tab.signedIn();
    tab.time += HOUR;
    tab.issuer = () => {
      throw new TypeError('Failed to fetch');
    };
    await expect(session.accessToken()).rejects.toThrow(TypeError);
    tab.issuer = (form) => tab.tokens(form);
    expect(await session.accessToken()).toMatch(/^access/);
  });

  it.each([
    [
      'it was revoked',
      async (tab: Tab, session: Session) => {
        tab.issuer = refused;
        tab.time += HOUR;
        await session.accessToken().catch(() => {});
      },
    ],
    [
      'its twelve hours are over',
      async (tab: Tab) => {
        for (const { time, call } of tab.timers.slice()) {
          expect(time).toBe(START + 12 * HOUR);
          call();
        }
      },
    ],
    [
      'somebody asks after twelve hours on a computer that slept',
      async (tab: Tab, session: Session) => {
        tab.time += 12 * HOUR;
        await session.accessToken().catch(() => {});
      },
    ],
    ['another tab signed out', async (tab: Tab) => tab.signOutElsewhere()],
  ])('tells once when %s, and gives no token any more', async (_, end) => {
    const tab = new Tab();
    const session = await tab.signedIn();
    const told: string[] = [];
    session.onExpired(() => told.push('told'));
    session.onExpired(() => told.push('not wanted'))();
    await end(tab, session);
    await end(tab, session);
    expect(told).toEqual(['told']);
    await expect(session.accessToken()).rejects.toMatchObject({ name: 'SessionEndedError' });
  });

  it('counts its twelve hours from when the person proved who they are, by the issuer’s clock', async () => {
    const tab = new Tab();
    tab.sessionAge = 11.5 * 3600;
    await tab.signedIn();
    expect(tab.timers.map(({ time }) => time)).toEqual([START + HOUR / 2]);
  });

  it('ends everywhere with signing out', async () => {
    const tab = new Tab();
    const session = await tab.signedIn();
    const told: string[] = [];
    session.onExpired(() => told.push('told'));
    session.signOut();
    expect(tab.leftTo).toBe(
      `https://pool.test/logout?client_id=the-console&logout_uri=${encodeURIComponent(`${site}/`)}`,
    );
    expect([tab.announced, tab.timers.length, told.length]).toEqual([1, 0, 0]);
    expect(tab.asked.at(-1)?.get('token')).toBe('refresh-1');
    await expect(session.accessToken()).rejects.toMatchObject({ name: 'SessionEndedError' });
  });

  it('is not brought back by a refresh that was under way when it ended', async () => {
    const tab = new Tab();
    const session = await tab.signedIn();
    tab.time += HOUR;
    const late = session.accessToken();
    session.signOut();
    await expect(late).rejects.toMatchObject({ name: 'SessionEndedError' });
  });

  it('signs in again from where the person is now', async () => {
    const tab = new Tab();
    const session = await tab.signedIn();
    tab.here = `${site}/#/sample/approvals`;
    session.signInAgain();
    await settled();
    await tab.comeBack();
    expect(tab.here).toBe(`${site}/#/sample/approvals`);
  });
});

describe('the configuration', () => {
  const config: ConsoleConfig = {
    stage: 'main',
    signIn,
    files: [{ from: 'https://media.s3.test/', to: '/files/' }],
  };

  it('is read as it was written, and says what is missing', () => {
    expect(readConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(() => readConfig({ ...config, signIn: { ...signIn, tokenUrl: '' } })).toThrow('tokenUrl');
    expect(() => readConfig('<!doctype html>')).toThrow('config');
  });

  it('brings signed links to this origin, and leaves others as they are', () => {
    const link = 'https://media.s3.test/shop/a%20b.jpg?X-Amz-Signature=0a';
    expect(fileAddress(config, link)).toBe('/files/shop/a%20b.jpg?X-Amz-Signature=0a');
    expect(fileAddress(config, 'https://other.test/x')).toBe('https://other.test/x');
  });
});
