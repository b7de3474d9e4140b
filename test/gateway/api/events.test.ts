import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Role } from '../../../gateway/access/rights.js';
import { keepSearchable } from '../../../gateway/exchange-log/search/projector.js';
import type { LogStation } from '../../../gateway/exchange-log/entry.js';
import { SegmentWriter } from '../../../gateway/exchange-log/segment.js';
import { openSeal } from '../../../gateway/exchange-log/seal.js';
import { sequenceSegments } from '../../../gateway/exchange-log/sequencer.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenApi } from './described.js';
import { startTestApi, type ApiUnderTest } from './running-api.js';

interface Message {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

describeOnPostgres('the stream of events', () => {
  let test: ApiUnderTest;
  let document: OpenApi;
  const open: AbortController[] = [];

  beforeAll(async () => {
    test = await startTestApi();
    document = (await (await test.call('/api/v1/openapi.json')).json()) as OpenApi;
  });
  afterEach(() => {
    for (const one of open.splice(0)) one.abort();
  });
  afterAll(() => test.end());

  async function keyOf(role: Role, department = 'gannan-housing'): Promise<string> {
    const { keys } = test.parts.servicesFor({ scope: 'all', actor: 'operator' });
    const { key } = await keys.add({ name: role, department, role, days: 1 });
    await sealAll();
    return key;
  }

  /** Messages as they come, each held to what the document says of them. */
  async function watch(key: string): Promise<{ readonly response: Response; readonly next: () => Promise<Message> }> {
    const away = new AbortController();
    open.push(away);
    const response = await fetch(`${test.api.address}/api/v1/events`, { headers: { authorization: `Bearer ${key}` }, signal: away.signal });
    const isDescribed = new Ajv2020({ strict: false, validateFormats: false }).compile({
      $ref: '#/components/schemas/PageEvent',
      components: document.components,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    return {
      response,
      next: async () => {
        while (!text.includes('\n\n')) {
          const { value, done } = (await reader?.read()) ?? { done: true };
          if (done) throw new Error('the stream ended');
          text += value ?? '';
        }
        const end = text.indexOf('\n\n');
        const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
        text = text.slice(end + 2);
        const message = { event, data: JSON.parse(data) as Message['data'] };
        expect([message, isDescribed(message)]).toEqual([message, true]);
        return message;
      },
    };
  }

  async function logged(station: LogStation, department: string): Promise<void> {
    const { store } = test.database;
    const now = new Date();
    const makeId = createIdMaker(() => now);
    const segment = new SegmentWriter();
    segment.add({ id: makeId(), at: now.toISOString(), station, actor: 'gateway', department });
    await store.transaction((transaction) => segment.write(transaction, makeId, now));
    await sealAll();
  }

  async function sealAll(): Promise<void> {
    const { store } = test.database;
    const seal = await openSeal(store, { dataFolder: test.dataFolder, logOrigin: 'log.example/books' });
    if (seal) await sequenceSegments(store, seal);
    await keepSearchable(store);
  }

  it('begins with what the caller may watch', async () => {
    const { response, next } = await watch(await keyOf('reader'));
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await next()).toEqual({
      event: 'hello',
      data: { areas: ['exchanges', 'records', 'deliveries', 'obligations', 'publications', 'reconciliations', 'targets'] },
    });
  });

  it('tells of runs that are under way, go on and end, and of figures that move, to whom they belong alone', async () => {
    const [housingKey, marketKey] = [await keyOf('engineer'), await keyOf('engineer', 'gannan-market')];
    const [housing, market] = [await watch(housingKey), await watch(marketKey)];
    await Promise.all([housing.next(), market.next()]);
    expect(await housing.next()).toMatchObject({ event: 'run', data: { id: 3, state: 'running', rows: 0 } });
    await test.database.store.query('UPDATE run SET rows = 500, mapped = 500 WHERE id = 3');
    expect(await housing.next()).toMatchObject({ event: 'run', data: { id: 3, state: 'running', rows: 500 } });
    await test.database.store.query(`UPDATE run SET state = 'done', ended_at = now() WHERE id = 3`);
    expect(await housing.next()).toMatchObject({ event: 'run', data: { id: 3, state: 'done' } });
    await logged('quarantined', 'gannan-housing');
    expect(await housing.next()).toEqual({ event: 'changed', data: { quarantine: 1, obligations: 1 } });
    await logged('accepted', 'gannan-market');
    // Nothing of the other department came before.
    expect(await market.next()).toEqual({ event: 'changed', data: { deliveries: 1 } });
  });

  it('is closed to whoever may see no exchange, and ends with the server', async () => {
    const sender = await watch(await keyOf('sender'));
    expect(sender.response.status).toBe(403);
    const own = await startTestApi();
    const response = await own.call('/api/v1/events');
    const text = response.text();
    await own.end();
    // It ends; a connection that was cut after the server's patience would be an error here.
    expect(await text).toMatch(/^event: hello\n/);
  });

  it('does not keep a person signed in who only watches', async () => {
    const { people } = test.parts.servicesFor({ scope: 'all', actor: 'operator' });
    const { firstPassword } = await people.add({ name: 'watcher', title: '示例甲', department: 'gannan-housing', role: 'reader' });
    const signedIn = await fetch(`${test.api.address}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'watcher', password: firstPassword }),
    });
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    await test.database.store.query(`UPDATE session SET seen_at = now() - interval '29 minutes'`);
    await fetch(`${test.api.address}/api/v1/events`, { headers: { cookie } });
    await test.database.store.query(`UPDATE session SET seen_at = seen_at - interval '2 minutes'`);
    expect((await fetch(`${test.api.address}/api/v1/session`, { headers: { cookie } })).status).toBe(401);
  });
});
