import { type Token, type TokenHandler, Tokenizer, TokenizerMode } from 'parse5';

/** What stands in a piece of HTML, in order. */
export type HtmlToken =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'start';
      readonly name: string;
      readonly attributes: number;
      readonly selfClosing: boolean;
    }
  | { readonly kind: 'end'; readonly name: string }
  /** A comment, a doctype, a processing instruction: what has no business in a listing. */
  | { readonly kind: 'other' };

/** Whose content is not markup: a browser reads it as one text until the closing tag. */
const CONTENT_MODES: Readonly<Record<string, 'RAWTEXT' | 'RCDATA' | 'SCRIPT_DATA' | 'PLAINTEXT'>> = {
  script: 'SCRIPT_DATA',
  style: 'RAWTEXT',
  xmp: 'RAWTEXT',
  iframe: 'RAWTEXT',
  noembed: 'RAWTEXT',
  noframes: 'RAWTEXT',
  noscript: 'RAWTEXT',
  title: 'RCDATA',
  textarea: 'RCDATA',
  plaintext: 'PLAINTEXT',
};

/**
 * Longest HTML that is read, in UTF-16 units; four times what the most generous channel takes. The tokenizer compares each
 * attribute of an element with all before it, so that a megabyte of attributes would take minutes.
 */
const LONGEST_HTML = 100_000;

/**
 * Cuts HTML as a browser does, what goes beyond 100,000 UTF-16 units left away with a token `other` in its place. Only the tokenizer of the standard's algorithm, no tree: building one takes quadratic time for
 * a hundred thousand elements within one another, which a hostile megabyte holds easily.
 */
export function tokensOfHtml(html: string): HtmlToken[] {
  const tokens: HtmlToken[] = [];
  const addText = (token: Token.CharacterToken): void => {
    tokens.push({ kind: 'text', text: token.chars });
  };
  const addOther = (): void => {
    tokens.push({ kind: 'other' });
  };
  const handler: TokenHandler = {
    onStartTag(token) {
      const attributes = token.attrs.length;
      tokens.push({ kind: 'start', name: token.tagName, attributes, selfClosing: token.selfClosing });
      const mode = Object.hasOwn(CONTENT_MODES, token.tagName) ? CONTENT_MODES[token.tagName] : undefined;
      if (mode !== undefined) tokenizer.state = TokenizerMode[mode];
    },
    onEndTag(token) {
      tokens.push({ kind: 'end', name: token.tagName });
    },
    onComment: addOther,
    onDoctype: addOther,
    onCharacter: addText,
    onNullCharacter() {},
    onWhitespaceCharacter: addText,
    onEof() {},
  };
  const tokenizer = new Tokenizer({}, handler);
  tokenizer.write(html.slice(0, LONGEST_HTML), true);
  if (html.length > LONGEST_HTML) addOther();
  return tokens;
}
