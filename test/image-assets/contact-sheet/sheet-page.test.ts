import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { encodePreviews } from '../../../functions/image-assets/contact-sheet/encode-previews.ts';
import type { Sheet, Verdict } from '../../../functions/image-assets/contact-sheet/sheet.ts';
import { sheetPage } from '../../../functions/image-assets/contact-sheet/sheet-page.ts';
import { seededNumbers } from '../matting-scenes.ts';
import { ASSET, aFile, aPhoto, aSheet, previewsOf } from './sheet-fixtures.ts';

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Page {
  readonly tags: readonly Tag[];
  readonly text: string;
  readonly style: string;
}

/** As a browser reads it. */
function read(html: string): Page {
  const tags: Tag[] = [];
  let text = '';
  let style = '';
  const walk = (node: DefaultTreeAdapterTypes.Node, within: string) => {
    if (node.nodeName === '#text' && 'value' in node) {
      if (within === 'style') style += node.value;
      else text += node.value;
    }
    if ('tagName' in node) {
      const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
      tags.push({ name: node.tagName, attributes });
    }
    if ('childNodes' in node) for (const child of node.childNodes) walk(child, node.nodeName);
  };
  walk(parse(html), '');
  return { tags, text, style };
}

const none = { pictures: new Map(), leftOut: 0 };
const pageOf = (sheet: Sheet) => read(sheetPage(sheet, none));
const countTags = ({ tags }: Page) => tags.map(({ name }) => name).join(' ');

describe('the page', () => {
  it('shows the photo, its run and each file with verdict, size and what was measured', () => {
    const { tags, text } = pageOf(aSheet());
    for (const part of [
      'MUG-1.jpg',
      'published as picture 1',
      '0.87 (accepted)',
      'rules/border-model@2',
      'run-1',
      'Tmall white',
      '800 × 800 · 82 kB',
      'Border is white. Measured: 255',
      '20 Nov 2026, 16:00',
    ])
      expect(text).toContain(part);
    expect(tags.find(({ name }) => name === 'article')?.attributes.id).toBe(ASSET);
  });

  it.each<[Verdict, string, string]>([
    ['pass', 'pass', '通过'],
    ['warn', 'warning', '警告'],
    ['fail', 'fail', '未通过'],
    ['withheld', 'withheld', '暂扣'],
    ['unchecked', 'not checked yet', '尚未校验'],
  ])('names the verdict %s in both languages', (verdict, en, zh) => {
    const photos = [aPhoto({ channels: [aFile({ verdict, evidence: [] })] })];
    for (const [language, word] of [
      ['en', en],
      ['zh', zh],
    ] as const) {
      const { tags, text } = pageOf(aSheet({ photos, language }));
      expect(text).toContain(word);
      const file = tags.find(({ attributes }) => attributes.class === 'file');
      expect(file?.attributes['data-verdict']).toBe(verdict);
    }
  });

  it('is in the language that was asked for, and says so to a screen reader', () => {
    const { tags, text } = pageOf(aSheet({ language: 'zh' }));
    expect(tags.find(({ name }) => name === 'html')?.attributes.lang).toBe('zh-CN');
    expect(text).toContain('图片总览');
    expect(text).toContain('边缘纯白。实测：255');
    expect(text).not.toContain('Contact sheet');
  });

  it('hides passes behind a click, and nothing that asks for a look', () => {
    const evidence = [
      { verdict: 'fail', says: { en: 'Too small.', zh: '过小。' } },
      { verdict: 'pass', says: { en: 'White.', zh: '白。' } },
    ] as const;
    const html = sheetPage(aSheet({ photos: [aPhoto({ channels: [aFile({ evidence })] })] }), none);
    const [open = '', hidden = ''] = html.split('<details>');
    expect(open).toContain('Too small.');
    expect(open).not.toContain('White.');
    expect(hidden).toContain('White.');
  });

  it('asks nothing of anybody: every picture is in it, its policy allows only its own style', async () => {
    const sheet = aSheet();
    const previews = previewsOf(sheet, 40);
    const html = sheetPage(sheet, await encodePreviews(previews, [...previews.keys()]));
    const { tags, style } = read(html);
    const sources = tags.flatMap(({ attributes }) => [attributes.src ?? [], attributes.href ?? []].flat());
    expect(sources).toHaveLength(2);
    for (const source of sources) expect(source).toMatch(/^data:image\/webp;base64,/);
    const policy = tags.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy?.attributes.content).toBe(
      `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(tags.filter(({ name }) => ['script', 'link', 'iframe', 'form'].includes(name))).toEqual([]);
    expect(style).not.toMatch(/url\(|@import/);
  });

  it('links a film to the file that lies beside the sheet', () => {
    const film = aFile({ name: 'derived/video square.mp4', seconds: 6, source: undefined });
    const { tags, text } = pageOf(aSheet({ photos: [aPhoto({ derived: [film] })] }));
    const link = tags.find(({ name }) => name === 'a');
    expect(link?.attributes.href).toBe(`${ASSET}/derived/video%20square.mp4`);
    expect(text).toContain('· 6 s ·');
  });

  it('labels a sample, and only a sample', () => {
    expect(pageOf(aSheet({ sample: true })).text).toContain('Sample');
    expect(pageOf(aSheet()).text).not.toContain('Sample');
  });

  it('says what is not on it', () => {
    const html = sheetPage(aSheet({ leftOut: 3 }), { pictures: new Map(), leftOut: 2 });
    expect(html).toContain('3 older photos are not shown');
    expect(html).toContain('2 previews were left out');
  });

  it('shows names that somebody made up as text, whatever they hold', () => {
    const plain = countTags(pageOf(aSheet({ photos: [hostile('x')], shop: 'x', sku: 'x' })));
    const attacks = [
      '"><img src=x onerror=alert(1)>',
      '</style><script>alert(1)</script>',
      '<!--',
      "' onclick='x",
      '&lt;b&gt;',
      ']]><svg/onload=x>',
    ];
    for (const text of attacks) {
      const page = pageOf(aSheet({ photos: [hostile(text)], shop: text, sku: text }));
      expect(countTags(page), text).toBe(plain);
      expect(page.text).toContain(text);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        expect(countTags(pageOf(aSheet({ photos: [hostile(text)], shop: text, sku: text })))).toBe(plain);
      }),
      { numRuns: 60 },
    );
  });
});

/** A photo with the text wherever a text can stand. */
function hostile(text: string) {
  const says = { en: text, zh: text };
  const file = aFile({ name: text, title: says, evidence: [{ verdict: 'fail', says }], source: undefined });
  return aPhoto({
    fileName: text,
    run: text,
    asset: text,
    engines: [text],
    status: says,
    remarks: [says],
    channels: [file],
    notMade: [{ title: says, says }],
  });
}

describe('previews', () => {
  it('of twenty photos stay below 3 MB in all, the newest ones first', async () => {
    const random = seededNumbers(3);
    const photos = Array.from({ length: 20 }, (_, photo) =>
      aPhoto({
        sources: [],
        channels: Array.from({ length: 14 }, (__, at) => aFile({ name: `${photo}-${at}.jpg` })),
      }),
    );
    const sheet = aSheet({ photos });
    const previews = previewsOf(sheet, 160, () => Math.floor(random() * 256));
    const encoded = await encodePreviews(previews, [...previews.keys()]);
    expect(encoded.leftOut).toBeGreaterThan(0);
    expect(encoded.pictures.size).toBeGreaterThan(50);
    expect(sheetPage(sheet, encoded).length).toBeLessThan(3_000_000);
    expect([...encoded.pictures.keys()][0]).toContain('0-0.jpg');
  });

  it('that could not be drawn are counted, and said', async () => {
    const sheet = aSheet();
    const [key = '', value] = [...previewsOf(sheet, 40)][0] ?? [];
    if (value === undefined) throw new Error('no preview');
    const encoded = await encodePreviews(new Map([[key, value]]), [key, 'missing']);
    expect(encoded.leftOut).toBe(1);
    expect(sheetPage(sheet, encoded)).toContain('no preview');
  });
});
