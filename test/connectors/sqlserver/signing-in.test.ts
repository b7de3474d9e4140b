import { afterEach, describe, expect, it } from '@jest/globals';
import { sqlServerConnector } from '../../../connectors/sqlserver/index.js';
import { startRefusingTds, type TdsAnswers } from '../../servers/refusing-tds.js';
import { testContext } from '../test-context.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A connector, with the real driver, to a server that speaks TDS and says no. */
async function far(answers: TdsAnswers) {
  const server = await startRefusingTds(answers);
  const config = { host: '127.0.0.1', port: server.port, database: 'd', user: 'u', password: 'demo', connectTimeoutSeconds: 1, statementTimeoutSeconds: 1 };
  const connector = sqlServerConnector.create({ ...config, streams: { s: { table: 't' } } }, testContext());
  stops.push(async () => {
    await connector.close();
    await server.close();
  });
  return { server, connector };
}

async function failureOf(answers: TdsAnswers): Promise<unknown> {
  const { connector } = await far(answers);
  let last: unknown;
  for await (const { step, ok, code } of connector.check(AbortSignal.timeout(30_000))) last = { step, ok, code };
  return last;
}

describe('signing in to a SQL Server', () => {
  it.each([
    ['a wrong password', 18_456, 'CONNECTOR_LOGIN_REFUSED'],
    ['a password that ran out', 18_487, 'CONNECTOR_LOGIN_REFUSED'],
    ['a database that is not there', 4_060, 'CONNECTOR_DATABASE_MISSING'],
    ['too many connections', 17_809, 'CONNECTOR_BUSY'],
  ])('tells %s by its number', async (_, signIn, code) => {
    expect(await failureOf({ signIn })).toEqual({ step: 'sign-in', ok: false, code });
  });

  it('gives up on a server that never answers', async () => {
    expect(await failureOf({ signIn: 'silence' })).toEqual({ step: 'sign-in', ok: false, code: 'CONNECTOR_TIMED_OUT' });
  });

  it('says that the port is closed where nobody listens', async () => {
    const { server, connector } = await far({ signIn: 'accept' });
    await server.close();
    stops.length = 0;
    const steps = [];
    for await (const step of connector.check(AbortSignal.timeout(30_000))) steps.push(step);
    expect(steps.at(-1)).toMatchObject({ step: 'connect', ok: false, code: 'CONNECTOR_CONNECTION_REFUSED' });
  });
});

describe('a statement to a SQL Server', () => {
  it.each([
    ['a table without a right to it', 229, 'CONNECTOR_RIGHT_MISSING'],
    ['a table that is not there', 208, 'CONNECTOR_TABLE_MISSING'],
    ['a deadlock', 1_205, 'CONNECTOR_BUSY'],
  ])('tells %s by its number', async (_, statement, code) => {
    const { connector } = await far({ signIn: 'accept', statement });
    await expect(connector.discover(AbortSignal.timeout(30_000))).rejects.toMatchObject({ code });
  });

  it('is ended at the server by an attention when it takes too long', async () => {
    const { server, connector } = await far({ signIn: 'accept', statement: 'silence' });
    await expect(connector.discover(AbortSignal.timeout(30_000))).rejects.toMatchObject({ code: 'CONNECTOR_TIMED_OUT' });
    expect(server.received).toContain(6);
  });

  it('is ended when it is cancelled, within a second', async () => {
    const { server, connector } = await far({ signIn: 'accept', statement: 'silence' });
    const stop = new AbortController();
    const running = connector.discover(stop.signal);
    running.catch(() => undefined);
    await server.asked;
    stop.abort(new Error('stopped'));
    await expect(running).rejects.toThrow('stopped');
    expect(server.received).toContain(6);
  });
});
