import { AwsError } from '../protocol/aws-error.ts';

type JsonTest = (document: unknown) => boolean;

const TOKEN =
  /\s*(?:(&&|\|\||[(){}]|!=|<=|>=|=|<|>)|"((?:[^"\\]|\\.)*)"|(\$(?:\.[\w@-]+|\[\d+\]|\['[^']+'\])+)|([^\s()"=<>!&|{}]+))/y;

interface Token {
  readonly kind: 'sign' | 'text' | 'path' | 'word';
  readonly value: string;
}

/**
 * Compiles `{ $.level = "ERROR" && ($.tries > 2 || $.run NOT EXISTS) }`: `=`, `!=`, `<`, `<=`, `>`, `>=`, `IS NULL`, `IS TRUE`,
 * `IS FALSE`, `EXISTS`, `NOT EXISTS`, `&&`, `||`, parentheses, `*` within texts. A message that is not JSON never matches.
 *
 * @throws AwsError `InvalidParameterException`
 */
export function jsonFilter(pattern: string): (message: string) => boolean {
  const test = new PatternReader(pattern).read();
  return (message) => {
    if (!message.startsWith('{')) return false;
    try {
      return test(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

class PatternReader {
  readonly #pattern: string;
  readonly #tokens: Token[] = [];
  #next = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
    TOKEN.lastIndex = 0;
    const end = pattern.trimEnd().length;
    for (let at = 0; at < end; at = TOKEN.lastIndex) {
      const found = TOKEN.exec(pattern);
      if (found === null) throw this.#invalid();
      const [, sign, text, path, word] = found;
      if (sign !== undefined) this.#tokens.push({ kind: 'sign', value: sign });
      else if (text !== undefined)
        this.#tokens.push({ kind: 'text', value: text.replaceAll(/\\(.)/g, '$1') });
      else if (path !== undefined) this.#tokens.push({ kind: 'path', value: path });
      else this.#tokens.push({ kind: 'word', value: word ?? '' });
    }
  }

  read(): JsonTest {
    this.#expect('{');
    const test = this.#alternatives();
    this.#expect('}');
    if (this.#next < this.#tokens.length) throw this.#invalid();
    return test;
  }

  #alternatives(): JsonTest {
    const tests = [this.#conjunction()];
    while (this.#take('||')) tests.push(this.#conjunction());
    return (document) => tests.some((test) => test(document));
  }

  #conjunction(): JsonTest {
    const tests = [this.#condition()];
    while (this.#take('&&')) tests.push(this.#condition());
    return (document) => tests.every((test) => test(document));
  }

  #condition(): JsonTest {
    if (this.#take('(')) {
      const inner = this.#alternatives();
      this.#expect(')');
      return inner;
    }
    const path = this.#token();
    if (path.kind !== 'path') throw this.#invalid();
    const read = pathReader(path.value);
    const operator = this.#token();
    const test = operator.kind === 'word' ? this.#wordTest(operator.value) : this.#comparison(operator.value);
    return (document) => test(read(document));
  }

  #wordTest(word: string): JsonTest {
    if (word === 'EXISTS') return (value) => value !== undefined;
    const { value: second } = this.#token();
    const tests: Record<string, JsonTest> = {
      'NOT EXISTS': (value) => value === undefined,
      'IS NULL': (value) => value === null,
      'IS TRUE': (value) => value === true,
      'IS FALSE': (value) => value === false,
    };
    const test = tests[`${word} ${second}`];
    if (test === undefined) throw this.#invalid();
    return test;
  }

  #comparison(sign: string): JsonTest {
    const { kind, value: wanted } = this.#token();
    const number = kind === 'word' ? Number(wanted) : Number.NaN;
    if (sign === '=' || sign === '!=') {
      const equals = Number.isNaN(number) ? textTest(wanted) : (value: unknown) => value === number;
      return sign === '=' ? equals : (value) => value !== undefined && !equals(value);
    }
    const compare = COMPARISONS[sign];
    if (compare === undefined || Number.isNaN(number)) throw this.#invalid();
    return (value) => typeof value === 'number' && compare(value, number);
  }

  #token(): Token {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw this.#invalid();
    return token;
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'sign' || token.value !== sign) return false;
    this.#next++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#invalid();
  }

  #invalid(): AwsError {
    return new AwsError('InvalidParameterException', `Invalid filter pattern: ${this.#pattern}`);
  }
}

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Texts compare whole; `*` stands for any characters. */
function textTest(wanted: string): JsonTest {
  const parts = wanted.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 's');
  return (value) => typeof value === 'string' && expression.test(value);
}

function pathReader(path: string): (document: unknown) => unknown {
  const steps = [...path.matchAll(/\.([\w@-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted ?? '',
  );
  return (document) =>
    steps.reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined,
      document,
    );
}
