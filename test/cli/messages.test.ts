import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue, type MessageKey, sayIn, saysOf } from '../../bin/messages/catalogue.ts';

const messages = Object.entries(catalogue);
const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the messages', () => {
  it.each(messages)('%s is said in both languages, with the same values', (_key, { en, zh }) => {
    expect(en.trim()).not.toBe('');
    expect(zh.trim()).not.toBe('');
    expect(new Set(namesIn(zh))).toEqual(new Set(namesIn(en)));
  });

  it('are Chinese in Chinese, where there is anything to translate', () => {
    const untranslated = messages.filter(([, { zh }]) => !/\p{Script=Han}/u.test(zh)).map(([key]) => key);
    expect(untranslated).toEqual([
      'init.question',
      'init.questionPlain',
      'init.person',
      'upload.file',
      'upload.fileFailed',
    ]);
  });

  it('name the same commands in both languages', () => {
    const commandsIn = (text: string) =>
      (text.match(/npx storehand[ a-z]*|npm start|npm run \w+/g) ?? []).map((one) => one.trim());
    for (const [, { en, zh }] of messages) expect(commandsIn(zh)).toEqual(commandsIn(en));
  });

  it('are all used', () => {
    const sources = globSync('bin/{,commands/}*.ts').map((file) => readFileSync(file, 'utf8'));
    const text = sources.join('\n');
    const isUsed = (key: string) => {
      const parts = key.split('.');
      // Some are put together, e.g. `run.status.${status}`.
      const prefixes = parts.map((_, index) => `\`${parts.slice(0, index).join('.')}.\${`);
      return (
        text.includes(`'${key}'`) || prefixes.some((prefix) => prefix.length > 4 && text.includes(prefix))
      );
    };
    expect(Object.keys(catalogue).filter((key) => !isUsed(key))).toEqual([]);
  });

  it('have no key twice', () => {
    const keys = globSync('bin/messages/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^ {2}'?([\w.-]+)'?: \{/gm)].map(([, key]) => key),
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(keys.length).toBe(messages.length);
  });

  it('are filled in, also with text that looks like a place to fill in', () => {
    expect(saysOf('assign.done', { sku: '{sku} $& $1' }).en).toContain('belongs to {sku} $& $1.');
  });

  it('send people to the system that they asked', () => {
    const key: MessageKey = 'runs.hint.show';
    expect(sayIn('en', ' --stage test')(key)).toBe('One run: npx storehand --stage test runs show <id>');
  });
});
