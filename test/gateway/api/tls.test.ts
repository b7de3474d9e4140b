import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readDoor } from '../../../gateway/api/token.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { startTestApi, type ApiUnderTest } from './running-api.js';

describeOnPostgres('the API over TLS', () => {
  let folder: string;
  let test: ApiUnderTest;
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jiantong-tls-'));
    for (const name of ['server', 'client']) {
      execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file(`${name}.key`),
        '-out', file(`${name}.pem`), '-days', '2', '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
    }
    const settings = { tlsCertificate: file('server.pem'), tlsKey: file('server.key'), tlsClientCa: file('client.pem') };
    test = await startTestApi(undefined, settings);
  });
  afterAll(async () => {
    await test.end();
    rmSync(folder, { recursive: true });
  });

  /** Status of an answer, or the code of what went wrong. */
  const ask = (path: string, client: { readonly cert?: Buffer; readonly key?: Buffer } = {}): Promise<number | string> =>
    new Promise((resolve) => {
      const sent = request(`${test.api.address}${path}`, { ca: readFileSync(file('server.pem')), agent: false, ...client }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', (error) => resolve((error as { code?: string }).code ?? error.message));
      sent.end();
    });

  it('lets in who shows a certificate of the authority that was named, and nobody else', async () => {
    expect(test.api.address).toMatch(/^https:/);
    expect(await ask('/api/v1/ready', { cert: readFileSync(file('client.pem')), key: readFileSync(file('client.key')) })).toBe(200);
    expect(await ask('/api/v1/ready')).not.toBe(200);
    expect(await ask('/api/v1/ready', { cert: readFileSync(file('server.pem')), key: readFileSync(file('server.key')) })).not.toBe(200);
  });

  it('leaves the command line of the machine a plain door on loopback', async () => {
    const door = await readDoor(test.dataFolder);
    expect(door?.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${door?.address ?? ''}/api/v1/exchanges`, { headers: { authorization: `Bearer ${test.token}` } });
    expect(response.status).toBe(200);
  });

  it('does not start on a certificate that cannot be used', async () => {
    await expect(startTestApi(undefined, { tlsCertificate: file('none.pem'), tlsKey: file('server.key') })).rejects.toMatchObject({
      code: 'SERVICE_CERTIFICATE_WRONG', facts: { file: file('none.pem') },
    });
    await expect(startTestApi(undefined, { tlsCertificate: file('client.pem'), tlsKey: file('server.key') })).rejects.toMatchObject({
      code: 'SERVICE_CERTIFICATE_WRONG',
    });
  });
});
