import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SendMail } from '../../../connectors/notify/ses.ts';
import { calling } from './service-errors.ts';

/** Sends plain text through SES. A refused message (an address that is not verified) is thrown as SES names it. */
export function sesMail(client: SESv2Client = new SESv2Client({})): SendMail {
  return async ({ from, to, subject, text }) => {
    const content = (data: string) => ({ Data: data, Charset: 'UTF-8' });
    await calling('SES', () =>
      client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [...to] },
          Content: { Simple: { Subject: content(subject), Body: { Text: content(text) } } },
        }),
      ),
    );
  };
}
