import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { startApi } from '../../../gateway/api/server.js';
import { readDoor } from '../../../gateway/api/token.js';
import { systemClock } from '../../../gateway/clock.js';
import { createLogger } from '../../../gateway/logging/logger.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { digest, exchange, ids, target } from './books.js';
import { startTestApi, type ApiUnderTest } from './running-api.js';

describeOnPostgres('the API', () => {
  let test: ApiUnderTest;

  beforeAll(async () => {
    test = await startTestApi();
  });
  afterAll(() => test.end());

  async function problem(path: string, init?: RequestInit): Promise<Record<string, unknown>> {
    const response = await test.call(path, init);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const body = (await response.json()) as Record<string, unknown>;
    expect(body.status).toBe(response.status);
    return body;
  }

  it('says without a token only that it lives', async () => {
    const live = await fetch(`${test.api.address}/api/v1/live`);
    expect([live.status, await live.json()]).toEqual([200, { live: true }]);
    for (const path of ['/api/v1/exchanges', '/api/v1/openapi.json', '/api/v1/nothing', '/', '/api/v1/live/x']) {
      const response = await fetch(test.api.address + path);
      expect([path, response.status]).toEqual([path, 401]);
    }
  });

  it.each(['Bearer wrong', 'Bearer ', 'Basic abc', `Bearer ${'x'.repeat(1000)}`])(
    'refuses the authorization "%s"',
    async (authorization) => {
      expect(await problem('/api/v1/targets', { headers: { authorization } })).toMatchObject({
        status: 401,
        code: 'API_TOKEN_REFUSED',
      });
    },
  );

  it('leaves its token in a file that only the owner can read', async () => {
    const { mode } = await stat(join(test.dataFolder, 'api-token'));
    expect(mode & 0o777).toBe(0o600);
    expect(test.token).toMatch(/^[\w-]{43}$/);
  });

  it('answers an error with its stable code and what mends it, in both languages', async () => {
    expect(await problem('/api/v1/runs/99')).toEqual({
      type: 'urn:jiantong:error:API_RESOURCE_MISSING',
      title: '没有这个对象，或无权查看。',
      titleEn: 'There is no such thing, or you may not see it.',
      status: 404,
      code: 'API_RESOURCE_MISSING',
      detail: 'run: 99',
      fix: '请核对名称或编号。',
      fixEn: 'Check the name or the id.',
    });
  });

  it('names every wrong parameter of a query at once', async () => {
    expect(await problem('/api/v1/deliveries?limit=501&colour=red')).toMatchObject({
      code: 'API_QUERY_WRONG',
      detail: 'mistakes: state: missing; colour: not known; limit: must be <= 500',
    });
    expect(await problem('/api/v1/runs/x')).toMatchObject({ code: 'API_QUERY_WRONG' });
    expect(await problem('/api/v1/deliveries?state=lost')).toMatchObject({ code: 'API_QUERY_WRONG' });
    expect(await problem('/api/v1/runs?cursor=v1.bad')).toMatchObject({ code: 'API_QUERY_WRONG' });
  });

  it('refuses bodies that are wrong, damaged or too large', async () => {
    const post = (body: string): RequestInit => ({
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    const pause = `/api/v1/targets/${target}/pause`;
    expect(await problem(pause, post('{}'))).toMatchObject({
      code: 'API_BODY_WRONG',
      detail: 'mistakes: reason: missing',
    });
    expect(await problem(pause, post('{"reason":'))).toMatchObject({ code: 'API_BODY_WRONG' });
    expect(await problem(pause, post('[1]'))).toMatchObject({ code: 'API_BODY_WRONG' });
    expect(await problem(pause, post(JSON.stringify({ reason: 'x'.repeat(70_000) })))).toMatchObject({
      code: 'API_BODY_TOO_LARGE',
      status: 413,
    });
    expect(await problem(pause, { method: 'POST' })).toMatchObject({ code: 'API_BODY_WRONG' });
  });

  it('pauses a target with a reason and resumes it', async () => {
    const paused = await test.call(`/api/v1/targets/${target}/pause`, {
      method: 'POST',
      body: '{"reason":"对方停机维护"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await paused.json()).toMatchObject({ name: target, paused: true, pausedReason: '对方停机维护' });
    const resumed = await test.call(`/api/v1/targets/${target}/resume`, { method: 'POST' });
    expect(await resumed.json()).toMatchObject({ name: target, paused: false, pausedReason: null });
  });

  it('says where to follow a run that it began', async () => {
    const response = await test.call(`/api/v1/exchanges/${exchange}/runs`, { method: 'POST' });
    expect([response.status, response.headers.get('location')]).toEqual([202, '/api/v1/runs/3']);
  });

  it('answers a resource that did not change with 304 and no body', async () => {
    const path = `/api/v1/resources/Exchange/${exchange}`;
    const first = await test.call(path);
    expect(first.headers.get('etag')).toBe(`"${digest}"`);
    const second = await test.call(path, { headers: { 'if-none-match': `"${digest}"` } });
    expect([second.status, await second.text()]).toEqual([304, '']);
    const other = await test.call(path, { headers: { 'if-none-match': '"older"' } });
    expect(other.status).toBe(200);
  });

  it('tells unknown routes from known ones with the wrong method', async () => {
    expect(await problem('/api/v1/nothing')).toMatchObject({ status: 404, code: 'API_ROUTE_UNKNOWN' });
    expect(await problem('/api/v1/runs/%zz')).toMatchObject({ status: 404, code: 'API_ROUTE_UNKNOWN' });
    const response = await test.call('/api/v1/runs', { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('tells a caller nothing of a failure of its own but the id under which it is logged', async () => {
    const body = await problem(`/api/v1/log-entries?record=${ids.record(8)}`);
    expect(body).toMatchObject({ status: 500, code: 'API_UNEXPECTED_FAILURE' });
    expect(JSON.stringify(body)).not.toContain('MARKED');
    const line = test
      .log()
      .split('\n')
      .find((candidate) => candidate.includes(String(body.failureId)));
    expect(line).toContain('MARKED inner detail');
  });

  it('sends headers that keep browsers from reading, framing or storing its answers', async () => {
    const { headers } = await test.call('/api/v1/targets');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('refuses to start on a port that is taken and leaves the door of the one that holds it', async () => {
    const logger = createLogger({ level: 'error', format: 'json', stream: process.stderr, clock: systemClock });
    const port = Number(new URL(test.api.address).port);
    const second = startApi({
      ...test.parts,
      logger,
      clock: systemClock,
      version: '0.0.0',
      settings: { host: '127.0.0.1', port, requestsPerSecond: 100, dataFolder: test.dataFolder },
    });
    await expect(second).rejects.toMatchObject({ code: 'SERVICE_PORT_TAKEN', facts: { port } });
    expect((await readDoor(test.dataFolder))?.token).toBe(test.token);
  });

  it('slows down a caller who comes too fast, and strangers who try tokens', async () => {
    const own = await startTestApi(undefined, { requestsPerSecond: 1 });
    const { key } = await own.parts.servicesFor({ scope: 'all', actor: 'operator' }).keys.add({ name: '示例', department: 'gannan-housing', role: 'reader', days: 1 });
    const statuses = async (authorization: string, count: number): Promise<number[]> => {
      const answers: Response[] = [];
      for (let i = 0; i < count; i += 1) answers.push(await own.call('/api/v1/exchanges', { headers: { authorization } }));
      if (answers.at(-1)?.status === 429) expect(answers.at(-1)?.headers.get('retry-after')).toMatch(/^[1-9]$/);
      return [...new Set(answers.map(({ status }) => status))];
    };
    expect(await statuses(`Bearer ${key}`, 12)).toEqual([200, 429]);
    expect(await statuses(`Bearer ${own.token}`, 12)).toEqual([200]);
    expect(await statuses('Bearer guess', 400)).toEqual([401, 429]);
    await own.end();
  });

  it('takes its door away when it closes', async () => {
    const own = await startTestApi();
    await own.end();
    expect(await readDoor(own.dataFolder)).toBeUndefined();
    await expect(fetch(`${own.api.address}/api/v1/live`)).rejects.toThrow();
  });
});
