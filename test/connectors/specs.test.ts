import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from '@jest/globals';
import { connectorTypes } from '../../connectors/registry.js';
import { resolveSecrets, secretReferences } from '../../gateway/workspace/resolve.js';
import type { JsonObject } from '../../schemas/json.js';
import { readmeExamples } from './readme-examples.js';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
ajv.addKeyword('x-secret');

describe('the README of a connector type', () => {
  it.each(['amqp', 'csv', 'excel', 'json', 'xml', 'exchange-table', 'handover', 'inbound', 'kafka', 'mysql', 'postgres', 'rest', 'soap'])('%s shows configurations that its spec accepts', (type) => {
    const spec = connectorTypes().get(type)?.spec ?? {};
    const examples = readmeExamples<JsonObject>(type);
    expect(examples.size).toBeGreaterThan(0);
    for (const [name, example] of examples) {
      const env = Object.fromEntries(secretReferences(example).map((reference) => [reference.name, 'filled in from outside']));
      ajv.validate(spec, resolveSecrets(example, { env, secrets: env }, spec));
      expect([name, ajv.errors]).toEqual([name, null]);
    }
  });
});

describe('the spec of a connector type', () => {
  it.each([
    ['amqp', { host: 'mq', user: 'u', streams: { a: {} } }],
    ['amqp', { host: 'mq', user: 'u', streams: { a: { read: { queue: 'q', columns: { b: 'body' } } } } }],
    ['amqp', { host: 'mq', user: 'u', streams: { a: { write: { exchange: 'e' } } } }],
    ['kafka', { brokers: ['kafka'], streams: { a: { topic: 't', read: {} } } }],
    ['kafka', { brokers: ['kafka:9092'], streams: { a: { topic: 't' } } }],
    ['csv', { folder: 'drop', delimiter: '"' }],
    ['csv', { folder: 'drop', pattern: '../*.csv' }],
    ['csv', { pattern: '*.csv' }],
    ['csv', { folder: 'drop', place: { kind: 'sftp', host: 'h', user: 'u', password: 'p' } }],
    ['csv', { folder: 'drop', place: { kind: 'sftp', host: 'h', user: 'u', hostKey: `SHA256:${'A'.repeat(43)}` } }],
    ['csv', { folder: 'drop', place: { kind: 'ftp', host: 'h', user: 'u', password: 'p', privateKey: 'k' } }],
    ['csv', { folder: 'drop', place: { kind: 'local', host: 'h' } }],
    ['excel', { folder: 'drop', headerRow: 0 }],
    ['json', { folder: 'drop', rows: 'a..b' }],
    ['xml', { folder: 'drop', rows: '/data' }],
    ['xml', { folder: 'drop', columns: { a: '@b/c' } }],
    ['postgres', { host: 'db', database: 'd', user: 'u', timeZone: "UTC'; DROP TABLE t" }],
    ['postgres', { host: 'db', database: 'd', user: 'u', streams: { a: { table: 't', write: { key: [] } } } }],
    ['exchange-table', { database: { dialect: 'informix', host: 'db', database: 'd', user: 'u' }, streams: { a: { table: 't', preset: 'outbox' } } }],
    ['exchange-table', { database: { dialect: 'postgres', host: 'db', database: 'd', user: 'u' }, streams: { a: { table: 't' } } }],
    ['exchange-table', { database: { dialect: 'mysql', host: 'db', database: 'd', user: 'u', schema: 's' }, streams: { a: { table: 't', preset: 'outbox' } } }],
    ['mysql', { host: 'db', database: 'd', user: 'u', schema: 's' }],
    ['handover', { folder: 'out', assignee: '示例甲', form: 'letter', streams: { a: { titleZh: '函', key: 'k' } } }],
    ['handover', { folder: 'out', streams: { a: { titleZh: '表', key: 'k' } } }],
    ['soap', { wsdl: 'file:///etc/passwd', streams: { a: {} } }],
    ['soap', { wsdl: 'http://host/?wsdl', streams: { a: {} }, security: { kind: 'username-token-text', user: 'u' } }],
    ['rest', { baseUrl: 'ftp://host', streams: { a: {} } }],
    ['rest', { baseUrl: 'http://host', streams: { a: {} }, auth: { kind: 'token' } }],
    ['rest', { baseUrl: 'http://host', streams: { a: { pull: { path: '/', rows: 'a..b' } } } }],
    ['rest', { baseUrl: 'http://host', streams: { a: {} }, sign: { preset: 'x-tif', secret: 's' } }],
    ['rest', { baseUrl: 'http://host', streams: { a: {} }, sign: { algorithm: 'sm2', secret: 's', headers: {} } }],
    ['rest', { baseUrl: 'http://host', streams: { a: {} }, seal: { kind: 'sm4-sm2' } }],
    ['rest', { baseUrl: 'http://host', streams: { a: {} }, tls: {} }],
    [
      'rest',
      {
        baseUrl: 'http://host',
        streams: { a: { push: { path: '/', response: { rows: { results: 'r', by: 'recordKey' } } } } },
      },
    ],
  ])('%s refuses %j', (type, config) => {
    expect(ajv.validate(connectorTypes().get(type)?.spec ?? {}, config)).toBe(false);
  });
});
