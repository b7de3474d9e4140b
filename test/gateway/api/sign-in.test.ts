import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fromBase32, totpCode } from '../../../gateway/access/totp.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { differencesOf, type OpenApi } from './described.js';
import { startTestApi, type ApiUnderTest } from './running-api.js';

/** A browser's part: keeps the cookie and says the mark. */
class Browser {
  cookie = '';
  csrf = '';
  readonly #test: ApiUnderTest;
  readonly #document: OpenApi;

  constructor(test: ApiUnderTest, document: OpenApi) {
    this.#test = test;
    this.#document = document;
  }

  /** Also holds each answer to what the document says of it. */
  async send(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.#test.api.address}/api/v1${path}`, {
      method,
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(this.csrf === '' ? {} : { 'x-jiantong-csrf': this.csrf }),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) this.cookie = set.split(';')[0] ?? '';
    const operation = this.#document.paths[path]?.[method.toLowerCase()];
    if (operation) expect([path, await differencesOf(this.#document, operation, response.clone())]).toEqual([path, null]);
    const answer = (await response.json()) as Record<string, unknown>;
    if (typeof answer.csrf === 'string') this.csrf = answer.csrf;
    return { status: response.status, body: answer };
  }
}

describeOnPostgres('signing in', () => {
  let test: ApiUnderTest;
  let document: OpenApi;

  beforeAll(async () => {
    test = await startTestApi();
    document = (await (await test.call('/api/v1/openapi.json')).json()) as OpenApi;
  });
  afterAll(() => test.end());

  const browser = (): Browser => new Browser(test, document);
  const people = () => test.parts.servicesFor({ scope: 'all', actor: 'operator' }).people;
  let count = 0;
  /** Somebody new, with the first password. */
  async function somebody(role: 'engineer' | 'administrator' = 'engineer'): Promise<{ name: string; password: string }> {
    const name = `person-${String((count += 1))}`;
    const { firstPassword } = await people().add({ name, title: '示例甲', department: 'gannan-housing', role });
    return { name, password: firstPassword };
  }
  /** Somebody who has changed the first password, signed in. */
  async function signedIn(): Promise<{ browser: Browser; name: string; password: string }> {
    const { name, password } = await somebody();
    const page = browser();
    await page.send('POST', '/session', { name, password });
    const next = '石头 river 七月 lantern';
    expect((await page.send('POST', '/session/password', { present: password, next })).status).toBe(200);
    return { browser: page, name, password: next };
  }

  it('with a first password leads to nothing but changing it', async () => {
    const { name, password } = await somebody();
    const page = browser();
    expect(await page.send('POST', '/session', { name, password })).toMatchObject({
      status: 201,
      body: { kind: 'person', name, role: 'engineer', department: 'gannan-housing', mustChangePassword: true },
    });
    expect((await page.send('GET', '/exchanges')).body).toMatchObject({ code: 'ACCESS_PASSWORD_OLD' });
    expect((await page.send('POST', '/session/password', { present: password, next: 'short' })).body).toMatchObject({
      code: 'ACCESS_PASSWORD_WEAK',
      detail: 'wanted: 至少12个字符 at least 12 characters',
    });
    expect((await page.send('POST', '/session/password', { present: password, next: password })).body).toMatchObject({ code: 'ACCESS_PASSWORD_WEAK' });
    expect((await page.send('POST', '/session/password', { present: 'wrong', next: '石头 river 七月 lamp' })).body).toMatchObject({ code: 'ACCESS_SIGN_IN_REFUSED' });
    await page.send('POST', '/session/password', { present: password, next: '石头 river 七月 lamp' });
    expect((await page.send('GET', '/exchanges')).status).toBe(200);
  });

  it('gives a cookie that no script reads and no other site sends, and keeps only its digest', async () => {
    const { name, password } = await somebody();
    const response = await fetch(`${test.api.address}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password }),
    });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^jiantong-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const token = /=([\w-]{43})/.exec(cookie)?.[1] ?? '';
    const stored = await test.database.store.query('SELECT * FROM session');
    expect(JSON.stringify(stored)).not.toContain(Buffer.from(token).toString('hex'));
    expect(test.log()).not.toContain(token);
  });

  it('does not carry a change that another page sent: without the mark it is refused', async () => {
    const { browser: page } = await signedIn();
    expect((await page.send('POST', '/quarantine/x/replay', undefined, { 'x-jiantong-csrf': '' })).body).toMatchObject({ code: 'ACCESS_CSRF_MISSING' });
    expect((await page.send('DELETE', '/session', undefined, { 'x-jiantong-csrf': 'guess' })).body).toMatchObject({ code: 'ACCESS_CSRF_MISSING' });
    expect((await page.send('DELETE', '/session')).status).toBe(200);
    expect((await page.send('GET', '/session')).status).toBe(401);
  });

  it('takes no session that was not given: neither one made up nor one of before', async () => {
    const page = browser();
    page.cookie = `jiantong-session=${'a'.repeat(43)}`;
    const { name, password } = await somebody();
    await page.send('POST', '/session', { name, password });
    expect(page.cookie).not.toContain('aaaa');
    const before = page.cookie;
    await page.send('DELETE', '/session');
    page.cookie = before;
    expect((await page.send('GET', '/session')).status).toBe(401);
  });

  it('answers the same to a name that nobody has, a wrong password and a disabled person', async () => {
    const { name, password } = await somebody();
    const answers = [
      await browser().send('POST', '/session', { name: 'no-such-person', password }),
      await browser().send('POST', '/session', { name, password: 'wrong' }),
    ];
    await people().disable(name);
    answers.push(await browser().send('POST', '/session', { name, password }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'ACCESS_SIGN_IN_REFUSED' } });
  });

  it('is locked after five failures, longer each time, for names of nobody too, and for the right password', async () => {
    const { name, password } = await somebody();
    for (const tried of [name, 'nobody-at-all']) {
      for (let i = 0; i < 5; i += 1) await browser().send('POST', '/session', { name: tried, password: 'wrong' });
      const locked = await browser().send('POST', '/session', { name: tried, password });
      expect(locked).toMatchObject({ status: 429, body: { code: 'ACCESS_SIGN_IN_LOCKED', detail: expect.stringMatching(/seconds: (29|30)/) as unknown } });
    }
    await test.database.store.query('UPDATE sign_in_failure SET locked_until = now()');
    await browser().send('POST', '/session', { name, password: 'wrong' });
    expect((await browser().send('POST', '/session', { name, password })).body.detail).toMatch(/seconds: (59|60)/);
    await test.database.store.query('UPDATE sign_in_failure SET locked_until = now()');
    expect((await browser().send('POST', '/session', { name, password })).status).toBe(201);
    expect((await browser().send('POST', '/session', { name, password })).status).toBe(201);
  });

  it('wants the second factor once it is confirmed, each code once', async () => {
    const { browser: page, name, password } = await signedIn();
    const { secret } = (await page.send('POST', '/session/second-factor/proposal')).body;
    const bytes = fromBase32(String(secret));
    const step = Math.floor(Date.now() / 30_000);
    expect((await page.send('POST', '/session/second-factor', { secret, code: '000000' })).status).toBe(401);
    expect((await page.send('POST', '/session/second-factor', { secret, code: totpCode(bytes, step - 1) })).status).toBe(200);
    expect((await page.send('GET', '/session')).status).toBe(401);
    expect((await browser().send('POST', '/session', { name, password })).body).toMatchObject({ code: 'ACCESS_CODE_WANTED' });
    expect((await browser().send('POST', '/session', { name, password, code: totpCode(bytes, step - 1) })).status).toBe(401);
    const code = totpCode(bytes, step);
    const both = await Promise.all([browser(), browser()].map((one) => one.send('POST', '/session', { name, password, code })));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 401]);
    const stored = await test.database.store.query<{ second_factor: Buffer }>('SELECT second_factor FROM person WHERE name = $1', [name]);
    expect(stored[0]?.second_factor.includes(bytes)).toBe(false);
  });

  it('ends when the person is disabled, the password is reset, or nothing was asked for half an hour', async () => {
    const { browser: page, name } = await signedIn();
    await people().disable(name);
    expect((await page.send('GET', '/session')).status).toBe(401);
    const second = await signedIn();
    await people().reset(second.name);
    expect((await second.browser.send('GET', '/session')).status).toBe(401);
    const third = await signedIn();
    await test.database.store.query(`UPDATE session SET seen_at = now() - interval '31 minutes'`);
    expect((await third.browser.send('GET', '/session')).status).toBe(401);
  });

  it('leaves the gateway an administrator', async () => {
    const first = await somebody('administrator');
    await expect(people().disable(first.name)).rejects.toMatchObject({ code: 'ACCESS_LAST_ADMINISTRATOR' });
    await somebody('administrator');
    expect((await people().disable(first.name)).disabledAt).not.toBeNull();
  });

  it('makes the person who signed in the one who decides, whatever the body says', async () => {
    const { browser: page, name } = await signedIn();
    const path = '/deadline-notices/1/acknowledge';
    expect((await page.send('POST', path, { person: '别人' })).body).toMatchObject({ code: 'API_BODY_WRONG', detail: 'mistakes: person: not the one who signed in' });
    expect((await page.send('POST', path, {})).body).toMatchObject({ acknowledgedBy: name });
  });

  it('is in the exchange log, with refusals, and never with a password', async () => {
    const { name } = await signedIn();
    await browser().send('POST', '/session', { name, password: 'my secret words' });
    const rows = await test.database.store.query<{ entries: string }>('SELECT entries FROM log_segment');
    const entries = rows.map((row) => row.entries).join('');
    expect(entries).toContain(`"actor":"${name}"`);
    expect(entries).toContain('"station":"signed-in"');
    expect(entries).toContain('"station":"sign-in-refused"');
    expect(entries).not.toContain('my secret words');
    expect(test.log()).not.toContain('my secret words');
  });
});
