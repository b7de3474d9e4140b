import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openGateway } from '../../../gateway/app.js';
import type { Gateway } from '../../../gateway/cli/gateway.js';
import { systemClock } from '../../../gateway/clock.js';
import { readConfig } from '../../../gateway/config.js';
import { createLogger } from '../../../gateway/logging/logger.js';
import { assetPath } from '../../../schemas/assets.js';
import { openBrowser } from '../../servers/browser.js';

const password = '石头 river 七月 lantern';
const records = 600;
const minuteMs = 60_000;

/** Pages by who looks at them. */
const pagesOf = {
  operator: [
    '/', '/exchanges', '/exchanges/gannan-housing/housing-penalties', '/runs', '/runs/1', '/quarantine', '/quarantine?view=list',
    '/deliveries?state=accepted', '/targets', '/targets/data-office/credit-china', '/deadlines', '/deadlines/calendar', '/deadlines/forecast',
    '/deadlines/report', '/notices', '/exchange-log', '/proof', '/connectors', '/connectors/gannan-housing/housing-db', '/connector-types/mysql',
    '/resources', '/resources/Exchange/gannan-housing/housing-penalties', '/account',
  ],
  administrator: ['/people', '/keys', '/secrets'],
} as const;

/**
 * `npm run screenshots [-- FOLDER]`: runs the example prefecture and photographs every page in both languages and both
 * looks, and the main ones as a telephone shows them.
 */
async function takeScreenshots(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'jiantong-screenshots-'));
  const gateway = await openExample(scratch);
  const browser = await openBrowser();
  try {
    const { address } = await gateway.serve();
    await gateway.runAll({ signal: AbortSignal.timeout(10 * minuteMs), onProgress: () => undefined });
    await gateway.settle(AbortSignal.timeout(2 * minuteMs));
    for (const role of ['operator', 'administrator'] as const) {
      const name = `an-${role}`;
      const { firstPassword } = await gateway.services.people.add({ name, title: '示例甲', department: 'data-office', role });
      await changePassword(address, name, firstPassword);
      for (const language of ['zh', 'en'] as const)
        for (const look of ['light', 'dark'] as const) {
          const page = await enter(browser, { address, name, language, look, widthPx: 1280 });
          for (const path of pagesOf[role]) await photograph(page, address + path, join(folder, `${nameOf(path)}-${language}-${look}.png`));
          await page.context().close();
        }
    }
    const telephone = await enter(browser, { address, name: 'an-operator', language: 'zh', look: 'light', widthPx: 390 });
    for (const path of ['/', '/quarantine', '/deadlines']) await photograph(telephone, address + path, join(folder, `${nameOf(path)}-telephone.png`));
  } finally {
    await browser.close();
    await gateway.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function openExample(scratch: string): Promise<Gateway> {
  const settings = readConfig({
    env: { JIANTONG_PORT: '0' },
    flags: { dataFolder: join(scratch, 'data') },
    stderrIsTerminal: false,
    workingFolder: scratch,
  });
  return openGateway({
    settings,
    env: {},
    clock: systemClock,
    logger: createLogger({ level: 'error', format: 'json', stream: process.stderr, clock: systemClock }),
    workspaceFolder: assetPath('examples/gannan'),
    sandboxRecords: records,
    deliversApart: true,
  });
}

async function changePassword(address: string, name: string, present: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${address}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ name, password: present }) });
  const { csrf } = (await signedIn.json()) as { csrf: string };
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const body = JSON.stringify({ present, next: password });
  await fetch(`${address}/api/v1/session/password`, { method: 'POST', headers: { ...headers, cookie, 'x-jiantong-csrf': csrf }, body });
}

interface Visit {
  readonly address: string;
  readonly name: string;
  readonly language: 'zh' | 'en';
  readonly look: 'light' | 'dark';
  readonly widthPx: number;
}

async function enter(browser: Browser, { address, name, language, look, widthPx }: Visit): Promise<Page> {
  const window = await browser.newContext({ viewport: { width: widthPx, height: 860 }, timezoneId: 'Asia/Shanghai' });
  await window.addInitScript({ content: `localStorage.setItem('jiantong-language', '${language}'); localStorage.setItem('jiantong-look', '${look}');` });
  await window.request.post(`${address}/api/v1/session`, { data: { name, password } });
  return window.newPage();
}

/** Waits until nothing is being fetched or turning; the stream of events stays open, so that the network never rests. */
async function photograph(page: Page, address: string, file: string): Promise<void> {
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(`document.querySelector('.ant-spin-spinning, [aria-busy="true"]') === null`, undefined, { timeout: minuteMs });
  await page.screenshot({ path: file });
}

function nameOf(path: string): string {
  return path === '/' ? 'overview' : path.slice(1).replaceAll(/[^a-z0-9]+/gi, '-');
}

await takeScreenshots(resolve(process.argv[2] ?? 'screenshots'));
