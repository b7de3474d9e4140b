import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { configProblems, resolveSecrets, secretReferences } from '../../../gateway/workspace/resolve.js';
import type { JsonObject } from '../../../schemas/json.js';
import { sampleTypes } from './sample.js';

const table = sampleTypes.get('table') ?? { spec: {} };
const open = (config: JsonObject, env: Record<string, string>, secrets: Record<string, string> = {}): JsonObject =>
  resolveSecrets(config, { env, secrets }, table.spec);

describe('filling in environment variables', () => {
  it('puts their text in place of references, at any depth, and leaves the configuration itself as it was', () => {
    const config = { host: { env: 'HOST' }, login: { user: { env: 'NAME' } } };
    expect(open(config, { HOST: '10.0.0.8', NAME: 'reader' })).toEqual({ host: '10.0.0.8', login: { user: 'reader' } });
    expect(config.host).toEqual({ env: 'HOST' });
  });

  it('reads numbers and truth values where the type wants them', () => {
    const config = { host: 'db', port: { env: 'PORT' }, encrypted: { env: 'TLS' } };
    expect(open(config, { PORT: '8632', TLS: 'true' })).toEqual({ host: 'db', port: 8632, encrypted: true });
  });

  it('names every variable that is missing or empty at once', () => {
    const config = { host: { env: 'HOST' }, port: { env: 'PORT' }, password: { env: 'PASSWORD' } };
    expect(() => open(config, { PORT: '', PASSWORD: 'x' })).toThrow(/CONFIG_ENV_MISSING; names=HOST, PORT\)/u);
    expect(() => open({ host: { env: 'constructor' } }, {})).toThrow('CONFIG_ENV_MISSING');
  });

  it('refuses values that the type does not take, and never shows them', () => {
    const config = { host: { env: 'HOST' }, port: { env: 'PORT' }, password: { env: 'PASSWORD' } };
    const env = { HOST: 'Marked-1', PORT: 'Marked-2', PASSWORD: 'Marked-3' };
    expect(() => open(config, env)).toThrow(/\/host \(HOST\): .*; \/port \(PORT\): 整数 a whole number/u);
    expect(() => open(config, env)).not.toThrow(/Marked/u);
  });

  it('refuses a secret store', () => {
    expect(() => open({ host: { secret: 'db-host' } }, {})).toThrow('CONFIG_SECRET_MISSING');
    expect(open({ host: { secret: 'db-host' } }, {}, { 'db-host': 'db.example' })).toMatchObject({ host: 'db.example' });
  });

  it('takes only an object of the one word with a name for a reference', () => {
    const config = { a: { env: 'A' }, b: { env: 'B', more: 1 }, c: { env: { deep: 'C' } }, d: [{ secret: 'D' }], secret: 'E' };
    expect(secretReferences(config)).toEqual([
      { path: '/a', from: 'env', name: 'A' },
      { path: '/d/0', from: 'secret', name: 'D' },
    ]);
    expect(secretReferences({ env: 'prod' })).toEqual([]);
  });

  it('leaves configurations without references as they are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string().filter((name) => name !== '__proto__'), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (config) => {
        expect(resolveSecrets(config, { env: {}, secrets: {} }, {})).toEqual(config);
      }),
    );
  });
});

describe('checking a configuration before its secrets are known', () => {
  const codes = (config: JsonObject): string[] => configProblems(table, config).map(({ code, path }) => `${path} ${code}`);

  it('asks nothing of what a reference stands for', () => {
    expect(codes({ host: { env: 'HOST' }, port: { env: 'PORT' }, password: { env: 'PASSWORD' } })).toEqual([]);
    expect(codes({ host: 'db', login: { user: { env: 'NAME' } } })).toEqual([]);
    expect(codes({ host: 'db', login: { env: 'LOGIN' } })).toEqual([]);
  });

  it('asks of everything else what the type asks', () => {
    expect(codes({ host: 'Db', port: { env: 'PORT' } })).toEqual(['/host CONFIG_VALUE_WRONG']);
    expect(codes({ hosts: { env: 'HOST' } })).toEqual(['/host CONFIG_FIELD_MISSING', '/hosts CONFIG_FIELD_UNKNOWN']);
    expect(codes({ host: 'db', pause: { env: 'PAUSE' } })).toEqual(['/pause/seconds CONFIG_FIELD_MISSING', '/pause/env CONFIG_FIELD_UNKNOWN']);
    expect(codes({ host: 'db', login: { user: 'x' } })).toEqual(['/login CONFIG_VALUE_WRONG']);
  });
});
