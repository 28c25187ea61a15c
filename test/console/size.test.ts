import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from '../../bin/build-console.ts';

/** Of all scripts and styles with the texts of every language, as they go over the wire. */
const mostBytes = 150_000;
/** Of what one person loads who opens every page in one language. */
const mostBytesOfOne = 135_000;

const folder = mkdtempSync(join(tmpdir(), 'storehand-console-'));
let assets: readonly string[];
beforeAll(async () => {
  await buildConsole(folder, process.env);
  assets = readdirSync(join(folder, 'assets')).filter((name) => /\.(js|css)$/.test(name));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the built console', () => {
  it('is small, and smaller for who reads one language', () => {
    const all = sizeOf(() => true);
    expect(all).toBeGreaterThan(10_000);
    expect(all).toBeLessThan(mostBytes);
    for (const other of ['en', 'zh']) {
      expect(sizeOf((name) => !name.startsWith(`language-${other}`))).toBeLessThan(mostBytesOfOne);
    }
  });

  it('has the texts of a language in a file of its own', () => {
    const [english, chinese] = ['en', 'zh'].map((language) => {
      const [file] = assets.filter((name) => name.startsWith(`language-${language}`));
      return readFileSync(join(folder, 'assets', file ?? ''), 'utf8');
    });
    expect(english).toContain('Skip to the content');
    expect(english).not.toMatch(/\p{Script=Han}/u);
    expect(chinese).toContain('跳到正文');
    for (const name of assets.filter((one) => !one.startsWith('language-'))) {
      expect(readFileSync(join(folder, 'assets', name), 'utf8')).not.toContain('跳到正文');
    }
  });

  it('has neither script nor style in its page', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)|\son\w+=/i);
  });

  it('brings no schemas along: from functions/ it takes types only', () => {
    const scripts = assets.filter((name) => name.endsWith('.js'));
    const code = scripts.map((name) => readFileSync(join(folder, 'assets', name), 'utf8')).join('\n');
    expect(code).not.toContain('ZodError');
  });
});

function sizeOf(counts: (name: string) => boolean): number {
  const sizes = assets
    .filter(counts)
    .map((name) => gzipSync(readFileSync(join(folder, 'assets', name))).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}
