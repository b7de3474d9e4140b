import { delimiter } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { readConfig, readEnvironment, type ConfigSources } from '../../gateway/config.js';
import { GatewayError } from '../../schemas/errors.js';

function sources(given: Partial<ConfigSources> = {}): ConfigSources {
  return { env: {}, stderrIsTerminal: false, workingFolder: '/srv/jiantong', ...given };
}

function mistakes(given: Partial<ConfigSources>): string {
  try {
    readConfig(sources(given));
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'SERVICE_SETTING_WRONG') return String(error.facts.mistakes);
    throw error;
  }
  return 'none';
}

describe('the settings', () => {
  it('have their defaults where nothing is said', () => {
    expect(readConfig(sources())).toEqual({
      dataFolder: '/srv/jiantong/data',
      fileRoots: [],
      host: '127.0.0.1',
      port: 8620,
      requestsPerSecond: 100,
      logLevel: 'info',
      logFormat: 'json',
      poolSize: 10,
      logStampMinutes: 10,
      logRetention: '6',
    });
  });

  it('come from the environment, and an empty variable counts as absent', () => {
    const env = {
      JIANTONG_DATA: '/var/lib/jiantong',
      DATABASE_URL: 'postgres://127.0.0.1/jiantong',
      JIANTONG_PORT: '0',
      JIANTONG_LOG_LEVEL: 'debug',
      JIANTONG_MASTER_KEY: '0f'.repeat(32),
      JIANTONG_HOST: '',
      JIANTONG_POOL_SIZE: '20',
      JIANTONG_FILE_ROOTS: ['/srv/drop', 'shared'].join(delimiter),
    };
    expect(readConfig(sources({ env }))).toEqual({
      dataFolder: '/var/lib/jiantong',
      databaseUrl: 'postgres://127.0.0.1/jiantong',
      port: 0,
      requestsPerSecond: 100,
      logLevel: 'debug',
      masterKey: '0f'.repeat(32),
      host: '127.0.0.1',
      poolSize: 20,
      logStampMinutes: 10,
      logRetention: '6',
      logFormat: 'json',
      fileRoots: ['/srv/drop', '/srv/jiantong/shared'],
    });
  });

  it('are taken from a flag rather than from the environment', () => {
    const config = readConfig(
      sources({ env: { JIANTONG_PORT: '9000', JIANTONG_DATA: 'there' }, flags: { port: '9001', dataFolder: 'here' } }),
    );
    expect(config).toMatchObject({ port: 9001, dataFolder: '/srv/jiantong/here' });
  });

  it('write few log lines, for a person, where standard error is a terminal, unless said otherwise', () => {
    expect(readConfig(sources({ stderrIsTerminal: true }))).toMatchObject({ logFormat: 'pretty', logLevel: 'warn' });
    expect(readConfig(sources({ stderrIsTerminal: true, env: { JIANTONG_LOG_FORMAT: 'json' } })).logFormat).toBe(
      'json',
    );
  });

  it('are refused with every mistake at once, each with its name, its value and what is expected', () => {
    const env = { JIANTONG_PORT: 'http', JIANTONG_LOG_LEVEL: 'loud', JIANTONG_POOL_SIZE: '1' };
    expect(mistakes({ env })).toBe(
      'JIANTONG_PORT (--port)="http": must be integer; JIANTONG_LOG_LEVEL="loud": one of error, warn, info, debug; JIANTONG_POOL_SIZE=1: must be >= 2',
    );
  });

  it('are never shown where they are secret', () => {
    expect(mistakes({ env: { JIANTONG_MASTER_KEY: 'marked-key', DATABASE_URL: 'mysql://u:marked@db' } })).not.toContain(
      'marked',
    );
  });

  it('listen on this machine only, unless a certificate or a proxy encrypts', () => {
    expect(mistakes({ env: { JIANTONG_HOST: '0.0.0.0' } })).toContain('JIANTONG_HOST="0.0.0.0": one of 127.0.0.1');
    expect(mistakes({ env: { JIANTONG_TLS_CERTIFICATE: 'a.pem' } })).toContain('JIANTONG_TLS_KEY: both or neither');
    expect(mistakes({ env: { JIANTONG_TLS_CLIENT_CA: 'a.pem' } })).toContain('only with JIANTONG_TLS_CERTIFICATE');
    expect(readConfig(sources({ env: { JIANTONG_HOST: '10.0.0.5', JIANTONG_PLAIN_HTTP: 'behind-proxy' } })).host).toBe('10.0.0.5');
    const tls = { JIANTONG_HOST: '10.0.0.5', JIANTONG_TLS_CERTIFICATE: 'a.pem', JIANTONG_TLS_KEY: 'a.key' };
    expect(readConfig(sources({ env: tls }))).toMatchObject({ host: '10.0.0.5', tlsCertificate: 'a.pem' });
  });

  it('cannot be changed once read', () => {
    expect(Object.isFrozen(readConfig(sources()))).toBe(true);
    expect(Object.isFrozen(readEnvironment())).toBe(true);
  });
});
