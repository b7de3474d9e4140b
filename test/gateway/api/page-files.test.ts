import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../../servers/postgres.js';
import { startTestApi, type ApiUnderTest } from './running-api.js';

describeOnPostgres('the files of the web console', () => {
  let test: ApiUnderTest;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-pages-'));
    await mkdir(join(folder, 'pages', 'assets'), { recursive: true });
    await writeFile(join(folder, 'pages', 'index.html'), '<!doctype html><title>监通</title><meta name="csp-nonce" content="__CSP_NONCE__">');
    await writeFile(join(folder, 'pages', 'assets', 'main-1a2b.js'), 'export {};');
    await writeFile(join(folder, 'pages', '.hidden'), 'secret');
    await writeFile(join(folder, 'master-key'), 'secret');
    test = await startTestApi(join(folder, 'pages'));
  });
  afterAll(async () => {
    await test.end();
    await rm(folder, { recursive: true });
  });

  const get = (path: string): Promise<Response> => fetch(test.api.address + path);

  it('come without sign-in, and every address of the console gives its one page', async () => {
    for (const path of ['/', '/quarantine', '/exchanges/gannan-housing/penalties']) {
      const response = await get(path);
      expect([path, response.status, await response.text()]).toEqual([path, 200, expect.stringContaining('<title>监通</title>')]);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    const script = await get('/assets/main-1a2b.js');
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(script.headers.get('cache-control')).toContain('immutable');
  });

  it('may load what the gateway serves and nothing else, and be framed by nobody', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|\s\*|https?:/);
    expect([headers.get('x-frame-options'), headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual([
      'DENY', 'nosniff', 'no-referrer',
    ]);
  });

  it('may write styles under a mark that is another each time', async () => {
    const marks = new Set<string>();
    for (let i = 0; i < 3; i += 1) {
      const response = await get('/');
      const [, mark = ''] = /content="([^"]+)"/.exec(await response.text()) ?? [];
      expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${mark}';`);
      expect(Buffer.from(mark, 'base64')).toHaveLength(16);
      marks.add(mark);
    }
    expect(marks.size).toBe(3);
  });

  it('hide nothing of the API, which keeps its own policy and wants its token', async () => {
    const response = await get('/api/v1/exchanges');
    expect([response.status, response.headers.get('content-security-policy')]).toEqual([401, "default-src 'none'; frame-ancestors 'none'"]);
    expect((await get('/api/v1/nothing')).status).toBe(401);
    expect((await get('/log/checkpoint')).headers.get('content-type')).toContain('text/plain');
  });

  it.each(['/.hidden', '/..%2fmaster-key', '/assets/..%2f..%2fmaster-key', '/assets/none.js', '/..%5cmaster-key'])(
    'give nothing that is none of them: %s',
    async (path) => {
      const response = await get(path);
      expect(await response.text()).not.toContain('secret');
      expect(response.status).toBeGreaterThanOrEqual(400);
    },
  );
});
