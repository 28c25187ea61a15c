import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aLocalShop, type LocalShop } from './typed-line.ts';

const route = 'POST /api/sample/products/MUG-01/contact-sheet';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storehand-sheet-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A shop that has made a sheet. */
function sheetIsMade({ shop }: LocalShop, more: object = {}): void {
  const links = { html: `${shop.url}/stored/sheet.html`, png: `${shop.url}/stored/sheet.png` };
  shop.on(route, { sku: 'MUG-01', photos: 2, leftOut: 0, ...links, ...more });
  shop.on('GET /stored/sheet.html', '<!doctype html>');
  shop.on('GET /stored/sheet.png', 'PNG');
}

describe('sheet', () => {
  const local = aLocalShop();

  it('saves page and picture beside the product’s files, and says where', async () => {
    sheetIsMade(local);
    const printed = await local.run(`sheet MUG-01 --to ${folder}`);
    expect(printed.exit, printed.err).toBe(0);
    const html = join(folder, 'MUG-01', 'contact-sheet-en.html');
    const png = join(folder, 'MUG-01', 'contact-sheet-en.png');
    expect(readFileSync(html, 'utf8')).toBe('<!doctype html>');
    expect(readFileSync(png, 'utf8')).toBe('PNG');
    expect(printed.out).toContain(html);
    expect(printed.out).toContain(png);
    expect(local.shop.to(route)[0]?.query.get('language')).toBe('en');
  });

  it('is asked for in the language that is printed', async () => {
    sheetIsMade(local);
    const printed = await local.run(`sheet MUG-01 --to ${folder} --lang zh`);
    expect(local.shop.to(route)[0]?.query.get('language')).toBe('zh');
    expect(printed.out).toContain('图片总览');
    expect(existsSync(join(folder, 'MUG-01', 'contact-sheet-zh.html'))).toBe(true);
  });

  it('says how many older photos are not on it', async () => {
    sheetIsMade(local, { leftOut: 7 });
    expect((await local.run(`sheet MUG-01 --to ${folder}`)).out).toContain('not on it: 7');
  });

  it('prints one document for scripts', async () => {
    sheetIsMade(local);
    const printed = await local.run(`sheet MUG-01 --to ${folder} --json`);
    const png = join(folder, 'MUG-01', 'contact-sheet-en.png');
    expect(JSON.parse(printed.out)).toMatchObject({ sku: 'MUG-01', photos: 2, png });
  });

  it('of a product without photos saves nothing, and says what the shop says', async () => {
    const text = { en: 'There is no photo of MUG-01 here yet.', zh: '还没有照片。' };
    local.shop.on(route, { code: 'NoPhotos', text }, 404);
    const printed = await local.run(`sheet MUG-01 --to ${folder}`);
    expect(printed.exit).toBe(1);
    expect(printed.err).toContain('There is no photo of MUG-01');
    expect(existsSync(join(folder, 'MUG-01'))).toBe(false);
  });

  it('says so when the sheet cannot be fetched', async () => {
    sheetIsMade(local);
    local.shop.on('GET /stored/sheet.html', 'expired', 403);
    const printed = await local.run(`sheet MUG-01 --to ${folder}`);
    expect(printed.exit).toBe(1);
    expect(printed.err).toContain('403');
  });
});
