import { createTransport } from 'nodemailer';
import type { SimpleMail } from './shapes.ts';

/**
 * Builds the message that SES would send of its parts. (A `stream` transport of nodemailer sends nothing: it composes.)
 */
export async function composeMessage(mail: SimpleMail, messageId: string, sentAt: number): Promise<Buffer> {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { Simple, Destination } = mail;
  const { message } = await composer.sendMail({
    from: mail.FromEmailAddress,
    to: Destination.ToAddresses,
    cc: Destination.CcAddresses,
    // `Bcc` stays out of the message, as on the wire; the record beside it names them.
    replyTo: mail.ReplyToAddresses,
    subject: Simple.Subject.Data,
    text: Simple.Body.Text?.Data,
    html: Simple.Body.Html?.Data,
    headers: Simple.Headers.map(({ Name, Value }) => ({ key: Name, value: Value })),
    attachments: Simple.Attachments.map((attachment) => ({
      filename: attachment.FileName,
      content: Buffer.from(attachment.RawContent, 'base64'),
      contentType: attachment.ContentType,
      contentDisposition: attachment.ContentDisposition === 'INLINE' ? 'inline' : 'attachment',
      cid: attachment.ContentId,
    })),
    messageId: `<${messageId}@email.amazonses.com>`,
    date: new Date(sentAt),
  });
  return message as Buffer;
}

/** `=?utf-8?B?…?=` and `=?utf-8?Q?…?=`: how a header carries other than ASCII. White space between two is dropped. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/(=\?[^?]+\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replaceAll(
      /=\?([^?]+)\?([BQ])\?([^?]*)\?=/gi,
      (whole, charset: string, kind: string, encoded: string) => {
        const hex = encoded
          .replaceAll('_', ' ')
          .replaceAll(/=([0-9A-F]{2})/gi, (_, code: string) =>
            String.fromCharCode(Number.parseInt(code, 16)),
          );
        const bytes =
          kind.toUpperCase() === 'B' ? Buffer.from(encoded, 'base64') : Buffer.from(hex, 'latin1');
        try {
          return new TextDecoder(charset).decode(bytes);
        } catch {
          return whole;
        }
      },
    );
}

/** The header of a raw message: names in lower case, lines unfolded, words decoded. The first of a name counts. */
export function readHeader(message: Buffer): Map<string, string> {
  const text = message.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const unfolded = message
    .subarray(0, end)
    .toString('utf8')
    .replaceAll(/\r?\n[ \t]+/g, ' ');
  const header = new Map<string, string>();
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !header.has(name)) header.set(name, decodeWords(line.slice(colon + 1).trim()));
  }
  return header;
}
