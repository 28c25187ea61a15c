import { describe, expect, it } from 'vitest';
import { type LocalConnection, localConnectionFile, readConnection } from '../../bin/connection.ts';
import { settingCatalogue } from '../../functions/platform/settings/setting-catalogue.ts';
import { aLocalShop } from './typed-line.ts';

const given: Readonly<Record<string, string>> = {
  '--store': 'teashop',
  '--name': '茶叶店',
  '--zone': 'Asia/Shanghai',
  '--currency': 'cny',
  '--languages': 'zh,en',
  '--channels': 'tmall-main,jd-main',
  '--admin': '李雷 <Li@shop.test>',
  '--approver': '韩梅梅 <han@shop.test>',
  '--notify': 'outbox',
};
const lineOf = (options: Readonly<Record<string, string>>) => ['init', ...Object.entries(options).flat()];
// Twice, as an option that can be repeated.
const line = [...lineOf(given), '--notify', 'feishu:notify/feishu'];

describe('init', () => {
  const local = aLocalShop();
  const connection = () => readConnection(localConnectionFile(local.folder)) as LocalConnection;

  it('makes the people and opens the store with what was given on the line', async () => {
    const { exit, out } = await local.run(line);
    expect(exit).toBe(0);
    expect(out).toContain('The store teashop is open: 茶叶店.');
    const targets = [{ kind: 'outbox' }, { kind: 'feishu', secretName: 'notify/feishu' }];
    expect(local.shop.administered).toEqual([
      {
        action: 'open-store',
        store: 'teashop',
        members: [
          {
            sub: 'sub-li@shop.test',
            name: '李雷',
            email: 'li@shop.test',
            language: 'zh',
            roles: ['operator', 'admin'],
          },
          {
            sub: 'sub-han@shop.test',
            name: '韩梅梅',
            email: 'han@shop.test',
            language: 'zh',
            roles: ['approver'],
          },
        ],
        settings: {
          shop: {
            name: '茶叶店',
            zone: 'Asia/Shanghai',
            currency: 'CNY',
            languages: ['zh', 'en'],
            sample: false,
          },
          channels: { selected: ['tmall-main', 'jd-main'] },
          'notification-targets': { operator: targets, approver: targets, admin: targets },
        },
      },
    ]);
  });

  it('sends settings that the catalogue takes', async () => {
    await local.run(line);
    const [request] = local.shop.administered as { settings: Record<string, unknown> }[];
    expect(Object.keys(request?.settings ?? {})).toHaveLength(3);
    for (const [name, value] of Object.entries(request?.settings ?? {})) {
      const { schema } = settingCatalogue[name as keyof typeof settingCatalogue];
      expect(schema.safeParse(value).error).toBeUndefined();
    }
  });

  it('lets this machine act as the new people in the new store, and as the old ones in theirs', async () => {
    await local.run(line);
    const { store, members } = connection();
    expect(store).toBe('teashop');
    expect(members.map(({ email, stores }) => [email, stores])).toEqual([
      ['op@local.test', ['sample']],
      ['approver@local.test', ['sample']],
      ['li@shop.test', ['teashop']],
      ['han@shop.test', ['teashop']],
    ]);
    for (const { email, password } of members) expect(local.shop.users.get(email)?.password).toBe(password);
  });

  it('can be repeated: the same people, the same passwords, nobody twice', async () => {
    await local.run(line);
    const first = connection();
    expect((await local.run(line)).exit).toBe(0);
    expect(connection()).toEqual(first);
    expect(local.shop.administered[1]).toEqual(local.shop.administered[0]);
  });

  it('asks for what was not given, suggests, and asks again for what does not fit', async () => {
    const typed =
      'x|bookshop|Books|Moon/Crater|Europe/Berlin||en|amazon,ebay|ebay|Ann|Ann <ann@shop.test>|Ann <ann@shop.test>|';
    const { exit, err, out } = await local.run('init', { answers: typed.split('|') });
    expect(exit).toBe(0);
    expect(err.match(/That does not fit/g)).toHaveLength(4);
    expect(out).toContain('The same person uploads and approves');
    expect(local.shop.administered[0]).toMatchObject({
      store: 'bookshop',
      members: [{ email: 'ann@shop.test', roles: ['operator', 'approver', 'admin'] }],
      settings: {
        shop: { name: 'Books', zone: 'Europe/Berlin', currency: 'USD', languages: ['en'] },
        channels: { selected: ['ebay'] },
        'notification-targets': { admin: [{ kind: 'outbox' }] },
      },
    });
  });

  it('names every missing option where nobody can be asked, and changes nothing', async () => {
    const { exit, err } = await local.run('init --store teashop --name Tea');
    expect(exit).toBe(2);
    expect(err).toContain('--zone --currency --admin --approver');
    expect(local.shop.seen).toHaveLength(0);
  });

  it.each([
    ['--zone', '+08:00'],
    ['--currency', 'XXQ'],
    ['--languages', 'fr'],
    ['--channels', 'amazon'],
    ['--admin', 'nobody'],
    ['--notify', 'slack'],
    ['--store', 'Sample Shop'],
    ['--store', 'sample'],
  ])('is wrong usage with %s %s', async (option, value) => {
    const { exit } = await local.run(lineOf({ ...given, [option]: value }));
    expect(exit).toBe(2);
    expect(local.shop.administered).toHaveLength(0);
  });

  it('hands on what the function refuses, in both languages', async () => {
    const text = { en: 'Nothing was saved.', zh: '未保存。' };
    const errorMessage = JSON.stringify({ code: 'SettingInvalid', text });
    local.shop.administerError = { errorType: 'InvalidInputError', errorMessage, trace: [] };
    expect(await local.run([...line, '--lang', 'zh'])).toMatchObject({ exit: 1, err: '未保存。\n' });
    expect(connection().store).toBe('sample');
  });

  it('ends with 3 when nothing answers', async () => {
    await local.shop.close();
    expect((await local.run(line)).exit).toBe(3);
  });
});

describe('sample remove', () => {
  const local = aLocalShop();

  it('asks first, and removes nothing without a yes', async () => {
    expect(await local.run('sample remove', { answers: ['no'] })).toMatchObject({ exit: 1 });
    expect(await local.run('sample remove')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--yes'),
    });
    expect(local.shop.administered).toEqual([]);
    expect(await local.run('sample remove', { answers: ['yes'] })).toMatchObject({ exit: 0 });
    expect(local.shop.administered).toEqual([{ action: 'remove-store', store: 'sample' }]);
  });

  it('does not ask with --yes', async () => {
    const { exit, out } = await local.run('sample remove --yes --lang zh');
    expect(exit).toBe(0);
    expect(out).toContain('示例店铺已删除。');
  });
});
