import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands in the `.json` file beside a mail: enough to list mails and show one without reading MIME. */
export interface MailRecord {
  readonly messageId: string;
  /** ISO 8601. */
  readonly sentAt: string;
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string | undefined;
  /** Absent for a raw message, whose parts stand in the `.eml` file only. */
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly {
    readonly fileName: string;
    readonly contentType: string | undefined;
    readonly bytes: number;
  }[];
  readonly tags: Readonly<Record<string, string>>;
  /** Name of the message's file, in the same folder. */
  readonly file: string;
}

/** How file names and order of time agree: ISO 8601 with dashes, because some file systems take no colons. */
const fileTime = (instant: string): string => instant.replaceAll(':', '-');

/** @param since ISO 8601 */
export async function countMails(folder: string, since: string): Promise<number> {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith('.json') && name >= fileTime(since)).length;
}

/**
 * Writes a mail into the outbox folder: `<time>-<messageId>.eml`, and last its `.json`, so that whoever lists the
 * `.json` files sees whole mails only. Colons of the time are dashes, because some file systems take none.
 * Only their owner can read the files: they hold what customers were told.
 */
export async function writeMail(
  folder: string,
  message: Buffer,
  record: Omit<MailRecord, 'file'>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const stem = `${fileTime(record.sentAt)}-${record.messageId}`;
  const file = `${stem}.eml`;
  await writeFile(join(folder, file), message, { mode: 0o600 });
  const draft = join(folder, `.${stem}.json`);
  await writeFile(draft, JSON.stringify({ ...record, file }, undefined, 1), { mode: 0o600 });
  await rename(draft, join(folder, `${stem}.json`));
}
