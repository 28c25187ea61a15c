import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NotifyConnection } from '../../../functions/connectors/notify/post-json.ts';
import type { NotifyTarget } from '../../../functions/platform/notify/notify-target.ts';
import { createGuardedFetch } from '../../../functions/platform/outbound/guarded-fetch.ts';
import type { Notice, NotifyChannel } from '../../../functions/platform/ports/notify.ts';

export const NOW = '2026-03-02T09:00:00.000Z';

export const notice: Notice = {
  id: 'notice-1',
  store: 'shop',
  language: 'zh',
  title: '待审批：蓝色连衣裙 <!channel> & Co',
  text: '是否发布？\n请在 3 月 3 日前决定 <@everyone>',
  link: 'https://console.example/#/shop/approvals/1',
};

export interface ReceivedRequest {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface VendorAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

/** What is known of a vendor's service, from its published reference. */
export interface VendorFixture {
  readonly name: string;
  /** Where the answers and the form of the request are taken from, and when. */
  readonly reference: string;
  readonly provenance: string;
  make(connection: NotifyConnection, url: string): NotifyChannel;
  readonly target: NotifyTarget;
  /** The secret's fields beside `url`. */
  readonly secret?: string;
  readonly taken: VendorAnswer;
  /** Answers of the vendor's own, beyond plain HTTP statuses. */
  readonly rateLimited?: readonly VendorAnswer[];
  readonly passing?: readonly VendorAnswer[];
  readonly refused?: readonly VendorAnswer[];
  /** What the recipient sees, as one text with every markup taken off. */
  read(request: ReceivedRequest): string;
  /** Checks the form that only this vendor has: signatures, escaping, limits. */
  check(request: ReceivedRequest): void;
}

/** What every channel keeps to, against a server that answers as the vendor's reference says. */
export function describeChannel(fixture: VendorFixture): void {
  describe(`${fixture.name} (${fixture.reference}; ${fixture.provenance})`, () => {
    let answer: VendorAnswer | 'hang' | 'break' = fixture.taken;
    const received: ReceivedRequest[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://vendor.example');
        received.push({ url, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
        if (answer === 'hang') return;
        if (answer === 'break') request.socket.destroy();
        else response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
      });
    });
    let address = '';

    const channel = (secretText?: string) => {
      const timeoutMs = answer === 'hang' ? 50 : 5000;
      const url = `${address}/hook?key=abc`;
      const secret = fixture.secret === undefined ? {} : { secret: fixture.secret };
      return fixture.make(
        {
          fetch: createGuardedFetch({ timeoutMs, allowLoopbackForTests: true }),
          readSecret: async () => secretText ?? JSON.stringify({ url, ...secret }),
          clock: { now: () => NOW },
          timeoutMs,
        },
        url,
      );
    };
    const send = (with_: VendorAnswer | 'hang' | 'break' = fixture.taken, what = notice) => {
      answer = with_;
      return channel().send(fixture.target, what);
    };

    beforeAll(async () => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    beforeEach(() => {
      received.length = 0;
    });

    it('sends title, text and link once, as JSON in UTF-8', async () => {
      await send();
      expect(received).toHaveLength(1);
      const [request] = received as [ReceivedRequest];
      expect(request.headers['content-type']).toMatch(/^application\/json/);
      expect(request.url.searchParams.get('key')).toBe('abc');
      const seen = fixture.read(request);
      for (const part of [notice.title, ...notice.text.split('\n'), notice.link])
        expect(seen).toContain(part);
    });

    it('keeps the vendor’s own form', async () => {
      await send();
      fixture.check(received[0] as ReceivedRequest);
    });

    it('sends a notice without a link', async () => {
      await send(fixture.taken, { ...notice, link: '' });
      expect(fixture.read(received[0] as ReceivedRequest)).not.toContain('undefined');
    });

    it('waits when told to', async () => {
      const limited = { status: 429, headers: { 'retry-after': '23' }, body: 'slow down' };
      await expect(send(limited)).rejects.toMatchObject({ name: 'RateLimitedError', retryAfterSeconds: 23 });
      for (const one of fixture.rateLimited ?? []) {
        await expect(send(one), one.body).rejects.toMatchObject({ name: 'RateLimitedError' });
      }
    });

    it('counts faults that may pass as such', async () => {
      const answers = [
        { status: 500, body: '' },
        { status: 503, body: 'busy' },
        'hang' as const,
        'break' as const,
        ...(fixture.passing ?? []),
      ];
      for (const one of answers) {
        await expect(send(one), JSON.stringify(one)).rejects.toMatchObject({ name: 'TransientError' });
      }
    });

    it('says that the configuration is wrong when the service refuses', async () => {
      const answers = [
        { status: 400, body: 'bad' },
        { status: 404, body: 'gone' },
        { status: 302, headers: { location: '/' }, body: '' },
        ...(fixture.refused ?? []),
      ];
      for (const one of answers) {
        await expect(send(one), one.body).rejects.toMatchObject({
          name: 'ConfigurationError',
          code: 'NotifyRefused',
          text: { zh: expect.stringContaining('请检查通知目标') },
        });
      }
    });

    if (fixture.target.kind !== 'ses') {
      it('says so when its secret is unusable, and never repeats it', async () => {
        for (const text of ['https://no.json/top-secret', '{"url": 5, "secret": "top-secret"}', '']) {
          const failed = channel(text || ' ').send(fixture.target, notice);
          await expect(failed).rejects.toMatchObject({
            name: 'ConfigurationError',
            code: 'NotifySecretInvalid',
          });
          await expect(failed).rejects.not.toThrow(/top-secret/);
        }
        expect(received).toHaveLength(0);
      });

      it('refuses an address inside the private network', async () => {
        const inside = JSON.stringify({ url: 'https://169.254.169.254/', secret: fixture.secret });
        await expect(channel(inside).send(fixture.target, notice)).rejects.toMatchObject({
          name: 'ConfigurationError',
          code: 'NotifyRefused',
        });
      });
    }
  });
}
