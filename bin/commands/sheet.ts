import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { segment } from '../api-client.ts';
import { refused } from '../failures.ts';
import type { Invocation } from '../invocation.ts';
import type { Say } from '../messages/catalogue.ts';
import { reach } from '../reach.ts';
import { forReading, type OpenSession, openSession } from '../session.ts';

interface MadeSheet {
  readonly sku: string;
  readonly photos: number;
  /** Older photos of the product that are not on it. */
  readonly leftOut: number;
  /** Links to read. */
  readonly html: string;
  readonly png: string;
}

/** Saves a product's contact sheet, beside the files that `files` saves into the same folder. */
export function addSheet(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('sheet')
    .description(say('help.sheet'))
    .argument('<sku>', say('help.sheet.sku'))
    .requiredOption('--to <folder>', say('help.files.to'))
    .action(async (sku: string, { to }: { to: string }, command: Command) => {
      const session = await openSession(invocation, command, forReading);
      const { language } = session;
      const made = await session.api.post<MadeSheet>(
        `products/${segment(sku)}/contact-sheet?language=${language}`,
      );
      const folder = join(resolve(invocation.shell.cwd, to), made.sku);
      mkdirSync(folder, { recursive: true });
      const save = async (url: string, extension: string) => {
        const file = join(folder, `contact-sheet-${language}.${extension}`);
        writeFileSync(file, await download(session, url));
        return file;
      };
      const html = await save(made.html, 'html');
      const png = await save(made.png, 'png');
      const { photos, leftOut } = made;
      session.print.show({ sku: made.sku, photos, leftOut, html, png }, () => {
        session.print.line(session.say('sheet.saved', { sku: made.sku, photos }), 'good');
        for (const file of [html, png]) session.print.line(`  ${file}`);
        if (leftOut > 0) session.print.line(session.say('sheet.leftOut', { count: leftOut }));
      });
    });
}

/** @throws CommandFailure where the sheet cannot be read, e.g. because it took longer than its link is good for */
async function download({ connection }: OpenSession, url: string): Promise<Buffer> {
  const response = await reach(connection, url);
  if (!response.ok) throw refused('SheetUnreadable', 'sheet.unreadable', { status: response.status });
  return Buffer.from(await response.arrayBuffer());
}
