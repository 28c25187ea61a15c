import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ESTree, type Plugin, parseSync, transformWithOxc, Visitor } from 'vite';

const languages = ['en', 'zh'] as const;
type Language = (typeof languages)[number];

/** A text as it is written, and the one as the build has it: what it says stands in a file of each language. */
interface Written extends Record<Language, ESTree.Expression> {
  readonly node: ESTree.ObjectExpression;
}

interface Split {
  /** Code of the modules of texts by path: each text is its number, with what stands in it. */
  readonly modules: ReadonlyMap<string, string>;
  /** Expressions in the order of the numbers: strings, or functions of what stands in them. */
  readonly texts: Readonly<Record<Language, readonly string[]>>;
}

/**
 * Puts the texts of each language into a file of its own, so that nobody loads those of the other. They are still written side by
 * side, as `{ en, zh }` in `src/texts/`; only the build takes them apart. What a text needs is handed over by name, so it may use its own
 * parameters and what the whole world knows (`String`, `Intl`), nothing of its module.
 */
export function splitTexts(folder: string): Plugin {
  let split: Promise<Split> = Promise.resolve({ modules: new Map(), texts: { en: [], zh: [] } });
  return {
    name: 'split-texts',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      split = splitFolder(folder);
    },
    async load(id) {
      const { modules, texts } = await split;
      const language = languages.find((one) => id === join(folder, `language-${one}.ts`));
      const code =
        language === undefined
          ? modules.get(id)
          : `export const texts = [\n${texts[language].join(',\n')}\n];\n`;
      return code === undefined ? undefined : { code, moduleType: 'js' };
    },
  };
}

async function splitFolder(folder: string): Promise<Split> {
  const modules = new Map<string, string>();
  const texts: Record<Language, string[]> = { en: [], zh: [] };
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith('-texts.ts'))
    .sort()) {
    const path = join(folder, name);
    const { code } = await transformWithOxc(readFileSync(path, 'utf8'), path, { sourcemap: false });
    modules.set(path, splitModule(code, texts));
  }
  return { modules, texts };
}

/** Adds the module's texts to those of each language. @returns its code with their numbers in place of them */
function splitModule(code: string, texts: Record<Language, string[]>): string {
  const parts = ["import { textAt as $ } from './languages.ts';\n"];
  let end = 0;
  for (const { node, ...written } of writtenTexts(code)) {
    const given = [...new Set(languages.flatMap((language) => namesIn(written[language])))];
    parts.push(code.slice(end, node.start), `$(${[texts.en.length, ...given].join(', ')})`);
    end = node.end;
    for (const language of languages) {
      const expression = code.slice(written[language].start, written[language].end);
      texts[language].push(given.length === 0 ? expression : `(${given.join(', ')}) => ${expression}`);
    }
  }
  return parts.join('') + code.slice(end);
}

function writtenTexts(code: string): readonly Written[] {
  const found: Written[] = [];
  new Visitor({
    ObjectExpression(node) {
      const [en, zh, more] = node.properties;
      if (more !== undefined || !isNamed(en, 'en') || !isNamed(zh, 'zh')) return;
      found.push({ node, en: en.value, zh: zh.value });
    },
  }).visit(parseSync('texts.js', code).program);
  return found;
}

function isNamed(
  property: ESTree.ObjectPropertyKind | undefined,
  name: Language,
): property is ESTree.ObjectProperty {
  return property?.type === 'Property' && property.key.type === 'Identifier' && property.key.name === name;
}

/** Every name that an expression uses; those of the whole world too, which can be handed over as well. */
function namesIn(expression: ESTree.Expression): readonly string[] {
  const names: string[] = [];
  const notNames = new Set<object>();
  new Visitor({
    MemberExpression(node) {
      if (!node.computed) notNames.add(node.property);
    },
    Property(node) {
      if (!node.computed) notNames.add(node.key);
    },
    ArrowFunctionExpression() {
      throw new Error(
        'A text cannot hold a function: the build could not put it into a file of its language.',
      );
    },
    Identifier(node) {
      if (!notNames.has(node)) names.push(node.name);
    },
  }).visit({
    type: 'Program',
    body: [{ type: 'ExpressionStatement', expression, directive: null, start: 0, end: 0 }],
    sourceType: 'module',
    hashbang: null,
    start: 0,
    end: 0,
  } as ESTree.Program);
  return names;
}
