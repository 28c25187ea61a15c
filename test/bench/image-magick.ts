import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Channel } from '../../functions/commerce/channels/channel-rule.ts';
import { FILE_EXTENSIONS } from '../../functions/commerce/channels/house-rules.ts';
import { chromaFor, FIRST_QUALITY } from '../../functions/image-assets/encode-picture.ts';

const run = promisify(execFile);

/** Version 7 answers to the first, version 6 to the second. */
const NAMES = ['magick', 'convert'] as const;

export interface ImageMagick {
  readonly program: string;
  /** As it calls itself, e.g. `ImageMagick 6.9.11-60 Q16 x86_64`. */
  readonly version: string;
}

/** @returns `undefined` where it is not installed, or where its CPU time cannot be read (other than Linux) */
export async function findImageMagick(): Promise<ImageMagick | undefined> {
  if (!existsSync('/proc/self/stat')) return undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const program of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    // A script that passes calls on would count its own CPU time as ImageMagick's; other programs are called `convert` too.
    if (!existsSync(program) || readFileSync(program).toString('latin1', 0, 2) === '#!') continue;
    const said = await run(program, ['-version']).catch(() => undefined);
    const version = /^Version: (ImageMagick \S+ \S+ \S+)/.exec(said?.stdout ?? '')?.[1];
    if (version !== undefined) return { program, version };
  }
  return undefined;
}

/**
 * CPU of one process per channel's file, each decoding the photo for itself, as a script in a shop's folder would: the whole
 * photo on white, upright, Lanczos, the first quality and the chroma of the channel. On one thread, which costs ImageMagick
 * the least CPU: with more its threads wait for each other actively.
 * @returns milliseconds, user and system, of all processes together
 */
export async function cpuOfProcesses(
  { program }: ImageMagick,
  jpeg: Buffer,
  channels: readonly Channel[],
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-imagemagick-'));
  try {
    const photo = join(folder, 'photo.jpg');
    await writeFile(photo, jpeg);
    const before = childrenCpu();
    for (const { id, output } of channels) {
      const made = join(folder, `${id}.${FILE_EXTENSIONS[output.format]}`);
      await run(program, [photo, ...optionsFor(output), made], {
        env: { ...process.env, MAGICK_THREAD_LIMIT: '1' },
      });
    }
    return childrenCpu() - before;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function optionsFor(output: Channel['output']): string[] {
  const { width, height, format } = output;
  const size = `${width}x${height}`;
  const form =
    format === 'webp' ? ['-define', 'webp:method=2'] : ['-sampling-factor', chromaFor('cutout', output)];
  const resize = ['-auto-orient', '-filter', 'Lanczos', '-resize', size];
  const place = ['-background', 'white', '-gravity', 'center', '-extent', size, '-strip'];
  return [...resize, ...place, '-quality', String(FIRST_QUALITY), ...form];
}

/** Clock ticks a second in `/proc`: 100 on every Linux that Node.js runs on. */
const TICKS = 100;

/** Milliseconds, user and system, of all children that have ended: fields 16 and 17 of `/proc/self/stat`. */
function childrenCpu(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  // The second field is the program's name in brackets, which may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / TICKS;
}
