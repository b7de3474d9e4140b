import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { canonicalJson } from '../../../../schemas/canonical-json.js';
import { createSm2Signer, type NoteSigner } from '../../../../gateway/exchange-log/note-signer.js';
import { verifyBundle, type ProofBundle } from '../../../../gateway/exchange-log/verify/bundle.js';
import { parseNote } from '../../../../gateway/exchange-log/verify/note.js';
import { verifierFile } from '../../../../gateway/exchange-log/verify-page/verifier-files.js';
import { openBrowser } from '../../../servers/browser.js';
import { describeWithPrograms } from '../../../servers/programs.js';
import { TestTsa } from '../../../servers/tsa.js';
import { faultyBundles } from './faulty-bundles.js';
import { makeEntries, MadeLog, makeSigner, origin } from './made-bundle.js';

const sm2Key = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8';

describeWithPrograms(['chromium', 'openssl'], 'verify.html, opened as a file', () => {
  let browser: Browser;
  let page: Page;
  let signer: NoteSigner;
  let sm2: NoteSigner;
  let log: MadeLog;
  /** What the page asked for and complained of. */
  let requests: string[];
  let complaints: string[];
  beforeAll(async () => {
    browser = await openBrowser();
    signer = await makeSigner();
    const second = await createSm2Signer(origin, sm2Key);
    if (second === undefined) throw new Error('no SM2 key');
    sm2 = second;
    log = new MadeLog(makeEntries(300), [signer, sm2]);
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    [requests, complaints] = [[], []];
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(pathToFileURL(verifierFile('html')).href);
  });

  /** What the page says of a bundle: its fault codes, and the indexes that it lists as proven. */
  async function check(bundle: ProofBundle | string, ...keys: readonly string[]): Promise<{ readonly isGood: boolean; readonly codes: string[]; readonly indexes: string[] }> {
    await page.fill('#keys', '');
    const text = typeof bundle === 'string' ? bundle : JSON.stringify(bundle);
    await page.setInputFiles('#file', { name: 'proof.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await page.fill('#keys', keys.join('\n'));
    await page.waitForSelector('#verdict:not([hidden])');
    return {
      isGood: (await page.getAttribute('#verdict', 'class')) === 'good',
      codes: await page.locator('.faults code').allTextContents(),
      indexes: await page.locator('tbody tr td:first-child').allTextContents(),
    };
  }

  it('proves a good bundle by key and by fingerprint, with Ed25519 and with SM2, and tells its story', async () => {
    const bundle = log.bundle([0, 255, 299], { keys: [signer.verifierKey.text, sm2.verifierKey.text] });
    for (const key of [signer.verifierKey.text, signer.verifierKey.fingerprint, sm2.verifierKey.text, sm2.verifierKey.fingerprint]) {
      expect(await check(bundle, key)).toEqual({ isGood: true, codes: [], indexes: ['0', '255', '299'] });
    }
    const said = await page.innerText('#verdict');
    for (const part of ['属实：3 个事件', 'all 3 events', '2026-11-23 12:00', '收到并入库', 'accepted by the receiver', '已受理', 'gannan-housing', origin]) {
      expect(said).toContain(part);
    }
  });

  it('knows logs that are made with SM3 by their checkpoints', async () => {
    const ofSm3 = new MadeLog(makeEntries(300), [signer, sm2], 'sm3');
    expect(await check(ofSm3.bundle([0, 299]), sm2.verifierKey.text)).toEqual({ isGood: true, codes: [], indexes: ['0', '299'] });
    const wrong = { events: [{ ...ofSm3.event(7), entry: ofSm3.event(8).entry }] };
    expect((await check(wrong, sm2.verifierKey.text)).codes).toEqual(['event-not-included']);
  });

  it('refuses every tampered bundle with the faults that the gateway names, and a wrong key', async () => {
    const other = await makeSigner();
    for (const [name, bundle] of Object.entries(faultyBundles(log, signer, other))) {
      const ours = await verifyBundle(JSON.stringify(bundle), [signer.verifierKey.text]);
      expect([name, await check(bundle, signer.verifierKey.text)]).toEqual([
        name,
        { isGood: false, codes: ours.faults.map(({ code }) => code), indexes: ours.proven.map(({ index }) => String(index)) },
      ]);
    }
    const good = log.bundle([1], { keys: [signer.verifierKey.text] });
    expect((await check(good, other.verifierKey.text)).codes).toEqual(['checkpoint-unsigned']);
    expect((await check(good, other.verifierKey.fingerprint)).codes).toEqual(['key-absent', 'checkpoint-unsigned']);
    expect((await check(good, 'trust me')).codes).toEqual(['key-unreadable', 'checkpoint-unsigned']);
    expect((await check('no bundle', signer.verifierKey.text)).codes).toEqual(['bundle-unreadable']);
    expect(await page.innerText('#verdict')).toContain('不能采信');
  });

  it('checks time stamps against the certificate whose fingerprint was typed, and says where none was', async () => {
    const tsa = await TestTsa.open();
    const bundle = { ...log.bundle([0, 1]), timeStamps: [tsa.stamp(parseNote(log.checkpoint)?.text ?? '')] };
    expect((await check(bundle, signer.verifierKey.text)).isGood).toBe(true);
    expect(await page.innerText('#verdict')).toContain('另有 1 个时间戳未核对');
    expect((await check(bundle, signer.verifierKey.text, tsa.rootFingerprint)).isGood).toBe(true);
    expect(await page.innerText('thead')).toContain('最迟已存在');
    expect((await check({ ...bundle, timeStamps: [tsa.stamp('another')] }, signer.verifierKey.text, tsa.fingerprint)).codes).toEqual(['time-stamp-of-other']);
    await tsa.close();
  });

  it('says nothing before a key is typed, whatever key the bundle offers', async () => {
    await page.setInputFiles('#file', { name: 'proof.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(log.bundle([1], { keys: [signer.verifierKey.text] }))) });
    await page.locator('#file-digest', { hasText: /SHA-256 [0-9a-f]{64}/u }).waitFor();
    expect(await page.isVisible('#verdict')).toBe(false);
  });

  it('takes a file that is dropped anywhere on it', async () => {
    await page.fill('#keys', signer.verifierKey.text);
    const text = JSON.stringify(JSON.stringify(log.bundle([3])));
    const dropped = await page.evaluateHandle(`{
      const data = new DataTransfer();
      data.items.add(new File([${text}], 'dropped.json'));
      data;
    }`);
    await page.dispatchEvent('h1', 'drop', { dataTransfer: dropped });
    await page.waitForSelector('#verdict.good');
    expect(await page.innerText('#file-name')).toBe('dropped.json');
  });

  it('runs nothing that a bundle says, asks the network for nothing and breaks none of its own rules', async () => {
    const spoken = canonicalJson({ id: '1', station: '<img src=x onerror="document.title=1">', code: '</script><script>document.title=1</script>', actor: '<b>', v: 1 });
    const hostile = new MadeLog([spoken], [signer]);
    const { isGood } = await check({ events: [hostile.event(0)] }, signer.verifierKey.text);
    expect(isGood).toBe(true);
    expect(await page.innerText('tbody')).toContain('<img src=x');
    expect(await page.locator('tbody img, tbody b').count()).toBe(0);
    expect(await page.title()).not.toBe('1');
    expect(requests.every((url) => url.startsWith('file:'))).toBe(true);
    expect(complaints).toEqual([]);
    // That the rules are in force: the page's own policy refuses what it does not name.
    const refused = await page.evaluate("fetch('https://example.com').then(() => 'asked', () => 'refused')");
    expect([refused, complaints.some((text) => text.includes('Content Security Policy'))]).toEqual(['refused', true]);
  });
});
