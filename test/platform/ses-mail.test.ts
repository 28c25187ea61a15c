import { SESv2Client } from '@aws-sdk/client-sesv2';
import { HttpResponse } from '@smithy/core/protocols';
import { describe, expect, it } from 'vitest';
import { sesMail } from '../../functions/platform/adapters/aws/ses-mail.ts';

const mail = { from: 'shop@example.com', to: ['li@example.com'], subject: 'Hello', text: 'There' };

/** SES as its reference describes its answers: the error's name in a header, its words in the body. */
function answering(statusCode: number, name = '', message = ''): SESv2Client {
  return new SESv2Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({
        response: new HttpResponse({
          statusCode,
          headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
          body: new TextEncoder().encode(
            statusCode === 200 ? '{"MessageId":"1"}' : JSON.stringify({ message }),
          ),
        }),
      }),
    },
  });
}

describe('mail through SES', () => {
  it('is sent', async () => {
    await expect(sesMail(answering(200))(mail)).resolves.toBeUndefined();
  });

  const refusals: [number, string][] = [
    [400, 'MessageRejected'],
    [400, 'MailFromDomainNotVerifiedException'],
    [400, 'SendingPausedException'],
    [403, 'AccessDeniedException'],
    [404, 'NotFoundException'],
  ];
  for (const [status, name] of refusals) {
    it(`tells whoever set it up what SES says with ${name}`, async () => {
      const sent = sesMail(answering(status, name, 'Email address is not verified.'))(mail);
      await expect(sent).rejects.toMatchObject({
        name: 'ConfigurationError',
        code: 'NotifyRefused',
        text: { en: expect.stringContaining(`${name}: Email address is not verified.`) },
      });
    });
  }

  it('waits when the quota or the rate is spent', async () => {
    const answers: [number, string][] = [
      [429, 'TooManyRequestsException'],
      [400, 'LimitExceededException'],
    ];
    for (const [status, name] of answers) {
      const kind = await sesMail(answering(status, name))(mail).catch((error: Error) => error.name);
      // The SDK itself may know that a refusal passes: either way the message goes back to its queue.
      expect(['RateLimitedError', 'TransientError'], name).toContain(kind);
    }
  });
});
