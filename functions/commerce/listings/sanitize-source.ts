import { tokensOfHtml } from './html-tokens.ts';

/** Elements whose content is not for readers. */
const UNREAD = new Set([
  'script',
  'style',
  'iframe',
  'noscript',
  'noembed',
  'noframes',
  'textarea',
  'title',
  'xmp',
  'plaintext',
  'template',
  'svg',
  'math',
  'object',
  'select',
  'button',
]);

/** Elements that begin a new line. */
const BLOCKS = new Set([
  'p',
  'div',
  'br',
  'li',
  'ul',
  'ol',
  'tr',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'section',
  'article',
  'header',
  'footer',
  'hr',
  'blockquote',
  'dl',
  'dt',
  'dd',
  'pre',
  'center',
  'caption',
  'tbody',
  'thead',
]);

/** Elements that are parted by a bar: `Material | Cotton`. */
const CELLS = new Set(['td', 'th']);

/** Something that a browser would take for a tag or a comment; `<3` and `< 10 kg` are not. */
const MARKUP = /<[a-z!/?]/iu;

/**
 * Characters that nobody reads and that harm whoever handles them: controls (terminals, files), changes of writing direction,
 * invisible ones other than the joiners that scripts and emoji need, tags, halves of surrogate pairs, non-characters.
 */
const HARMFUL =
  /[[\p{Cc}--[\t\n]]\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}\u{AD}\u{180E}\u{200B}\u{2060}-\u{206F}\u{FEFF}\u{FFF9}-\u{FFFD}\u{E0000}-\u{E007F}]/gv;

/** Text in text in text: escaped once by a shop system, once by an export, once by a spreadsheet. */
const MOST_LAYERS = 3;

/** Whether a text holds nothing that a browser, a terminal or a file would take for more than text. */
export function isPlainText(text: string): boolean {
  return !MARKUP.test(text) && text.search(HARMFUL) === -1;
}

/**
 * What a person reads of a supplier's text: markup gone (also where it was escaped up to three times), scripts and styles gone
 * with their content, blocks as lines, at most one empty line between them, no harmful character, composed (NFC). The result
 * is data: it is escaped again wherever it becomes HTML, and `isPlainText` holds for it.
 */
export function plainTextOf(source: string): string {
  let text = withoutHarmful(source);
  for (let layer = 0; layer < MOST_LAYERS && /[<&]/u.test(text); layer += 1) {
    const read = withoutHarmful(readHtml(text));
    if (read === text) break;
    text = read;
  }
  // What is still a tag was escaped more often than anybody does by mistake.
  if (MARKUP.test(text)) text = text.replaceAll('<', ' ');
  return tidyLines(text);
}

/** What a person reads of HTML that we made ourselves, a line for each block. */
export function readHtml(html: string): string {
  let text = '';
  let hiddenIn: string | undefined;
  let depth = 0;
  for (const token of tokensOfHtml(html)) {
    if (hiddenIn !== undefined) {
      if (token.kind === 'start' && token.name === hiddenIn) depth += 1;
      if (token.kind === 'end' && token.name === hiddenIn) depth -= 1;
      if (depth === 0) hiddenIn = undefined;
    } else if (token.kind === 'text') {
      text += token.text;
    } else if (token.kind === 'start' && UNREAD.has(token.name) && !token.selfClosing) {
      hiddenIn = token.name;
      depth = 1;
    } else if (token.kind !== 'other') {
      if (BLOCKS.has(token.name)) text += '\n';
      else if (CELLS.has(token.name) && token.kind === 'start' && !/(?:^|\n)\s*$/u.test(text.slice(-100)))
        text += ' | ';
    }
  }
  return text;
}

function withoutHarmful(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(HARMFUL, '')
    .normalize('NFC');
}

function tidyLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[\t\p{Zs}]+/gu, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
