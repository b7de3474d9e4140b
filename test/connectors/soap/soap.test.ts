import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { PullBatch, PushRecord } from '../../../connectors/connector.js';
import { soapConnector } from '../../../connectors/soap/index.js';
import type { SoapConfig } from '../../../connectors/soap/spec.js';
import { jsonOf, parseXml, xmlOf } from '../../../connectors/soap/xml-tree.js';
import type { Operations, SoapServerOptions } from './soap-server.js';
import { startSoapServer } from './soap-server.js';
import { testContext } from '../test-context.js';

const signal = AbortSignal.timeout(60_000);
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const streams = {
  list: { pull: { path: 'list', rows: 'rows.row', paging: { kind: 'page', parameter: 'page', size: 2 }, incremental: { parameter: 'since' } } },
  save: {
    push: {
      path: 'save',
      body: { rows: 'rows.row', fields: { idempotencyKey: 'id' } },
      response: { rows: { results: 'results.row', by: 'idempotencyKey', key: 'id', outcome: { path: 'code', accepted: ['0'], rejected: ['*'] }, code: 'code', text: 'text' } },
    },
  },
} as const satisfies SoapConfig['streams'];

async function setUp(operations: Operations, config: Partial<SoapConfig> = {}, options: SoapServerOptions = {}) {
  const server = await startSoapServer(operations, options);
  const connector = soapConnector.create(
    { wsdl: server.wsdl, timeoutSeconds: 2, streams, ...config },
    testContext({ name: 'office/service' }),
  );
  stops.push(server.stop, async () => await connector.close());
  const pull = async (): Promise<PullBatch[]> => {
    const batches: PullBatch[] = [];
    const request = { stream: 'list', key: ['id'], mode: 'full', cursorColumns: [], cursor: null } as const;
    for await (const batch of connector.pull?.(request, signal) ?? []) batches.push(batch);
    return batches;
  };
  const push = async (records: PushRecord[], stream = 'save') => await connector.push?.({ stream, records, attemptId: 'a' }, signal);
  return { server, connector, pull, push };
}

function record(place: number): PushRecord {
  const row = { name: `甲<公司> & "𠮷" ${place}`, amount: '5000.00' };
  return { idempotencyKey: `idem-${place}`, recordKey: `record-${place}`, version: 1, op: 'upsert', row };
}

const all = [
  { id: '0010', name: '甲 & 乙', amount: '1234567890123456789.10', updatedAt: '2026-11-20' },
  { id: '2', name: '𠮷', amount: '', updatedAt: '2026-11-21' },
  { id: '3', name: '丙', amount: '0.50', updatedAt: '2026-11-22' },
];
const list = ({ page }: Record<string, unknown>) => ({ rows: { row: all.slice((Number(page) - 1) * 2, Number(page) * 2) } });

describe('a SOAP service', () => {
  it.each([
    ['SOAP 1.1', {}],
    ['SOAP 1.2', { version: '1.2' }],
    ['a description in several documents', { isSplit: true }],
  ] as const)('is read page by page without changing a value: %s', async (_, options) => {
    const { pull } = await setUp({ list }, {}, options);
    const batches = await pull();
    const rows = batches.flatMap(({ changes }) => changes.map(({ row }) => row));
    expect(rows).toEqual(all.map((row) => ({ ...row, amount: row.amount === '' ? null : row.amount })));
    expect(batches.at(-1)?.snapshotComplete).toBe(true);
  });

  it('knows an empty list from an answer of another kind', async () => {
    const empty = await setUp({ list: () => ({ rows: {} }) });
    expect((await empty.pull()).flatMap(({ changes }) => changes)).toEqual([]);
    const other = await setUp({ list: () => ({ message: 'maintenance' }) });
    await expect(other.pull()).rejects.toMatchObject({ code: 'REST_REQUEST_REFUSED' });
  });

  it('takes records and answers each, one alone as well as many', async () => {
    const seen: unknown[] = [];
    const save = ({ rows }: Record<string, unknown>) => {
      const { row } = rows as { row: { id: string; name: string } | { id: string; name: string }[] };
      const given = Array.isArray(row) ? row : [row];
      seen.push(...given.map(({ name }) => name));
      return { results: { row: given.map(({ id }) => (id === 'idem-1' ? { id, code: '1011', text: '代码不符' } : { id, code: '0' })) } };
    };
    const { push } = await setUp({ save });
    expect(await push([record(0)])).toMatchObject([{ outcome: 'accepted' }]);
    expect(await push([record(0), record(1)])).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'rejected', code: '1011', text: '代码不符' },
    ]);
    expect(seen[0]).toBe('甲<公司> & "𠮷" 0');
  });

  it('is asked by user, password and one text, and answers by one text, as many do', async () => {
    const asked: Record<string, unknown>[] = [];
    const submit = (given: Record<string, unknown>) => {
      asked.push(given);
      return { return: '<result><code>1</code><rows><row><id>idem-0</id><state>ok</state></row></rows></result>' };
    };
    const { push } = await setUp({ submit }, {
      arguments: { user: 'gannan' },
      secretArguments: { password: 'service-secret' },
      requestText: { parameter: 'xmlStr', as: 'xml', root: 'data' },
      answerText: { path: 'return', as: 'xml' },
      success: { path: 'code', values: ['1'] },
      streams: { send: { push: { path: 'submit', body: { rows: 'row', fields: { idempotencyKey: 'id' } }, response: { rows: { results: 'rows.row', by: 'idempotencyKey', key: 'id', outcome: { path: 'state', accepted: ['ok'] } } } } } },
    });
    expect(await push([record(0)], 'send')).toMatchObject([{ outcome: 'accepted' }]);
    expect(asked).toMatchObject([{ user: 'gannan', password: 'service-secret' }]);
    expect(String(asked[0]?.['xmlStr'])).toMatch(/^<data><row><name>甲.*<\/name><amount>5000.00<\/amount><id>idem-0<\/id><\/row><\/data>$/u);
  });

  it('of the rpc style is called with parts that stand in no namespace', async () => {
    const { push, server } = await setUp(
      { submit: () => ({ return: '{"rows":[{"id":"idem-0","state":"ok","n":12345678901234567890}]}' }) },
      {
        arguments: { user: 'gannan' },
        requestText: { parameter: 'xmlStr', as: 'json' },
        answerText: { path: 'return', as: 'json' },
        streams: { send: { push: { path: 'submit', body: { rows: 'rows', fields: { idempotencyKey: 'id' } }, response: { rows: { results: 'rows', by: 'idempotencyKey', key: 'id', outcome: { path: 'state', accepted: ['ok'] } } } } } },
      },
      { style: 'rpc' },
    );
    expect(await push([record(0)], 'send')).toMatchObject([{ outcome: 'accepted' }]);
    expect(server.received[0]).toContain('<user>gannan</user>');
  });

  it.each(['username-token-text', 'username-token-digest'] as const)('checks the WS-Security %s that we send', async (kind) => {
    const users = { gannan: '密码-secret' };
    const right = await setUp({ list }, { security: { kind, user: 'gannan', password: '密码-secret' } }, { users });
    expect(await right.pull()).toHaveLength(2);
    if (kind === 'username-token-digest') expect(right.server.received.join('')).not.toContain('密码-secret');
    const wrong = await setUp({ list }, { security: { kind, user: 'gannan', password: 'wrong-secret' } }, { users });
    await expect(wrong.pull()).rejects.toMatchObject({ code: 'CONNECTOR_LOGIN_REFUSED' });
  });

  it('tells by its fault whose mistake it was, and leaves a record in doubt where it was its own', async () => {
    const fault = (code: string) => () => {
      throw { Fault: { faultcode: code, faultstring: `refused service-secret` } };
    };
    const ours = await setUp({ save: fault('soap:Client') }, { secretArguments: { k: 'service-secret' } });
    await expect(ours.push([record(0)])).rejects.toMatchObject({ code: 'REST_BATCH_REFUSED', facts: { code: 'Client', answer: 'refused ***' } });
    const theirs = await setUp({ save: fault('soap:Server') });
    expect(await theirs.push([record(0)])).toMatchObject([{ outcome: 'unknown' }]);
    const login = await setUp({ list: fault('wsse:FailedAuthentication') });
    await expect(login.pull()).rejects.toMatchObject({ code: 'CONNECTOR_LOGIN_REFUSED' });
  });

  it('names its operations in the check, and what is wrong with a description or an operation', async () => {
    const steps = async (config: Partial<SoapConfig>) => {
      const { connector } = await setUp({ list }, config);
      const found = [];
      for await (const step of connector.check(signal)) found.push([step.step, step.code ?? step.en]);
      expect(found.shift()).toEqual(['resolve', '127.0.0.1 is 127.0.0.1']);
      return found;
    };
    expect(await steps({})).toEqual([
      ['connect', 'SOAP 1.1 with the operations list, save, submit'],
      ['read', 'list: 2 rows on the first page'],
    ]);
    expect(await steps({ streams: { a: { pull: { path: 'nothing', rows: 'rows' } } } })).toEqual([
      ['connect', expect.stringContaining('list')],
      ['read', 'SOAP_OPERATION_MISSING'],
    ]);
    const { server } = await setUp({ list });
    expect(await steps({ wsdl: `${server.url}/nowhere?wsdl` })).toEqual([['connect', 'SOAP_WSDL_UNREADABLE']]);
    expect(await steps({ wsdl: `${server.url}/types.xsd` })).toEqual([['connect', 'SOAP_WSDL_UNREADABLE']]);
    expect(await steps({ wsdl: 'http://127.0.0.1:1/x?wsdl' })).toEqual([['connect', 'CONNECTOR_CONNECTION_REFUSED']]);
  });
});

describe('elements', () => {
  it('give back what JSON said, whatever can be printed in the texts', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const name = fc.constantFrom('id', '名称', 'a-b');
    const leaf = fc.oneof(text, fc.constant(null));
    const rows = fc.dictionary(name, fc.oneof(leaf, fc.array(leaf, { minLength: 2 }), fc.dictionary(name, leaf, { minKeys: 1 })), { minKeys: 1 });
    fc.assert(
      fc.property(rows, (row) => {
        const plain = { ...row };
        expect(jsonOf(parseXml(xmlOf({ data: plain })))).toEqual(plain);
      }),
    );
  });

  it('refuse document types, broken nesting and names that are none', () => {
    for (const wrong of ['<!DOCTYPE a><a/>', '<a><b></a></b>', '<a/><b/>', '<a', '<p:a/>', 'text'])
      expect(() => parseXml(wrong)).toThrow(SyntaxError);
    expect(() => xmlOf({ 'a b': 1 })).toThrow(SyntaxError);
  });
});
