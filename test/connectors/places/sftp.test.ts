import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, readdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { declareChecks, within } from '../../../connectors/conformance/checks.js';
import { failureChecks, healthChecks } from '../../../connectors/conformance/failure-checks.js';
import { pullFrom, requestOf, type PullBench } from '../../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../../connectors/conformance/pull-checks.js';
import { pushChecks } from '../../../connectors/conformance/push-checks.js';
import type { SftpSettings } from '../../../connectors/shared/places/settings.js';
import { describeOnSftp, startSftp, type SftpServer } from '../../servers/sftp.js';
import { startSilentServer } from '../../servers/silent-server.js';
import { startTcpProxy } from '../../servers/tcp-proxy.js';
import { filePushBench } from '../push-bench.js';
import { fileBench, openCsv } from './file-bench.js';

let server: SftpServer;
let silent: Awaited<ReturnType<typeof startSilentServer>>;

const place = (more: Partial<SftpSettings> = {}): SftpSettings => ({
  kind: 'sftp',
  host: '127.0.0.1',
  port: server.port,
  user: server.account.user,
  password: server.account.password,
  hostKey: server.hostKey,
  ...more,
});
const bench: PullBench = {
  ...fileBench(() => server.account.folder, () => openCsv({ place: place() })),
  restart: async () => await server.restart(),
  openCuttable: async () => {
    const proxy = await startTcpProxy({ host: '127.0.0.1', port: server.port });
    return { connector: openCsv({ place: place({ port: proxy.port }) }), cut: proxy.cut, end: proxy.close };
  },
  openSlow: async () => {
    const connector = openCsv({ place: place({ port: silent.port }) });
    return { connector, request: requestOf(bench, null), end: async () => undefined };
  },
};

describeOnSftp('an SFTP place', () => {
  beforeAll(async () => {
    server = await startSftp();
    silent = await startSilentServer();
    await bench.fill(1);
    await mkdir(join(server.account.folder, '无权'));
    await chmod(join(server.account.folder, '无权'), 0o000);
    await symlink('/etc', join(server.account.folder, '外'));
  });
  afterAll(async () => {
    await server.close();
    await silent.close();
  });

  declareChecks({ describe, it }, 'as the conformance kit has it', [
    ...pullChecks(bench),
    ...pushChecks(filePushBench(() => server.account.folder, () => openCsv({ place: place(), folder: '收件', write: { name: '送', columns: ['编号', '名称'] } }))),
    ...healthChecks(() => openCsv({ place: place() }), 'files'),
    ...failureChecks([
      { title: 'a wrong password', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: () => openCsv({ place: place({ password: '错' }) }), request: requestOf(bench, null) },
      { title: 'a private key that cannot be read', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: () => openCsv({ place: place({ password: undefined, privateKey: 'no key' }) }) },
      { title: 'another host key', code: 'FILE_HOST_KEY_WRONG', step: 'sign-in', open: () => openCsv({ place: place({ hostKey: `SHA256:${'A'.repeat(43)}` }) }), request: requestOf(bench, null) },
      { title: 'an unknown host', code: 'CONNECTOR_HOST_NOT_FOUND', step: 'resolve', open: () => openCsv({ place: place({ host: 'nowhere.invalid' }) }), request: requestOf(bench, null) },
      { title: 'a host in no allowed network', code: 'CONNECTOR_ADDRESS_REFUSED', step: 'resolve', open: () => openCsv({ place: place() }, { networks: ['10.0.0.0/8'] }), request: requestOf(bench, null) },
      { title: 'this machine, where the data office said nothing', code: 'CONNECTOR_ADDRESS_REFUSED', step: 'resolve', open: () => openCsv({ place: place() }, { networks: undefined }), request: requestOf(bench, null) },
      { title: 'a port that nobody listens on', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'connect', open: () => openCsv({ place: place({ port: 1 }) }), request: requestOf(bench, null) },
      { title: 'a server that says nothing', code: 'CONNECTOR_TIMED_OUT', step: 'sign-in', open: () => openCsv({ place: place({ port: silent.port, timeoutSeconds: 1 }) }), request: requestOf(bench, null) },
      { title: 'a missing folder', code: 'FILE_FOLDER_MISSING', step: 'rights', open: () => openCsv({ place: place(), folder: '没有' }), request: requestOf(bench, null) },
      { title: 'a folder without the right to read it', code: 'FILE_NOT_READABLE', step: 'rights', open: () => openCsv({ place: place(), folder: '无权' }), request: requestOf(bench, null) },
      { title: 'a way out of the root', code: 'FILE_PLACE_OUTSIDE_WORKSPACE', step: 'rights', open: () => openCsv({ place: place(), folder: '../' }), request: requestOf(bench, null) },
      { title: 'a link out of the root', code: 'FILE_PLACE_OUTSIDE_WORKSPACE', step: 'rights', open: () => openCsv({ place: place(), folder: '外' }), request: requestOf(bench, null) },
    ]),
  ]);

  it('is signed in to with a private key and its passphrase', async () => {
    await bench.fill(3);
    const { privateKey, passphrase } = server;
    const connector = openCsv({ place: place({ password: undefined, privateKey, passphrase }) });
    const batches = await pullFrom(connector, requestOf(bench, null));
    expect(batches.flatMap(({ changes }) => changes)).toHaveLength(3);
  });

  it('moves read files and their markers into the archive, over none that is there', async () => {
    await bench.fill(120);
    const folder = join(server.account.folder, '监管 数据');
    for (const name of await readdir(folder)) await writeFile(join(folder, `${name}.ok`), '');
    await chmod(folder, 0o777);
    const connector = openCsv({ place: place(), readyWhen: 'marker', archive: 'move' });
    const first = await pullFrom(connector, requestOf(bench, null));
    expect(first.flatMap(({ changes }) => changes)).toHaveLength(120);
    const second = await pullFrom(connector, requestOf(bench, first.at(-1)?.cursor ?? null));
    expect(second.flatMap(({ changes }) => changes)).toEqual([]);
    expect(await readdir(folder)).toEqual(['archive']);
    expect(await readdir(join(folder, 'archive'))).toHaveLength(4);
  });

  it('is gone on with after the server was started anew', async () => {
    await bench.fill(300);
    const connector = openCsv({ place: place() });
    const batches = await pullFrom(connector, requestOf(bench, null), async (_, at) => {
      if (at === 0) await server.restart();
    });
    expect(batches.flatMap(({ changes }) => changes)).toHaveLength(300);
  });

  it('fetches what a cut line left undone from where it stopped', async () => {
    await bench.fill(1);
    const bytes = 8 * 1024 * 1024;
    const path = join(server.account.folder, '监管 数据', '大.csv');
    await writeFile(path, `编号,名称\n1,${'字'.repeat(1000)}\n`);
    await truncate(path, bytes);
    const proxy = await startTcpProxy({ host: '127.0.0.1', port: server.port });
    const cutEveryBytes = 2 * 1024 * 1024;
    proxy.cutAfter(cutEveryBytes);
    const connector = openCsv({ place: place({ port: proxy.port }), pattern: '大.csv' });
    const batches = await pullFrom(connector, requestOf(bench, null));
    expect(batches[0]?.changes[0]?.row).toEqual({ 编号: '1', 名称: '字'.repeat(1000) });
    expect(proxy.cuts()).toBeGreaterThanOrEqual(3);
    await proxy.close();
  });

  it('ends a transfer within a second when it is cancelled', async () => {
    await bench.fill(1);
    const path = join(server.account.folder, '监管 数据', '大.csv');
    await writeFile(path, '编号,名称\n');
    await truncate(path, 4 * 1024 ** 3);
    const stop = new AbortController();
    const connector = openCsv({ place: place(), pattern: '大.csv' });
    const reading = connector.pull?.(requestOf(bench, null), stop.signal)[Symbol.asyncIterator]().next();
    expect(await within(500, Promise.resolve(reading))).toBeUndefined();
    stop.abort();
    expect(await within(1_000, Promise.resolve(reading))).toMatchObject({ error: { name: 'AbortError' } });
  });
});
