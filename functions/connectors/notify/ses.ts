import type { NotifyChannel } from '../../platform/ports/notify.ts';
import { refused } from './post-json.ts';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** Sends one mail. @throws the platform's errors, as `NotifyChannel.send` lists them */
export type SendMail = (mail: Mail) => Promise<void>;

/** E-mail in plain text. Made with a function, so that only the adapter of the mail service knows its SDK. */
export function createSesChannel(sendMail: SendMail): NotifyChannel {
  return {
    kind: 'ses',
    async send(target, notice) {
      const to = target.kind === 'ses' ? (target.to ?? []) : [];
      if (target.kind !== 'ses' || to.length === 0) throw refused('E-mail', 'no recipient');
      const link = notice.link === '' ? '' : `\n\n${notice.link}`;
      // A line break in a subject would begin another header.
      const subject = notice.title.replace(/[\r\n]+/g, ' ');
      await sendMail({ from: target.from, to, subject, text: `${notice.text}${link}\n` });
    },
  };
}
