import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { restConnector } from '../../../connectors/rest/index.js';
import type { RestConfig } from '../../../connectors/rest/spec.js';
import { describeWithPrograms } from '../../servers/programs.js';
import { startServer } from './http-server.js';
import { records, signal } from './set-up.js';
import { testContext } from '../test-context.js';

describeWithPrograms(['openssl'], 'certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jiantong-tls-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  const openssl = (...words: string[]): void => void execFileSync('openssl', words, { stdio: 'ignore' });
  const text = (name: string): string => readFileSync(path(name), 'utf8');

  function makeAuthority(name: string): void {
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-subj', `/CN=${name}`, '-keyout', path(`${name}.key`), '-out', path(`${name}.pem`));
  }
  function issue(name: string, authority: string): void {
    writeFileSync(path('alt'), 'subjectAltName=IP:127.0.0.1');
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`,
      '-keyout', path(`${name}.key`), '-out', path(`${name}.csr`));
    openssl('x509', '-req', '-in', path(`${name}.csr`), '-CA', path(`${authority}.pem`), '-CAkey', path(`${authority}.key`),
      '-CAcreateserial', '-days', '2', '-extfile', path('alt'), '-out', path(`${name}.pem`));
  }
  makeAuthority('authority');
  makeAuthority('stranger');
  issue('platform', 'authority');
  issue('gateway', 'authority');
  issue('impostor', 'stranger');

  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function push(tls: RestConfig['tls']) {
    const server = await startServer(() => ({}), {
      cert: text('platform.pem'), key: text('platform.key'), ca: text('authority.pem'), requestCert: true, rejectUnauthorized: true,
    });
    const connector = restConnector.create(
      { baseUrl: server.url, timeoutSeconds: 5, tls, streams: { a: { push: { path: '/a', response: {} } } } },
      testContext({ name: 'office/platform', workspaceFolder: folder }),
    );
    stops.push(server.stop, async () => await connector.close());
    const results = await connector.push?.({ stream: 'a', records: records(1), attemptId: 'a1' }, signal);
    return { results, received: server.received.length };
  }

  it('are shown to a platform that asks for ours and checked against its own authority, from files or from texts', async () => {
    const files = { certificateFile: 'gateway.pem', privateKeyFile: 'gateway.key', authorityFile: 'authority.pem' };
    expect(await push(files)).toEqual({ results: [{ outcome: 'accepted' }], received: 1 });
    const texts = { certificate: text('gateway.pem'), privateKey: text('gateway.key'), authority: text('authority.pem') };
    expect(await push(texts)).toEqual({ results: [{ outcome: 'accepted' }], received: 1 });
  });

  it('that are missing are a refused login; of another authority, the records are never taken as handed over', async () => {
    await expect(push({ authorityFile: 'authority.pem' })).rejects.toThrow(
      expect.objectContaining({ code: 'CONNECTOR_LOGIN_REFUSED' }),
    );
    const impostor = { certificateFile: 'impostor.pem', privateKeyFile: 'impostor.key', authorityFile: 'authority.pem' };
    // Such a server may just cut the line, which looks like any other cut.
    expect(await push(impostor)).toMatchObject({ results: [{ outcome: 'unknown' }], received: 0 });
  });

  it('of a platform that nobody vouches for are refused before anything is sent', async () => {
    const stranger = { certificateFile: 'gateway.pem', privateKeyFile: 'gateway.key', authorityFile: 'stranger.pem' };
    await expect(push(stranger)).rejects.toThrow(expect.objectContaining({ code: 'CONNECTOR_CONNECTION_REFUSED' }));
  });

  it('that are none, belong to another key, or lie outside the workspace are told as such', async () => {
    const refusal = async (tls: RestConfig['tls'], code: string): Promise<void> =>
      await expect(push(tls)).rejects.toThrow(expect.objectContaining({ code }));
    await refusal({ certificateFile: 'gateway.pem', privateKeyFile: 'platform.key' }, 'CONNECTOR_CONFIG_INVALID');
    await refusal({ certificate: 'no certificate' }, 'CONNECTOR_CONFIG_INVALID');
    await refusal({ certificateFile: '../gateway.pem' }, 'FILE_PLACE_OUTSIDE_WORKSPACE');
    await refusal({ certificateFile: 'missing.pem' }, 'FILE_FOLDER_MISSING');
  });
});
