import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRun } from './shop-records.ts';
import { aLocalShop } from './typed-line.ts';

const asset = '0123456789abcdef';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storehand-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('files', () => {
  const local = aLocalShop();

  function storeHolds(files: Record<string, string>): void {
    const { shop } = local;
    shop.onCall('GET /api/sample/media', ({ query }) => {
      const key = new URLSearchParams(query).get('key') ?? '';
      return { status: 200, body: { url: `${shop.url}/stored/${key}` } };
    });
    for (const [key, body] of Object.entries(files)) shop.on(`GET /stored/${key}`, body);
  }

  it('of ended runs are copied, a folder a product, without the records beside them', async () => {
    const place = `sample/MUG-01/${asset}`;
    const pictures = JSON.stringify({ pictures: [{ name: 'amazon-main-2000x2000.jpg' }], notMade: [] });
    storeHolds({
      [`${place}/pictures.json`]: pictures,
      [`${place}/cutout.png`]: 'cut',
      [`${place}/amazon-main-2000x2000.jpg`]: 'amazon',
    });
    const result = { sku: 'MUG-01', asset };
    const other = aRun({
      id: 'run-2',
      status: 'waiting',
      subject: { kind: 'photo', id: 'CUP', label: 'CUP' },
    });
    local.shop.on('GET /api/sample/runs', { runs: [aRun({ result }), aRun({ id: 'run-3', result }), other] });
    const printed = await local.run(`files --to ${folder}`);
    expect(printed.exit, printed.err).toBe(0);
    expect(printed.out).toContain(`2 files are in ${folder}`);
    const made = join(folder, 'MUG-01', asset);
    expect(readdirSync(made).sort()).toEqual(['amazon-main-2000x2000.jpg', 'cutout.png']);
    expect(readFileSync(join(made, 'amazon-main-2000x2000.jpg'), 'utf8')).toBe('amazon');
  });

  it('are copied although the gateway throttles so many requests', async () => {
    const place = `sample/MUG-01/${asset}`;
    storeHolds({
      [`${place}/pictures.json`]: JSON.stringify({ pictures: [] }),
      [`${place}/cutout.png`]: 'cut',
    });
    let refusals = 3;
    local.shop.onCall('GET /api/sample/runs', () => {
      if (refusals === 0)
        return { status: 200, body: { runs: [aRun({ result: { sku: 'MUG-01', asset } })] } };
      refusals -= 1;
      return { status: 429, body: { message: 'Too Many Requests' } };
    });
    const printed = await local.run(`files --to ${folder}`);
    expect(printed.exit, printed.err).toBe(0);
    expect(readFileSync(join(folder, 'MUG-01', asset, 'cutout.png'), 'utf8')).toBe('cut');
  });

  it('are given up with the gateway’s own words where it throttles on', async () => {
    local.shop.on('GET /api/sample/runs', { message: 'Too Many Requests' }, 429);
    const printed = await local.run(`files --to ${folder}`);
    expect(printed.exit).not.toBe(0);
    expect(printed.err).toContain('Too Many Requests');
    expect(local.shop.seen.filter(({ path }) => path === '/api/sample/runs')).toHaveLength(6);
  });

  it('come with the derived ones, in their own folder', async () => {
    const place = `sample/MUG-01/${asset}`;
    storeHolds({
      [`${place}/pictures.json`]: JSON.stringify({ pictures: [], notMade: [] }),
      [`${place}/derived.json`]: JSON.stringify({ files: [{ name: 'derived/video-square-1080x1080.mp4' }] }),
      [`${place}/cutout.png`]: 'cut',
      [`${place}/derived/video-square-1080x1080.mp4`]: 'moving',
    });
    local.shop.on('GET /api/sample/runs', { runs: [aRun({ result: { sku: 'MUG-01', asset } })] });
    const printed = await local.run(`files --to ${folder}`);
    expect(printed.exit, printed.err).toBe(0);
    const video = join(folder, 'MUG-01', asset, 'derived', 'video-square-1080x1080.mp4');
    expect(readFileSync(video, 'utf8')).toBe('moving');
  });

  it('say what to do when nothing is finished', async () => {
    local.shop.on('GET /api/sample/runs', { runs: [aRun({ status: 'waiting', result: undefined })] });
    const printed = await local.run(`files MUG-01 --to ${folder}`);
    expect(printed.exit).toBe(0);
    expect(printed.out).toContain('approvals show');
  });
});
