import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../../servers/postgres.js';
import { startTestApi, type ApiUnderTest } from './running-api.js';

describeOnPostgres('setting the gateway up', () => {
  let test: ApiUnderTest;
  const first = { name: 'first-one', title: '示例甲', department: 'data-office', password: '石头 river 七月 lantern' };

  beforeAll(async () => {
    test = await startTestApi();
  });
  afterAll(() => test.end());

  const send = (path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${test.api.address}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const bearer = (): Record<string, string> => ({ authorization: `Bearer ${test.token}` });

  it('wants the start-up token, which no key or person has in its place', async () => {
    expect(await (await send('/setup')).json()).toEqual({ needsAdministrator: true });
    expect((await send('/setup/administrator', first)).status).toBe(401);
    const { keys } = test.parts.servicesFor({ scope: 'all', actor: 'operator' });
    const { key } = await keys.add({ name: '示例', department: 'gannan-housing', role: 'administrator', days: 1 });
    const refused = await send('/setup/administrator', first, { authorization: `Bearer ${key}` });
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ code: 'API_RIGHT_MISSING' })]);
  });

  it('makes one administrator, of a department that no configuration has named yet, who signs in at once', async () => {
    const weak = await send('/setup/administrator', { ...first, password: 'short' }, bearer());
    expect(await weak.json()).toMatchObject({ code: 'ACCESS_PASSWORD_WEAK' });
    const both = await Promise.all(['first-one', 'second-one'].map((name) => send('/setup/administrator', { ...first, name }, bearer())));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const made = (await both.find(({ status }) => status === 201)?.json()) as { name: string };
    expect(made).toMatchObject({ department: 'data-office', role: 'administrator', mustChangePassword: false });
    expect(await (await send('/setup')).json()).toEqual({ needsAdministrator: false });
    const session = await send('/session', { name: made.name, password: first.password });
    expect([session.status, await session.json()]).toEqual([201, expect.objectContaining({ role: 'administrator' })]);
  });
});
