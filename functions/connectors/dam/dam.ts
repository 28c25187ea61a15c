import { createHash } from 'node:crypto';
import * as z from 'zod';
import { InvalidInputError, TransientError } from '../../platform/errors.ts';

/**
 * What stands beside each file, as `<name>.json`: enough to know what the file is, whether it may be used and who says so
 * without asking Storehand.
 */
export const damSidecarSchema = z.object({
  schemaVersion: z.literal(1),
  store: z.string(),
  sku: z.string(),
  /** The first 16 hex digits of the SHA-256 of the original photo. */
  asset: z.string(),
  position: z.number().int(),
  /** `channel` for a file that a channel asks for, `derived` for scenes, banners, videos. */
  use: z.enum(['channel', 'derived']),
  /** The channel's id, or the kind of the derived file. */
  name: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  format: z.enum(['jpeg', 'png', 'webp', 'mp4', 'html']),
  /** A term of IPTC's Digital Source Type vocabulary; left out where the file does not say. */
  digitalSourceType: z.string().optional(),
  /** What the checks found: rule and answer, of those that did not pass; `answer` is the worst. */
  evidence: z.object({
    answer: z.enum(['pass', 'warn', 'fail', 'not-checked']),
    notPassed: z.array(z.object({ rule: z.string(), answer: z.enum(['warn', 'fail']) })),
  }),
  /** As the setting `dam` has them; names as IPTC's. */
  rights: z.object({
    creator: z.string().optional(),
    copyrightNotice: z.string().optional(),
    usageTerms: z.string().optional(),
    licenceUrl: z.string().optional(),
  }),
  run: z.string(),
  publication: z.string(),
  publishedAt: z.string(),
});
export type DamSidecar = z.output<typeof damSidecarSchema>;

export interface DamAsset {
  readonly sidecar: DamSidecar;
  /** Its SHA-256 is the sidecar's. */
  readonly body: Buffer;
}

/** Where published files are kept for others to take. */
export interface Dam {
  readonly name: string;
  /**
   * Puts a file and its sidecar at `damPath`. Repeating it changes nothing; the sidecar comes last, so that a file that has one
   * is whole.
   *
   * @returns `there` when both were there already, from the same publication
   * @throws TransientError, RateLimitedError, ConfigurationError
   */
  put(asset: DamAsset): Promise<'stored' | 'there'>;
  /** Undefined: there is no such file, or not all of it. */
  read(path: string): Promise<DamAsset | undefined>;
}

/** One file as a place keeps it. */
export interface KeptFile {
  readonly body: Buffer;
  /** Where the place knows one: a later write may say that it replaces exactly this. */
  readonly etag?: string | undefined;
}

/** The little that a place for files must be able to do. */
export interface FilePlace {
  readonly name: string;
  read(path: string): Promise<KeptFile | undefined>;
  /** Bytes; undefined when there is none. */
  size(path: string): Promise<number | undefined>;
  /**
   * Half a file, where a place can leave one, shows by its size.
   *
   * @param replaces what was read there; `nothing`: there must be no such file
   * @returns false when something else stands there by now; a place that cannot tell writes over it
   */
  write(
    path: string,
    body: Buffer,
    contentType: string,
    replaces: KeptFile | 'nothing' | 'anything',
  ): Promise<boolean>;
}

/** Apart from the rest: who puts files there needs no right to take any away. */
export interface RemovablePlace {
  /** Idempotent. */
  remove(path: string): Promise<void>;
}

const extensions = { jpeg: 'jpg', png: 'png', webp: 'webp', mp4: 'mp4', html: 'html' } as const;
const contentTypes = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mp4: 'video/mp4',
  html: 'text/html; charset=utf-8',
} as const;

/** `MUG-1/MUG-1-01-amazon-main-4f1c9d0e2a7b3c58.jpg`: the name tells the content, so another content never takes its place. */
export function damPath(file: Pick<DamSidecar, 'sku' | 'position' | 'name' | 'sha256' | 'format'>): string {
  const { sku, position, name, sha256, format } = file;
  const number = String(position).padStart(2, '0');
  // Of a long SKU the beginning: file systems take 255 bytes for a name, and a letter may be four of them.
  const short = [...sku].slice(0, 40).join('');
  return checkPath(`${sku}/${short}-${number}-${name}-${sha256.slice(0, 16)}.${extensions[format]}`);
}

/** @throws InvalidInputError `DamPathRefused` for a path that could lead out of the place, or that some file system refuses */
export function checkPath(path: string): string {
  const isPlain = path
    .split('/')
    .every((part) => /^[^\\:*?"<>|\p{Cc}]{1,200}$/u.test(part) && !/^\.+$|[. ]$/.test(part));
  if (isPlain && path.isWellFormed()) return path;
  throw new InvalidInputError('DamPathRefused', {
    en: `A file cannot be kept under the name ${JSON.stringify(path)}. Give the product a SKU of letters, digits, . _ and -.`,
    zh: `文件名 ${JSON.stringify(path)} 不可用。商品 SKU 请使用字母、数字、. _ 和 -。`,
  });
}

/** Somebody may write the same sidecar at the same moment. */
const SIDECAR_TRIES = 3;

/** A picture library in any place that keeps files. */
export function damIn(place: FilePlace): Dam {
  return {
    name: place.name,
    async put({ sidecar, body }) {
      if (createHash('sha256').update(body).digest('hex') !== sidecar.sha256)
        throw new Error('the sidecar tells of other bytes');
      const path = damPath(sidecar);
      const text = `${JSON.stringify(sidecar, null, 2)}\n`;
      for (let tries = 1; tries <= SIDECAR_TRIES; tries++) {
        const [present, size] = await Promise.all([place.read(sidecarOf(path)), place.size(path)]);
        const isWhole = size === body.length;
        if (isWhole && present?.body.toString('utf8') === text) return 'there';
        // Of another length it is what a broken connection left: the name would promise what it does not hold.
        const broken = size === undefined ? 'nothing' : 'anything';
        if (!isWhole) await place.write(path, body, contentTypes[sidecar.format], broken);
        if (await place.write(sidecarOf(path), Buffer.from(text), 'application/json', present ?? 'nothing'))
          return 'stored';
      }
      throw new TransientError('DamSidecarContended', {
        en: 'The sidecar of a file was changed by somebody else again and again; it is tried again.',
        zh: '文件的说明被反复改动，将自动重试。',
      });
    },
    async read(path) {
      const [sidecar, file] = await Promise.all([place.read(sidecarOf(path)), place.read(checkPath(path))]);
      if (sidecar === undefined || file === undefined) return undefined;
      const parsed = damSidecarSchema.safeParse(parseJson(sidecar.body));
      return parsed.success ? { sidecar: parsed.data, body: file.body } : undefined;
    },
  };
}

/** Takes a file and its sidecar away. Idempotent. */
export async function removeFromDam(place: RemovablePlace, path: string): Promise<void> {
  // The sidecar first: a file without one is not taken for whole.
  await place.remove(sidecarOf(path));
  await place.remove(checkPath(path));
}

function sidecarOf(path: string): string {
  return `${checkPath(path)}.json`;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
