import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connector } from '../../../connectors/connector.js';
import { connectorTypes } from '../../../connectors/registry.js';
import { allowedAddress, isNetworkRule } from '../../../connectors/shared/networks.js';
import { connectorNetworks } from '../../../gateway/networks.js';
import { startServer } from '../rest/http-server.js';
import { testContext } from '../test-context.js';

const signal = AbortSignal.timeout(60_000);
const refused = { code: 'CONNECTOR_ADDRESS_REFUSED' };

function allowed(address: string, networks?: readonly string[], port = 5432): Promise<string> {
  return allowedAddress('db.example', port, { networks, resolve: async () => [address] });
}

describe('the networks that connectors may reach', () => {
  it.each([
    '127.0.0.1', '127.8.8.8', '0.0.0.0', '169.254.169.254', '::1', '::', 'fe80::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:a9fe:a9fe',
  ])('hold neither this machine nor its link where nothing is set: %s', async (address) => {
    await expect(allowed(address)).rejects.toMatchObject(refused);
    await expect(allowedAddress(address, 80, {})).rejects.toMatchObject(refused);
  });

  it('hold everything else where nothing is set', async () => {
    expect(await allowed('10.1.2.3')).toBe('10.1.2.3');
    expect(await allowed('2001:db8::7')).toBe('2001:db8::7');
  });

  it('are only those that are listed, by network, address, or one port of an address', async () => {
    const networks = ['10.20.0.0/16', '192.168.8.15', '127.0.0.1:5432', '[::1]:5432', 'fd00::/8'];
    for (const address of ['10.20.9.9', '192.168.8.15', '127.0.0.1', '::1', 'fd12::3']) expect(await allowed(address, networks)).toBe(address);
    for (const address of ['10.21.0.1', '192.168.8.16', '127.0.0.2', '2001:db8::7'])
      await expect(allowed(address, networks)).rejects.toMatchObject(refused);
    await expect(allowed('127.0.0.1', networks, 6379)).rejects.toMatchObject(refused);
    await expect(allowed('127.0.0.1', ['*', '127.0.0.1:5432'], 6379)).rejects.toMatchObject(refused);
    expect(await allowed('10.1.2.3', ['*', '127.0.0.1:5432'])).toBe('10.1.2.3');
  });

  it('count a socket of this machine as this machine', async () => {
    await expect(allowedAddress('/run/postgresql', 5432, {})).rejects.toMatchObject(refused);
    expect(await allowedAddress('/run/postgresql', 5432, { networks: ['127.0.0.1:5432'] })).toBe('/run/postgresql');
  });

  it('pass over those addresses of a name that they do not hold', async () => {
    const resolve = async (): Promise<string[]> => ['127.0.0.1', '10.1.2.3'];
    expect(await allowedAddress('two.example', 80, { resolve })).toBe('10.1.2.3');
  });

  it('say in a refusal which host, which address, and which setting', async () => {
    await expect(allowed('127.0.0.1', ['10.0.0.0/8'])).rejects.toMatchObject({
      code: 'CONNECTOR_ADDRESS_REFUSED',
      facts: { host: 'db.example', address: '127.0.0.1', port: 5432, JIANTONG_NETWORKS: '10.0.0.0/8' },
    });
  });

  it('hold an IPv4 address exactly where its bits agree with a rule', async () => {
    const address = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(address, address, fc.nat(32), async (one, other, bits) => {
        const number = (parts: number[]): bigint => BigInt(`0b${parts.map((part) => part.toString(2).padStart(8, '0')).join('')}`);
        const isSame = number(one) >> BigInt(32 - bits) === number(other) >> BigInt(32 - bits);
        const found = await allowed(one.join('.'), [`${other.join('.')}/${bits}`]).then(() => true, () => false);
        expect(found).toBe(isSame);
      }),
    );
  });

  it.each([
    ['*', true], ['10.0.0.0/8', true], ['fd00::/8', true], ['127.0.0.1:80', true], ['[::1]:80', true],
    ['10.0.0.0/33', false], ['10.0.0.300', false], ['localhost', false], ['127.0.0.1:0', false], ['10.0.0.0/8/8', false], ['', false], ['fd00::/129', false],
  ])('are written as %s: %s', (rule, isRule) => {
    expect(isNetworkRule(rule)).toBe(isRule);
  });

  it('hold the sandbox’s own ports besides, and nothing else of this machine', async () => {
    const env = { SANDBOX_HOUSING_HOST: '127.0.0.1', SANDBOX_HOUSING_PORT: '8632', SANDBOX_DESKS_URL: 'http://127.0.0.1:8636', OTHER_URL: 'http://127.0.0.1:6379', SANDBOX_X_URL: 'http://localhost:9' };
    const networks = connectorNetworks({} as never, env);
    expect(networks).toEqual(['*', '127.0.0.1:8632', '127.0.0.1:8636']);
    expect(connectorNetworks({ networks: ['10.0.0.0/8'] } as never, {})).toEqual(['10.0.0.0/8']);
  });
});

const database = { host: 'db.example', database: 'd', user: 'u', password: 'demo' };
const stream = { pull: { path: '/rows', rows: '' } };
/** A configuration of every type that connects to a host. */
const configs: Readonly<Record<string, unknown>> = {
  postgres: database,
  mysql: database,
  'exchange-table': { database: { dialect: 'mysql', ...database }, streams: { s: { table: 't', direction: 'receive', columns: { id: 'id' } } } },
  rest: { baseUrl: 'http://db.example', streams: { s: stream } },
  soap: { wsdl: 'http://db.example/service?wsdl', streams: { s: { pull: { path: 'read', rows: '' } } } },
};

function open(type: string, config: unknown, resolve: (host: string) => Promise<readonly string[]>, networks?: readonly string[]): Connector {
  const found = connectorTypes().get(type);
  if (!found) throw new Error(`no type ${type}`);
  return found.create(config as never, testContext({ networks, resolve }));
}

async function drain(connector: Connector): Promise<void> {
  const request = { stream: 's', key: ['id'], mode: 'full', cursorColumns: [], cursor: null } as const;
  for await (const _ of connector.pull?.(request, signal) ?? []);
}

describe.each(Object.keys(configs))('a connector of the type %s', (type) => {
  it('does not connect to this machine where nobody allowed it', async () => {
    const connector = open(type, configs[type], async () => ['127.0.0.1']);
    const steps = [];
    for await (const step of connector.check(signal)) steps.push(step);
    expect(steps).toMatchObject([{ step: 'resolve', ok: false, code: 'CONNECTOR_ADDRESS_REFUSED' }]);
    await expect(drain(connector)).rejects.toMatchObject(refused);
    await connector.close();
  });

  it('asks again at each connection, so that a name cannot change its answer behind the check', async () => {
    const answers = ['10.255.255.1', '127.0.0.1'];
    const asked: string[] = [];
    const connector = open(type, configs[type], async (host) => {
      asked.push(host);
      return [answers.shift() ?? '127.0.0.1'];
    });
    for await (const step of connector.check(signal)) {
      expect(step).toMatchObject({ step: 'resolve', ok: true });
      break;
    }
    await expect(drain(connector)).rejects.toMatchObject(refused);
    expect(asked.length).toBeGreaterThan(1);
    await connector.close();
  });
});

describe('an HTTP connector', () => {
  let inner: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    inner = await startServer(() => ({ json: [{ id: 1 }] }));
  });
  afterAll(async () => await inner.stop());

  it('connects to the very address that was found to be allowed, by the name that it was given', async () => {
    const url = inner.url.replace('127.0.0.1', 'platform.example');
    const connector = open('rest', { baseUrl: url, streams: { s: stream } }, async () => ['127.0.0.1'], [new URL(inner.url).host]);
    await drain(connector);
    expect(inner.received.at(-1)?.headers['host']).toBe(new URL(url).host);
    await connector.close();
  });

  it('does not follow a redirect to another address', async () => {
    const before = inner.received.length;
    const outer = await startServer(() => ({ status: 302, headers: { location: `${inner.url}/rows` } }));
    const connector = open('rest', { baseUrl: outer.url, streams: { s: stream } }, async () => [], [new URL(outer.url).host]);
    await expect(drain(connector)).rejects.toMatchObject({ code: 'REST_ANSWER_LOST' });
    expect(inner.received.length).toBe(before);
    await connector.close();
    await outer.stop();
  });
});
