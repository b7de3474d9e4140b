import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeOnPostgres } from '../../servers/postgres.js';
import { describeWithPrograms } from '../../servers/programs.js';
import { ids } from '../api/books.js';
import { startConsole, type ConsoleUnderTest } from './console-under-test.js';
import { hindrancesOn } from './hindrances.js';

describeWithPrograms(['chromium'], 'in the console', () => {
  describeOnPostgres('over a store', () => {
    let web: ConsoleUnderTest;

    beforeAll(async () => {
      web = await startConsole();
      await web.addPerson('officer', 'operator');
      await web.addPerson('auditor', 'auditor');
      await web.addPerson('chief', 'administrator');
    });
    afterAll(() => web.end());

    const shows = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
    const rest = (page: Page): Promise<void> => page.locator('.ant-spin-spinning, [aria-busy="true"]').first().waitFor({ state: 'detached' });

    it('the officer pauses a target, which asks why and says what will happen, and lets it go on', async () => {
      const page = await web.openAs('officer', '/targets/data-office/credit-china');
      await page.getByRole('button', { name: '暂停投递' }).click();
      await shows(page, /立即停止向它送出新的投递/);
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('button', { name: '暂停投递' }).isDisabled()).toBe(true);
      await dialog.getByLabel('理由').fill('对方维护');
      await dialog.getByRole('button', { name: '暂停投递' }).click();
      await page.getByRole('button', { name: '恢复投递' }).waitFor();
      const [state] = await web.test.database.store.query<{ paused_reason: string }>('SELECT paused_reason FROM target_state WHERE paused');
      expect(state?.paused_reason).toBe('对方维护');
      await page.getByRole('button', { name: '恢复投递' }).click();
      await page.getByRole('button', { name: '暂停投递' }).waitFor();
    });

    it('the officer finds what is wrong with a record: the source’s value, the rule and what mends it', async () => {
      const page = await web.openAs('officer', '/quarantine');
      await page.getByRole('link', { name: '看一条' }).first().click();
      await shows(page, '缺少名称。');
      await shows(page, '请补全。');
      await shows(page, 'RECORD_FIELD_MISSING');
    });

    it('keeps filters in the address, so that a list can be sent on', async () => {
      const page = await web.openAs('officer', '/deliveries');
      await page.getByText('待回执', { exact: true }).click();
      await page.waitForURL(/state=sent/);
      await page.reload();
      await rest(page);
      expect(await page.getByRole('row').count()).toBeGreaterThan(1);
    });

    it('the auditor follows a record and proves its events in the browser itself', async () => {
      const page = await web.openAs('auditor', `/exchange-log/records/${ids.record(1)}`);
      await page.getByRole('button', { name: '核验' }).click();
      await shows(page, /证明成立/);
      await page.getByLabel(/您信任的公钥/).fill('00'.repeat(32));
      await page.getByRole('button', { name: '核验' }).click();
      await shows(page, '证明不成立');
    });

    it('the administrator adds somebody and sees the first password once', async () => {
      const page = await web.openAs('chief', '/keys');
      await page.getByRole('link', { name: '人员' }).click();
      await page.getByRole('button', { name: '重置密码' }).first().click();
      await page.getByRole('dialog').getByRole('button', { name: '重置密码' }).click();
      await shows(page, /初始密码：/);
      await page.reload();
      await rest(page);
      expect(await page.getByText(/初始密码：/).count()).toBe(0);
    });

    it.each(['/', '/exchanges', '/runs/1', '/quarantine', '/deliveries', '/targets', '/deadlines', '/deadlines/calendar', '/deadlines/report', '/notices', '/exchange-log', '/connectors', '/resources'])(
      'nothing on %s keeps anybody from using it',
      async (path) => {
        const page = await web.openAs('officer', path);
        await page.locator('h1').waitFor();
        await rest(page);
        expect(await hindrancesOn(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
        await page.context().close();
      },
    );

    it('no page breaks the policy or lets a script fail', () => {
      expect(web.faults).toEqual([]);
    });
  });
});
