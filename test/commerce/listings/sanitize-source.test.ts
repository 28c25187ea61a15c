import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeDemand } from '../../../functions/commerce/listings/judge-demand.ts';
import { escapeHtml, htmlOfBlocks } from '../../../functions/commerce/listings/listing-html.ts';
import { isPlainText, plainTextOf, readHtml } from '../../../functions/commerce/listings/sanitize-source.ts';
import { hostileText } from './hostile-texts.ts';

describe('plainTextOf', () => {
  it.each([
    ['markup', '<p>A <b>lamp</b></p><p>of oak</p>', 'A lamp\n\nof oak'],
    ['scripts with their content', 'Lamp<script>alert("1")</script> of oak', 'Lamp of oak'],
    ['styles', '<style>p{color:red}</style>Lamp', 'Lamp'],
    ['an unclosed script and what follows', 'Lamp<script>alert(1)', 'Lamp'],
    ['handlers and pictures', '<img src=x onerror=alert(1)>Lamp', 'Lamp'],
    ['comments', 'La<!-- <b> -->mp', 'Lamp'],
    ['tags that were escaped once', '&lt;b&gt;Lamp&lt;/b&gt;', 'Lamp'],
    ['tags that were escaped twice', '&amp;lt;script&amp;gt;x&amp;lt;/script&amp;gt;Lamp', 'Lamp'],
    ['control characters', 'La\u0000mp\u0007 \u001B[31mred', 'Lamp [31mred'],
    ['changes of direction', '\u202Epmal\u202C', 'pmal'],
    ['halves of characters', 'Lamp\uD800', 'Lamp'],
    ['soft hyphens and blanks of no width', 'La\u00ADm\u200Bp', 'Lamp'],
  ])('takes away %s', (_, source, expected) => {
    expect(plainTextOf(source)).toBe(expected);
  });

  it('keeps what only looks like markup, joiners of emoji, and composes accents', () => {
    expect(plainTextOf('< 3 kg, I <3 it, 5 > 4, AT&T')).toBe('< 3 kg, I <3 it, 5 > 4, AT&T');
    expect(plainTextOf('👨‍👩‍👧‍👦')).toBe('👨‍👩‍👧‍👦');
    expect(plainTextOf('e\u0301')).toBe('\u00E9');
  });

  it('makes lines of rows and bars between cells', () => {
    const table =
      '<table><tr><td>Material</td><td>Oak</td></tr><tr><td>Height</td><td>40 cm</td></tr></table>';
    expect(plainTextOf(table).split(/\n+/u)).toEqual(['Material | Oak', 'Height | 40 cm']);
  });

  it('leaves plain text of anything', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        expect(isPlainText(plainTextOf(text))).toBe(true);
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});

describe('htmlOfBlocks', () => {
  const dialects = [
    { paragraph: 'p', list: 'ul', heading: 'h3', table: true },
    { paragraph: 'br', list: 'br', heading: 'none', table: false },
    { paragraph: 'br', list: 'ul', heading: 'strong', table: true },
    { paragraph: 'p', list: 'ul', heading: 'strong', table: false },
  ] as const;

  it('writes paragraphs, bullets and a table', () => {
    const html = htmlOfBlocks(
      [
        { kind: 'paragraph', text: 'A lamp.\nOf oak.\n\nWith <dimmer>.' },
        { kind: 'bullets', items: ['Bright', 'Warm & "soft"'] },
        { kind: 'table', title: 'Size', rows: [{ name: 'Height', value: '40 cm' }] },
      ],
      dialects[0],
    );
    expect(html).toBe(
      '<p>A lamp.<br>Of oak.</p><p>With &lt;dimmer&gt;.</p><ul><li>Bright</li><li>Warm &amp; &quot;soft&quot;</li></ul>' +
        '<h3>Size</h3><table><tbody><tr><th>Height</th><td>40 cm</td></tr></tbody></table>',
    );
  });

  it('writes only elements of the dialect, closed and without attributes, whatever the texts are', () => {
    const elements = ['p', 'br', 'ul', 'li', 'h3', 'strong', 'table', 'tbody', 'tr', 'th', 'td'];
    fc.assert(
      fc.property(hostileText(), hostileText(), fc.constantFrom(...dialects), (a, b, dialect) => {
        const html = htmlOfBlocks(
          [
            { kind: 'paragraph', text: a },
            { kind: 'bullets', items: [b, a] },
            { kind: 'table', title: b, rows: [{ name: a, value: b }] },
          ],
          dialect,
        );
        expect(judgeDemand({ kind: 'html-subset', elements }, html, { html: true }).holds).toBe(true);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it('escapes a text so that a browser reads it back as it was', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const plain = plainTextOf(text);
        expect(readHtml(escapeHtml(plain))).toBe(plain);
      }),
      { numRuns: 200, seed: 4 },
    );
  });
});
