import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { rateLimited, refused } from '../../../connectors/notify/post-json.ts';
import type { SendMail } from '../../../connectors/notify/ses.ts';
import { TransientError } from '../../errors.ts';
import { calling } from './service-errors.ts';

const SERVICE = 'SES';

/**
 * Sends plain text through SES. What SES refuses (an address that is not verified, a missing right, a paused account) becomes
 * `ConfigurationError` in its words; a spent sending rate or quota becomes `RateLimitedError`.
 */
export function sesMail(client: SESv2Client = new SESv2Client({})): SendMail {
  return async ({ from, to, subject, text }) => {
    const content = (data: string) => ({ Data: data, Charset: 'UTF-8' });
    const command = new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [...to] },
      Content: { Simple: { Subject: content(subject), Body: { Text: content(text) } } },
    });
    try {
      await calling(SERVICE, () => client.send(command));
    } catch (error) {
      throw error instanceof TransientError ? error : sorted(error);
    }
  };
}

interface ServiceAnswer {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Both are answered with a status of 4xx, but nobody has to mend anything. */
const waiting = new Set(['TooManyRequestsException', 'LimitExceededException']);

function sorted(error: unknown): unknown {
  const { name = '', message = '', $metadata } = error as ServiceAnswer;
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 429 || waiting.has(name)) return rateLimited(SERVICE);
  // No status: nothing was answered, so this is no refusal of SES but a fault of ours.
  return status >= 400 && status <= 499 ? refused(SERVICE, `${name}: ${message}`.slice(0, 300)) : error;
}
