import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckStep } from '../../../connectors/connector.js';
import { mysqlConnector } from '../../../connectors/mysql/index.js';
import type { MysqlConfig } from '../../../connectors/mysql/spec.js';
import { isOwnServer, mysqlMissing, startMysql, type MysqlServer } from '../../servers/mariadb-program.js';
import { describeWithPrograms } from '../../servers/programs.js';
import { testContext } from '../test-context.js';

/** Certificates can only be given to a server that the test starts. */
const describeOnOwnServer = (title: string, tests: () => void): void =>
  isOwnServer && mysqlMissing === undefined ? describeWithPrograms(['openssl'], title, tests) : describe.skip(title, tests);

describeOnOwnServer('MySQL over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jiantong-mysql-tls-'));
  const path = (name: string): string => join(folder, name);
  const openssl = (...words: string[]): void => void execFileSync('openssl', words, { stdio: 'ignore' });
  let server: MysqlServer;

  beforeAll(async () => {
    const fresh = ['-newkey', 'rsa:2048', '-nodes'];
    openssl('req', '-x509', ...fresh, '-days', '2', '-subj', '/CN=authority', '-keyout', path('authority.key'), '-out', path('authority.pem'));
    openssl('req', ...fresh, '-subj', '/CN=database', '-keyout', path('server.key'), '-out', path('server.csr'));
    writeFileSync(path('alt'), 'subjectAltName=DNS:localhost');
    openssl('x509', '-req', '-in', path('server.csr'), '-CA', path('authority.pem'), '-CAkey', path('authority.key'),
      '-CAcreateserial', '-days', '2', '-extfile', path('alt'), '-out', path('server.pem'));
    server = await startMysql([`--ssl-cert=${path('server.pem')}`, `--ssl-key=${path('server.key')}`]);
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  async function lastStep(more: Partial<MysqlConfig>): Promise<CheckStep | undefined> {
    const context = testContext();
    const { port, user, password } = server;
    const connector = mysqlConnector.create({ host: 'localhost', port, user, password, database: 'mysql', ...more }, context);
    const steps: CheckStep[] = [];
    for await (const step of connector.check(AbortSignal.timeout(20_000))) steps.push(step);
    await connector.close();
    return steps.at(-1);
  }

  it('is encrypted without a look at the certificate, or held to an authority and a name', async () => {
    expect(await lastStep({ sslMode: 'require' })).toMatchObject({ step: 'rights', ok: true });
    const sslRootCertificate = readFileSync(path('authority.pem'), 'utf8');
    expect(await lastStep({ sslMode: 'verify-full', sslRootCertificate })).toMatchObject({ step: 'rights', ok: true });
  });

  it('is refused where the authority is not known, and where an address is to be held to a name', async () => {
    expect(await lastStep({ sslMode: 'verify-full' })).toMatchObject({ step: 'sign-in', code: 'CONNECTOR_CONNECTION_REFUSED' });
    expect(await lastStep({ sslMode: 'verify-full', host: '127.0.0.1' })).toMatchObject({ step: 'sign-in', code: 'CONNECTOR_CONFIG_INVALID' });
  });
});
