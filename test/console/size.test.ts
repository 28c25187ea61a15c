import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from '../../bin/build-console.ts';

/** Of all scripts and styles together, as they go over the wire. */
const mostBytes = 150_000;

const folder = mkdtempSync(join(tmpdir(), 'storehand-console-'));
beforeAll(() => buildConsole(folder, process.env), 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the built console', () => {
  it('is small', () => {
    const files = readdirSync(join(folder, 'assets')).filter((name) => /\.(js|css)$/.test(name));
    const sizes = files.map((name) => gzipSync(readFileSync(join(folder, 'assets', name))).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThan(mostBytes);
  });

  it('has neither script nor style in its page', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)|\son\w+=/i);
  });

  it('brings no schemas along: from functions/ it takes types only', () => {
    const scripts = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'));
    const code = scripts.map((name) => readFileSync(join(folder, 'assets', name), 'utf8')).join('\n');
    expect(code).not.toContain('ZodError');
  });
});
