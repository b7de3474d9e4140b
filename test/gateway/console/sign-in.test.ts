import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { totpCode } from '../../../gateway/access/totp.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { describeWithPrograms } from '../../servers/programs.js';
import { hindrancesOn } from './hindrances.js';
import { signIn, startConsole, type ConsoleUnderTest } from './console-under-test.js';

describeWithPrograms(['chromium'], 'the door of the console', () => {
  describeOnPostgres('over a store', () => {
    let web: ConsoleUnderTest;

    beforeAll(async () => {
      web = await startConsole();
    });
    afterAll(() => web.end());

    const shows = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor();

    it('makes the first administrator, with the start-up token, and lets them in', async () => {
      const page = await web.open('/');
      await page.getByLabel('启动令牌').fill(web.test.token);
      await page.getByLabel('登录名').fill('first-one');
      await page.getByLabel('姓名').fill('示例甲');
      await page.getByLabel('部门代号').fill('gannan-housing');
      await page.getByLabel('密码', { exact: true }).fill(web.password);
      await page.getByRole('button', { name: '建立并登录' }).click();
      await page.getByRole('heading', { name: '总览' }).waitFor();
    });

    it('says why somebody is not let in, then shows what their role may see', async () => {
      await web.addPerson('an-auditor', 'auditor');
      const page = await web.open('/');
      await signIn(page, 'an-auditor', 'wrong');
      await shows(page, 'ACCESS_SIGN_IN_REFUSED');
      await shows(page, '登录名、密码或动态口令不正确');
      expect(await hindrancesOn(page)).toEqual([]);
      await page.getByLabel('密码', { exact: true }).fill(web.password);
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByRole('link', { name: '隔离区' }).waitFor();
      await page.getByRole('button', { name: /示例 an-auditor/ }).click();
      await page.getByText('退出登录').click();
      await page.getByRole('heading', { name: '登录' }).waitFor();
      expect((await page.context().cookies()).filter(({ name }) => name === 'jiantong-session')).toEqual([]);
    });

    it('leads nobody to a page that their role does not see, and refuses it by its address too', async () => {
      await web.addPerson('a-reader', 'reader');
      const page = await web.open('/quarantine');
      await signIn(page, 'a-reader', web.password);
      await shows(page, '您的角色不能查看本页');
      expect(await page.getByRole('link', { name: '隔离区' }).count()).toBe(0);
    });

    it('wants a first password changed before anything else', async () => {
      const first = await web.addPerson('somebody-new', 'operator', { firstPassword: true });
      const page = await web.open('/');
      await signIn(page, 'somebody-new', first);
      await page.getByRole('heading', { name: '请设置新密码' }).waitFor();
      await page.getByLabel('现在的密码').fill(first);
      await page.getByLabel('新密码', { exact: true }).fill(web.password);
      await page.getByLabel('再输一次新密码').fill(web.password);
      await page.getByRole('button', { name: '修改密码' }).click();
      await page.getByRole('heading', { name: '总览' }).waitFor();
    });

    it('sets up a second factor and asks for its code from then on', async () => {
      await web.addPerson('a-careful-one', 'operator');
      const page = await web.openAs('a-careful-one', '/account');
      await page.getByRole('button', { name: '启用动态口令' }).click();
      const secret = fromBase32(await page.locator('.code').first().innerText());
      const step = Math.floor(Date.now() / 1000 / 30);
      await page.getByLabel('认证器显示的6位数字').fill(totpCode(secret, step));
      await page.getByRole('button', { name: '确认启用' }).click();
      await signIn(page, 'a-careful-one', web.password);
      await page.getByLabel('动态口令').fill(totpCode(secret, step + 1));
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByRole('link', { name: '总览' }).waitFor();
    });

    it('speaks English where somebody likes it so, and remembers it', async () => {
      const page = await web.open('/');
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.goto(`${web.test.api.address}/deadlines`);
    });

    it('has broken no rule of the page’s policy and let no script fail on the way', () => {
      expect(web.faults).toEqual([]);
    });
  });
});

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = text.trim().split('').map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
