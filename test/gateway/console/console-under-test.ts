import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '../../../gateway/access/rights.js';
import { startTestApi, type ApiUnderTest } from '../api/running-api.js';
import { openBrowser } from '../../servers/browser.js';

const password = '石头 river 七月 lantern';

/** The console as it ships, served by the real server over a store with the test's books, in a browser. */
export interface ConsoleUnderTest {
  readonly test: ApiUnderTest;
  readonly password: string;
  /** Adds a person, who has changed the first password already unless that is what the test is about. */
  addPerson(name: string, role: Role, options?: { readonly firstPassword?: boolean }): Promise<string>;
  /** A new window of the browser, with nobody signed in; whatever goes wrong in it is kept in `faults`. */
  open(path: string, options?: { readonly language?: 'zh' | 'en'; readonly widthPx?: number }): Promise<Page>;
  /** A window in which somebody is signed in. */
  openAs(name: string, path: string): Promise<Page>;
  /** What browsers complained of: errors of scripts, and what the page's policy stopped. */
  readonly faults: string[];
  end(): Promise<void>;
}

export async function startConsole(): Promise<ConsoleUnderTest> {
  const test = await startTestApi(fileURLToPath(new URL('../../../gateway/console/public', import.meta.url)));
  const browser: Browser = await openBrowser();
  const faults: string[] = [];
  const people = test.parts.servicesFor({ scope: 'all', actor: 'operator' }).people;

  const open: ConsoleUnderTest['open'] = async (path, { language = 'zh', widthPx = 1280 } = {}) => {
    const window = await browser.newContext({ viewport: { width: widthPx, height: 800 }, timezoneId: 'Asia/Shanghai', locale: 'zh-CN' });
    await window.addInitScript({ content: `localStorage.setItem('jiantong-language', '${language}'); localStorage.setItem('jiantong-look', 'light');` });
    const page = await window.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) faults.push(message.text());
    });
    await page.goto(test.api.address + path);
    return page;
  };

  const addPerson: ConsoleUnderTest['addPerson'] = async (name, role, { firstPassword: keeps = false } = {}) => {
    const { firstPassword } = await people.add({ name, title: `示例 ${name}`, department: 'gannan-housing', role });
    if (keeps) return firstPassword;
    const { access } = test.parts;
    const token = await access.signIn({ name, password: firstPassword });
    const session = await access.sessionOf(token);
    if (session) await access.changePassword(session, token, { present: firstPassword, next: password });
    return password;
  };

  return {
    test,
    password,
    faults,
    addPerson,
    open,
    openAs: async (name, path) => {
      const page = await open(path);
      await signIn(page, name, password);
      await page.locator('.shell h1').first().waitFor();
      return page;
    },
    end: async () => {
      await browser.close();
      await test.end();
    },
  };
}

export async function signIn(page: Page, name: string, word: string): Promise<void> {
  await page.getByLabel('登录名').fill(name);
  await page.getByLabel('密码', { exact: true }).fill(word);
  await page.getByRole('button', { name: '登录' }).click();
}
