import { createHash } from 'node:crypto';

/**
 * What a model is told, as a file of its own: `prompts/<name>@<version>.ts` in the workflow's folder. A released one is never
 * changed (a test holds it to its SHA-256), because records name it: a better text is a new version beside it.
 *
 * A module with nothing but the text, and not a `.md` file: a function's bundle is one file, and Node.js 24 imports text
 * only behind an experimental flag.
 */
export interface Prompt {
  /** kebab-case. */
  readonly name: string;
  readonly version: number;
  readonly text: string;
}

/** `lifestyle-scene@1`: as it stands in records. */
export function promptId({ name, version }: Prompt): string {
  return `${name}@${version}`;
}

/** What it said, to the letter: records of what a prompt passed name it by this. */
export function promptSha256({ text }: Pick<Prompt, 'text'>): string {
  return createHash('sha256').update(text).digest('hex');
}
