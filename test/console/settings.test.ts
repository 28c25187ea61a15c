import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleUnderTest, type ConsoleVisit, skipsBrowser } from './console-fixture.ts';

const hostile = '<img src=x onerror=alert(1)>';

let subject: ConsoleUnderTest;
beforeAll(async () => {
  if (!skipsBrowser) subject = await ConsoleUnderTest.start();
}, 120_000);
afterAll(async () => {
  await subject?.close();
});

/** Looks at the changes and does what the dialog's last button says. */
async function saveWith({ page }: ConsoleVisit, does: string, reason?: string): Promise<void> {
  await page.getByRole('button', { name: 'Look at the changes and save' }).click();
  const dialog = page.getByRole('dialog');
  if (reason !== undefined) await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: does, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

const savedValue = async (name: string) =>
  (await subject.shop.call<{ value: unknown; version: number }>('admin', 'GET', `settings/${name}`)).body;

describe.skipIf(skipsBrowser)('the settings in Chromium', () => {
  it('stand in groups, each with what it says now, and open by keyboard', async () => {
    const visit = await subject.visit('operator', { path: 'settings' });
    const { page } = visit;
    await page.getByRole('link', { name: /^Schedules/ }).waitFor();
    expect(await page.getByRole('link', { name: /^Schedules/ }).textContent()).toContain(
      'Every day at 09:00',
    );
    expect(await page.locator('main').textContent()).not.toMatch(/[{}[\]"]/);
    await visit.checkAccessibility();
    await page.getByRole('link', { name: /^Channels/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Channels', level: 1 }).waitFor();
    await visit.end();
  });

  it('are changed after a look at the difference, and the change is undone from its outcome', async () => {
    const visit = await subject.visit('admin', { path: 'settings/channels' });
    const { page } = visit;
    await page.getByLabel('eBay listing picture').check();
    await page.getByLabel('Shopify product media').uncheck();
    await page.getByRole('button', { name: 'Look at the changes and save' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.locator('del').textContent()).toContain('Shopify product media');
    expect(await dialog.locator('ins').textContent()).toContain('eBay listing picture');
    await dialog.getByLabel('Reason').fill(hostile);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved as version 1.').waitFor();
    // Stored text with a script in it is text.
    await page.getByText(hostile).waitFor();
    expect((await savedValue('channels')).value).toEqual({
      selected: ['amazon-main', 'google-merchant', 'ebay', 'web-thumbnail'],
    });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Version 2' }).waitFor();
    expect((await savedValue('channels')).value).toMatchObject({
      selected: ['amazon-main', 'google-merchant', 'shopify', 'web-thumbnail'],
    });
    await visit.end();
  });

  it('are compared with any version, and any version is brought back', async () => {
    for (const reviewBelowConfidence of [0.7, 0.6]) {
      const body = { value: { reviewBelowConfidence }, reason: `try ${reviewBelowConfidence}` };
      await subject.shop.call('admin', 'PUT', 'settings/image-thresholds', body);
    }
    const visit = await subject.visit('admin', { path: 'settings/image-thresholds' });
    const { page } = visit;
    await page.getByLabel('From').selectOption('0');
    expect(await page.locator('del').textContent()).toContain('0.8');
    expect(await page.locator('ins').textContent()).toContain('0.6');
    await page.getByRole('listitem').filter({ hasText: 'try 0.7' }).getByRole('button').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByText('Saved as version 3.').waitFor();
    expect((await savedValue('image-thresholds')).value).toEqual({ reviewBelowConfidence: 0.7 });
    await visit.end();
  });

  it('tell what is wrong at its field: in the form, and what only the API knows', async () => {
    const visit = await subject.visit('admin', { path: 'settings/shop' });
    const { page } = visit;
    const name = page.getByLabel('Name', { exact: true });
    const before = await name.inputValue();
    await name.fill('');
    await page.getByRole('button', { name: 'Look at the changes and save' }).click();
    await page.getByText('This is needed.').waitFor();
    await name.fill(before);
    await page.getByLabel('Time zone').fill('Moon/Crater');
    await saveWith(visit, 'Save');
    const zone = page.getByLabel('Time zone');
    await page.locator('[aria-invalid="true"]').waitFor();
    expect(await zone.getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate('document.activeElement.value')).toBe('Moon/Crater');
    expect((await savedValue('shop')).value).toMatchObject({ zone: 'UTC' });
    await visit.end();
  });

  it('show both where somebody else saved meanwhile, and lose nothing', async () => {
    const visit = await subject.visit('admin', { path: 'settings/image-retouch' });
    const { page } = visit;
    await page.getByLabel('How far colours may move').fill('4');
    await subject.shop.call('everybody', 'PUT', 'settings/image-retouch', {
      value: { enabled: false, steps: ['dust'], mostColourShift: 6 },
    });
    await saveWith(visit, 'Save');
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else saved meanwhile' });
    await conflict.waitFor();
    expect(await conflict.textContent()).toContain('What they changed');
    await conflict.getByRole('button', { name: 'Take theirs, drop mine' }).click();
    expect(await page.getByRole('switch', { name: 'Retouch photos' }).isChecked()).toBe(false);
    await page.getByLabel('How far colours may move').fill('5');
    await saveWith(visit, 'Save');
    await page.getByText('Saved as version 2.').waitFor();
    expect((await savedValue('image-retouch')).value).toMatchObject({ enabled: false, mostColourShift: 5 });
    await visit.end();
  });

  it('can be looked at and not changed without the role; a schedule tells its next times in the shop’s zone', async () => {
    const visit = await subject.visit('approver', { path: 'settings/schedules', language: 'zh', width: 360 });
    const { page } = visit;
    await page.getByText('更改需要管理员或运营角色').waitFor();
    expect(await page.getByLabel('频率').isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: '查看更改并保存' }).count()).toBe(0);
    expect(await page.locator('time').count()).toBe(3);
    expect(await page.locator('time').first().textContent()).toContain('09:00:00');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await visit.end();
  });

  it('hold the approval policy until a second admin confirms it', async () => {
    const asking = await subject.visit('admin', { path: 'settings/approval-policy' });
    await asking.page
      .getByRole('group', { name: 'Product photos' })
      .getByRole('switch', { name: 'Own rules for this workflow' })
      .click();
    await asking.page.getByLabel('Ask a person').selectOption('always');
    await asking.checkAccessibility();
    await asking.page.getByRole('button', { name: 'Look at the changes and save' }).click();
    const dialog = asking.page.getByRole('dialog');
    expect(await dialog.locator('dt').textContent()).toBe('Who decides › Product photos › Ask a person');
    expect(await dialog.getByRole('button', { name: 'Ask a second admin' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await saveWith(asking, 'Ask a second admin', 'see everything for a week');
    await asking.page.getByText('You asked for this yourself').waitFor();
    expect(await asking.page.getByRole('button', { name: 'Confirm' }).count()).toBe(0);
    expect((await savedValue('approval-policy')).version).toBe(0);
    await asking.end();

    const second = await subject.visit('everybody', { path: 'settings' });
    const waiting = second.page.getByRole('article').filter({ hasText: 'see everything for a week' });
    expect(await waiting.textContent()).toContain('admin');
    expect(await waiting.locator('ins').textContent()).toContain('Always');
    await waiting.getByRole('button', { name: 'Confirm' }).click();
    await second.page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    await second.page.getByText('Confirmed. The change is in force.').waitFor();
    expect((await savedValue('approval-policy')).value).toMatchObject({
      workflows: { 'image-assets': { when: 'always', fourEyes: true } },
    });
    await second.end();
  });

  it('hold a workflow by its switch, and tell so', async () => {
    const visit = await subject.visit('operator', { path: 'settings/kill-switches' });
    const toggle = visit.page.getByRole('switch', { name: 'Product photos' });
    expect(await toggle.isChecked()).toBe(true);
    await toggle.focus();
    await visit.page.keyboard.press('Space');
    await saveWith(visit, 'Save', 'wrong backgrounds');
    expect((await savedValue('kill-switches')).value).toEqual({ 'image-assets': true });
    await visit.page.getByText('Held: new runs wait').waitFor();
    await visit.end();
  });
});

describe.skipIf(skipsBrowser)('the members in Chromium', () => {
  it('are added with how they sign in, changed and removed by an admin', async () => {
    const visit = await subject.visit('admin', { path: 'members' });
    const { page } = visit;
    await page.getByRole('button', { name: 'Add a member' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('The name is needed.').waitFor();
    await dialog.getByLabel('Name').fill(hostile);
    await dialog.getByLabel('E-mail').fill('mia@shop.test');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('storehand login --link --store shop --as mia@shop.test').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    const row = page.getByRole('row').filter({ hasText: 'mia@shop.test' });
    await row.getByRole('button', { name: 'Change' }).click();
    await dialog.getByLabel('Approver').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('approver').waitFor();
    await row.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await row.waitFor({ state: 'detached' });
    await visit.end();
  });

  it('are read by everybody, and changed by nobody without the role', async () => {
    const visit = await subject.visit('operator', { path: 'members', width: 360, theme: 'dark' });
    await visit.page.getByText('approver@shop.test').waitFor();
    await visit.checkAccessibility();
    expect(await visit.page.getByRole('button', { name: /Add|Remove|Change/ }).count()).toBe(0);
    expect(await visit.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await visit.end();
  });
});

describe.skipIf(skipsBrowser)('the set-up in Chromium', () => {
  it('asks step by step, keeps what was typed over a reload, and saves all at the end', async () => {
    const visit = await subject.visit('admin', { path: 'set-up', language: 'zh' });
    const { page } = visit;
    const next = page.getByRole('button', { name: '下一步' });
    await page.getByLabel('店铺名称').fill('');
    await next.click();
    await page.getByText('请填写店铺名称。').waitFor();
    await visit.checkAccessibility();
    await page.getByLabel('店铺名称').fill('蓝杯');
    await page.getByLabel('时区').fill('Asia/Shanghai');
    await page.getByLabel('货币').selectOption('CNY');
    await next.click();
    await page.getByLabel('天猫／淘宝主图').check();
    await page.reload();
    expect(await page.getByLabel('天猫／淘宝主图').isChecked()).toBe(true);
    await page.getByRole('button', { name: '上一步' }).click();
    expect(await page.getByLabel('店铺名称').inputValue()).toBe('蓝杯');
    await next.click();
    await next.click();
    await page.getByRole('radio', { name: /^其他人/ }).check();
    await page.getByLabel('姓名').fill('李雷');
    await page.getByLabel('电子邮件').fill('lilei@shop.test');
    await next.click();
    await next.click();
    await page.getByText('李雷（邮箱 lilei@shop.test）').waitFor();
    await page.getByRole('button', { name: '全部保存' }).click();
    await page.getByRole('heading', { name: '店铺设置完成' }).waitFor();
    expect((await savedValue('shop')).value).toMatchObject({
      name: '蓝杯',
      zone: 'Asia/Shanghai',
      currency: 'CNY',
    });
    const members = await subject.shop.call<{ members: { email: string; roles: string[] }[] }>(
      'admin',
      'GET',
      'members',
    );
    expect(members.body.members).toContainEqual(
      expect.objectContaining({ email: 'lilei@shop.test', roles: ['approver'] }),
    );
    await visit.end();
  });

  it('is left to an admin', async () => {
    const visit = await subject.visit('operator', { path: 'set-up' });
    await visit.page.getByText('An admin of the shop sets it up.').waitFor();
    expect(await visit.page.getByRole('textbox').count()).toBe(0);
    await visit.end();
  });
});
