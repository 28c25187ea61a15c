import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPhotos } from '../../bin/find-photos.ts';
import { aLocalShop } from './typed-line.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storehand-photos-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(...paths: string[]): void {
  for (const path of paths) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `bytes of ${path}`);
  }
}

describe('photos of a folder', () => {
  it('are named by their SKU, in order, hidden files left out', () => {
    put('MUG-1_2.jpg', 'MUG-1.jpg', 'MUG-2/10.jpg', 'MUG-2/2.jpg', '.DS_Store', '.git/x.jpg', '马克杯.jpg');
    const found = findPhotos([folder], '/', undefined).map(({ sku, fileName }) => [sku, fileName]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['MUG-1', 'MUG-1.jpg'],
        ['MUG-1', 'MUG-1_2.jpg'],
        ['MUG-2', '2.jpg'],
        ['MUG-2', '10.jpg'],
        [undefined, '马克杯.jpg'],
      ]),
    );
    expect(found).toHaveLength(5);
    expect(found.findIndex(([, name]) => name === '2.jpg')).toBeLessThan(
      found.findIndex(([, name]) => name === '10.jpg'),
    );
  });

  it('never take the same place in the inbox as another one', () => {
    put('a/x/IMG_1.jpg', 'b/y/IMG_1.jpg', 'b_y_IMG_1.jpg', 'c/IMG_1.jpg');
    const found = findPhotos([folder, folder], '/', undefined);
    const places = found.map(({ sku, fileName }) => `${sku ?? ''}/${fileName}`);
    expect(found).toHaveLength(8);
    expect(new Set(places).size).toBe(8);
  });

  it('come after what describes their products, whichever way that is named', () => {
    put('A-1.jpg', 'B-2/1.jpg', 'B-2/product.json', 'B-2/x.json', 'A-1.json', 'product.json');
    expect(
      findPhotos([folder], '/', undefined).map(({ sku, fileName, isDescription }) => [
        sku,
        fileName,
        isDescription,
      ]),
    ).toEqual([
      ['A-1', 'product.json', true],
      ['B-2', 'product.json', true],
      ['A-1', 'A-1.jpg', false],
      ['B-2', '1.jpg', false],
      ['B-2', 'x.json', false],
      // It says of which product nowhere: a person will.
      [undefined, 'product.json', false],
    ]);
  });

  it('all belong to the SKU that was given', () => {
    put('IMG_1.jpg', 'deep/down/IMG_2.jpg');
    expect(findPhotos([folder], '/', 'MUG-9').map((one) => one.sku)).toEqual(['MUG-9', 'MUG-9']);
  });
});

describe('upload', () => {
  const local = aLocalShop();
  const uploads = 'POST /api/sample/uploads';
  const form = 'POST /inbox';

  function takeUploads(): void {
    local.shop.onCall(uploads, ({ body }) => {
      const { sku, fileName } = body as { sku?: string; fileName: string };
      const key = `sample/${sku === undefined ? 'unassigned' : `images/${sku}`}/${fileName}`;
      return {
        status: 201,
        body: { key, form: { url: `${local.shop.url}/inbox`, fields: { key, policy: 'signed' } } },
      };
    });
    local.shop.on(form, '', 204);
  }

  it('posts each file through its form, the file last, bytes untouched', async () => {
    put('MUG-1.jpg');
    takeUploads();
    const { exit, out } = await local.run(['upload', folder]);
    expect(exit).toBe(0);
    expect(out).toContain('MUG-1.jpg → MUG-1');
    expect(out).toContain('Uploaded: 1.');
    expect(local.shop.to(uploads)[0]?.body).toEqual({ fileName: 'MUG-1.jpg', sku: 'MUG-1' });
    const body = local.shop.to(form)[0]?.raw.toString('utf8') ?? '';
    expect(body).toContain('bytes of MUG-1.jpg');
    expect(body.indexOf('name="policy"')).toBeLessThan(body.indexOf('name="file"'));
  });

  it('invents no SKU and says where such a photo waits', async () => {
    put('IMG_0001.jpg');
    takeUploads();
    const { out } = await local.run(['upload', 'IMG_0001.jpg', '--lang', 'zh'], { cwd: folder });
    expect(out).toContain('IMG_0001.jpg → 等待关联商品');
    expect(out).toContain('无法从文件名读取 SKU：1。已放入“关联商品”：npx storehand assign list');
    expect(local.shop.to(uploads)[0]?.body).toEqual({ fileName: 'IMG_0001.jpg' });
  });

  it('puts what describes a product into the inbox before any photo', async () => {
    put('MUG-1.jpg', 'MUG-1_2.jpg', 'TEE-1/1.jpg', 'TEE-1/product.json');
    takeUploads();
    const { exit } = await local.run(['upload', folder]);
    expect(exit).toBe(0);
    expect(local.shop.to(uploads)[0]?.body).toEqual({ fileName: 'product.json', sku: 'TEE-1' });
    expect(local.shop.to(form)[0]?.raw.toString('utf8')).toContain('bytes of TEE-1/product.json');
    expect(local.shop.to(form)).toHaveLength(4);
  });

  it('uploads forty files, each once', async () => {
    put(...Array.from({ length: 40 }, (_, index) => `SKU-${index}.jpg`));
    takeUploads();
    const { out } = await local.run(['upload', folder, '--json']);
    const { uploaded, failed } = JSON.parse(out);
    expect(failed).toEqual([]);
    expect(new Set(uploaded.map((one: { key: string }) => one.key)).size).toBe(40);
    expect(local.shop.to(form)).toHaveLength(40);
  });

  it('goes on after a file that storage refuses, and ends with 1 naming it', async () => {
    put('A-1.jpg', 'B-1.jpg');
    takeUploads();
    const tooLarge = '<Error><Code>EntityTooLarge</Code><Message>It is too large</Message></Error>';
    local.shop.onCall(form, ({ raw }) =>
      raw.includes('bytes of A-1') ? { status: 400, body: tooLarge } : { status: 204, body: '' },
    );
    const { exit, out, err } = await local.run(['upload', folder]);
    expect(exit).toBe(1);
    expect(out).toContain('The storage refused it: It is too large');
    expect(out).toContain('Uploaded: 1.');
    expect(err).toContain('Not uploaded: 1.');
    const json = await local.run(['upload', folder, '--json']);
    expect(json.exit).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      uploaded: [{ sku: 'B-1' }],
      failed: [{ code: 'EntityTooLarge' }],
    });
  });

  it('tries again what may pass: too many requests, a busy service', async () => {
    put('A-1.jpg');
    takeUploads();
    let calls = 0;
    local.shop.onCall(form, () => ({ status: ++calls < 3 ? 503 : 204, body: '' }));
    expect((await local.run(['upload', folder])).exit).toBe(0);
    expect(calls).toBe(3);
  });

  it('is wrong usage for what is not there or empty', async () => {
    expect(await local.run(['upload', 'nowhere.jpg'])).toMatchObject({ exit: 2 });
    expect((await local.run(['upload', folder])).err).toContain('There are no files in');
  });
});
