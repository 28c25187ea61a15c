import { describe, expect, it } from 'vitest';
import { localConnectionFile, readConnection } from '../../bin/connection.ts';
import { aLocalShop } from './typed-line.ts';

const member = (sub: string, name: string, roles: readonly string[]) => ({
  sub,
  name,
  email: `${sub}@local.test`,
  language: 'zh',
  roles,
});

describe('members', () => {
  const local = aLocalShop();
  const answerMembers = () => {
    const members = [
      member('op', 'Li Lei', ['operator', 'admin']),
      member('approver', '韩梅梅', ['approver']),
    ];
    local.shop.administerAnswer = { done: 'list-members', members };
  };

  it('are listed with their roles', async () => {
    answerMembers();
    expect((await local.run('members list')).out).toBe(
      [
        'Name    E-mail               Roles',
        'Li Lei  op@local.test        operator, admin',
        '韩梅梅  approver@local.test  approver',
        '',
      ].join('\n'),
    );
    expect(local.shop.administered).toEqual([{ action: 'list-members', store: 'sample' }]);
  });

  it('are removed after a question, and not acted as any more', async () => {
    answerMembers();
    const line = 'members remove approver@local.test';
    expect(await local.run(line, { answers: ['no'] })).toMatchObject({ exit: 1 });
    expect(await local.run(line)).toMatchObject({ exit: 2 });
    expect(local.shop.administered.filter((one) => JSON.stringify(one).includes('remove'))).toEqual([]);

    const { exit, out } = await local.run(line, { answers: ['yes'] });
    expect([exit, out]).toEqual([0, expect.stringContaining('has no access to sample any more')]);
    expect(local.shop.administered.at(-1)).toEqual({
      action: 'remove-member',
      store: 'sample',
      sub: 'approver',
    });
    const connection = readConnection(localConnectionFile(local.folder));
    const kept = connection?.kind === 'local' ? connection.members : [];
    expect(kept.map(({ email, stores }) => [email, stores])).toEqual([
      ['op@local.test', undefined],
      ['approver@local.test', []],
    ]);
  });

  it('that nobody knows are not removed', async () => {
    answerMembers();
    const { exit, err } = await local.run('--lang=zh members remove nobody@local.test --yes');
    expect([exit, err]).toEqual([1, 'nobody@local.test 不是店铺 sample 的成员，未作更改。\n']);
  });
});
