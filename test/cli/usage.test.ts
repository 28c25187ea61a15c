import { describe, expect, it } from 'vitest';
import { Printer } from '../../bin/printer.ts';
import { aRun } from './shop-records.ts';
import { aLocalShop, typeLine } from './typed-line.ts';

describe('wrong usage', () => {
  it.each([
    ['nonsense', 'There is no command nonsense.', '没有命令 nonsense。'],
    ['runs list --nonsense', 'There is no option --nonsense.', '没有选项 --nonsense。'],
    ['runs show', '<id> is missing.', '缺少参数 <id>。'],
    ['runs show a b', 'There are more words than this command takes.', '参数过多。'],
    ['runs list --store', 'The option --store <id> needs a value.', '选项 --store <id> 需要一个值。'],
    ['runs list --days 32', 'A whole number from 1 to 31.', '应为 1 至 31 的整数。'],
    ['runs list --days 1.5', 'A whole number from 1 to 31.', '应为 1 至 31 的整数。'],
    [
      'approvals list --status done',
      'One of: open, approved, rejected, expired, withdrawn.',
      '可选值：open, approved',
    ],
    ['assign', '<id> is missing.', '缺少参数 <id>。'],
  ])('%s', async (line, en, zh) => {
    const english = await typeLine(line);
    expect(english).toMatchObject({ exit: 2, out: '' });
    expect(english.err).toContain(en);
    expect(english.err).toMatch(/Help: npx storehand .*--help/);
    expect((await typeLine(`--lang=zh ${line}`)).err).toContain(zh);
    const { error } = JSON.parse((await typeLine(`--json ${line}`)).out);
    expect(error.kind).toBe('wrong-usage');
  });

  it('is a command without its subcommand: the help shows what there is', async () => {
    const { exit, err } = await typeLine('runs');
    expect(exit).toBe(2);
    expect(err).toContain('replay <id>');
    expect((await typeLine('')).exit).toBe(2);
  });
});

describe('help', () => {
  const lines =
    ',init,login,upload,runs,runs list,runs show,runs replay,approvals list,approvals show,approvals approve,' +
    'approvals reject,approvals reopen,publications revert,quarantine list,quarantine retry,assign,assign list,' +
    'audit verify,settings list,settings get,settings set,settings undo,settings versions,sample remove,status';

  it.each(lines.split(','))('of "%s" is there, and in Chinese is Chinese', async (line) => {
    const english = await typeLine(`${line} --help`);
    expect(english).toMatchObject({ exit: 0, err: '' });
    expect(english.out).toContain('Usage: storehand');
    const chinese = await typeLine(`${line} --help`, { env: { LANG: 'zh_CN.UTF-8' } });
    expect(chinese.out).toContain('用法：');
    expect(chinese.out).not.toMatch(/Usage:|Options:|Commands:|display help/);
  });
});

describe('the language', () => {
  const chinese = aLocalShop('zh');

  it("is the member's, unless --lang says another one", async () => {
    chinese.shop.on('GET /api/sample/runs', { runs: [aRun()] });
    expect((await chinese.run('runs list')).out).toContain('已发布');
    expect((await chinese.run('runs list --lang en')).out).toContain('published');
  });

  it("is the member's for refusals too", async () => {
    const text = { en: 'No.', zh: '不行。' };
    chinese.shop.on('GET /api/sample/runs', { code: 'Forbidden', text }, 403);
    expect((await chinese.run('runs list')).err).toBe('不行。\n');
  });
});

describe('the printer', () => {
  function printed(print: (printer: Printer) => void, isTTY = false, env: NodeJS.ProcessEnv = {}): string {
    const out: string[] = [];
    print(new Printer({ isTTY, write: (text) => out.push(text) }, { json: false, env }));
    return out.join('');
  }

  it('gives a Chinese character two places, and an emoji with its joiners too', () => {
    const text = printed((print) =>
      print.table(
        ['a', 'b'],
        [
          ['马克杯', '|'],
          ['mug 10', '|'],
          ['👩‍🍳', '|'],
        ],
      ),
    );
    expect(text.split('\n').slice(1, 4)).toEqual(['马克杯  |', 'mug 10  |', '👩‍🍳      |']);
  });

  it('keeps to colours that a terminal shows, and to none elsewhere', () => {
    const good = (print: Printer) => print.line('done', 'good');
    expect(printed(good)).toBe('done\n');
    expect(printed(good, true)).toBe('\u{1b}[32mdone\u{1b}[39m\n');
    expect(printed(good, true, { NO_COLOR: '1' })).toBe('done\n');
    expect(printed(good, true, { TERM: 'dumb' })).toBe('done\n');
  });

  it('lets no text from outside move the cursor, add lines or turn the direction around', () => {
    const nasty = 'a\u{1b}[2Jb\nc\u202edcb\r';
    const text = printed((print) => {
      print.line(nasty);
      print.table(['x'], [[nasty]]);
      print.fields([['x', { text: nasty, tone: 'bad' }]]);
    });
    for (const character of ['\u{1b}', '\r', '\u202e']) expect(text).not.toContain(character);
    expect(text.split('\n')).toHaveLength(5);
  });
});
