import { openAsBlob } from 'node:fs';
import type { Command } from 'commander';
import type { Says } from '../../functions/commerce/says.ts';
import { CommandFailure, wrongUsage } from '../failures.ts';
import { type FoundPhoto, findPhotos } from '../find-photos.ts';
import type { Invocation } from '../invocation.ts';
import { type Say, saysOf } from '../messages/catalogue.ts';
import { reach } from '../reach.ts';
import { type OpenSession, openSession } from '../session.ts';
import type { Shell } from '../shell.ts';

/** At one time: a home connection is full with a few, and the API lets 50 requests a second through. */
const lanes = 4;

/** 100 MB over a slow line (1 Mbit/s) take 14 minutes. */
const uploadPatienceMs = 20 * 60_000;

/** Waits before the second and the third try of a file. */
const pausesMs = [1000, 4000];

interface Uploaded {
  readonly file: string;
  readonly sku: string | null;
  readonly key: string;
}

interface Failed {
  readonly file: string;
  readonly code: string;
  readonly text: Says;
}

interface Form {
  readonly key: string;
  readonly form: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

export function addUpload(program: Command, invocation: Invocation, say: Say): void {
  program
    .command('upload')
    .description(say('help.upload'))
    .argument('<paths...>', say('help.upload.paths'))
    .option('--sku <sku>', say('help.upload.sku'))
    .action(async (paths: string[], { sku }: { sku?: string }, command: Command) => {
      const { shell } = invocation;
      const photos = findPhotos(paths, shell.cwd, sku);
      if (photos.length === 0) throw wrongUsage('upload.nothing', { paths: paths.join(', ') });
      const session = await openSession(invocation, command, ['operator', 'admin']);
      const { uploaded, failed } = await uploadAll(shell, session, photos);
      const document = { uploaded, failed };
      if (failed.length > 0 && session.print.isJson) throw someFailed(failed, document);
      session.print.show(document, () => printSummary(session, uploaded));
      if (failed.length > 0) throw someFailed(failed, document);
    });
}

async function uploadAll(
  shell: Shell,
  session: OpenSession,
  photos: readonly FoundPhoto[],
): Promise<{ uploaded: readonly Uploaded[]; failed: readonly Failed[] }> {
  const results: (Uploaded | Failed)[] = Array.from({ length: photos.length });
  let done = 0;
  const lane = async (queue: Iterable<[number, FoundPhoto]>) => {
    // All lanes draw from the one iterator: each photo is taken once.
    for (const [index, photo] of queue) {
      const result = await uploadOne(shell, session, photo);
      results[index] = result;
      done += 1;
      showProgress(
        shell,
        session,
        photo,
        result,
        `${session.say('upload.progress', { done, all: photos.length })}`,
      );
    }
  };
  const numbered = [...photos.entries()];
  // What describes a product is there before the first of its photos is worked on.
  for (const part of [true, false]) {
    const queue = numbered.filter(([, { isDescription }]) => isDescription === part).values();
    await Promise.all(Array.from({ length: lanes }, () => lane(queue)));
  }
  if (shell.stderr.isTTY === true && !session.print.isJson) shell.stderr.write('\r\u{1b}[K');
  return {
    uploaded: results.filter((one) => 'key' in one),
    failed: results.filter((one) => 'code' in one),
  };
}

async function uploadOne(shell: Shell, session: OpenSession, photo: FoundPhoto): Promise<Uploaded | Failed> {
  for (let tries = 0; ; tries++) {
    try {
      const key = await send(session, photo);
      return { file: photo.shown, sku: photo.sku ?? null, key };
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      const pauseMs = mayPass(error) ? pausesMs[tries] : undefined;
      // Nobody answers at all: the other files would wait for the same nothing.
      if (pauseMs === undefined && error.kind === 'unreachable') throw error;
      if (pauseMs === undefined) return { file: photo.shown, code: error.code, text: error.text };
      await shell.sleep(pauseMs);
    }
  }
}

function mayPass({ kind, details }: CommandFailure): boolean {
  // A throttled call is repeated by the API client itself; storage answers 503 where it is asked too fast.
  return kind === 'unreachable' || (details.status ?? 0) >= 500;
}

/** @returns the inbox key. Repeating it puts the same bytes to the same key. */
async function send(session: OpenSession, photo: FoundPhoto): Promise<string> {
  const { sku, fileName } = photo;
  const { key, form } = await session.api.post<Form>('uploads', {
    fileName,
    ...(sku === undefined ? {} : { sku }),
  });
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  // S3 ignores every field that comes after the file. The file is read from the disk as it is sent.
  body.append('file', await openAsBlob(photo.file), fileName);
  const response = await reach(session.connection, form.url, {
    method: 'POST',
    body,
    patienceMs: uploadPatienceMs,
  });
  const text = await response.text();
  if (response.ok) return key;
  const message = /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? `HTTP ${response.status}`;
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? 'StorageRefused';
  throw new CommandFailure('refused', code, saysOf('upload.refusedByStorage', { message }), {
    status: response.status,
  });
}

/** A line a file; on a terminal the count of all stays below them. */
function showProgress(
  shell: Shell,
  { print, say, language }: OpenSession,
  photo: FoundPhoto,
  result: Uploaded | Failed,
  progress: string,
): void {
  if (print.isJson) return;
  const isLive = shell.stderr.isTTY === true;
  if (isLive) shell.stderr.write('\r\u{1b}[K');
  const file = photo.shown;
  if ('code' in result) print.line(say('upload.fileFailed', { file, reason: result.text[language] }), 'bad');
  else if (photo.sku === undefined) print.line(say('upload.fileUnassigned', { file }), 'waits');
  else print.line(say('upload.file', { file, sku: photo.sku }));
  if (isLive) shell.stderr.write(progress);
}

function printSummary({ print, say }: OpenSession, uploaded: readonly Uploaded[]): void {
  const unassigned = uploaded.filter((one) => one.sku === null).length;
  print.line();
  print.line(say('upload.done', { count: uploaded.length }), 'good');
  if (unassigned > 0) print.line(say('upload.unassigned', { count: unassigned }), 'waits');
  if (uploaded.length > unassigned) print.line(say('upload.follow'));
}

function someFailed(failed: readonly Failed[], document: unknown): CommandFailure {
  const text = saysOf('upload.failed', { count: failed.length });
  return new CommandFailure('refused', 'SomeNotUploaded', text, { document });
}
