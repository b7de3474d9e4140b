import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { declareChecks } from '../../../connectors/conformance/checks.js';
import { failureChecks, healthChecks } from '../../../connectors/conformance/failure-checks.js';
import { pullFrom, requestOf, type PullBench } from '../../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../../connectors/conformance/pull-checks.js';
import { pushChecks, type PushBench } from '../../../connectors/conformance/push-checks.js';
import type { FtpSettings } from '../../../connectors/shared/places/settings.js';
import { describeOnFtp, startFtp, type FtpServer } from '../../servers/ftp.js';
import { startSilentServer } from '../../servers/silent-server.js';
import { startTcpProxy } from '../../servers/tcp-proxy.js';
import { filePushBench } from '../push-bench.js';
import { fileBench, openCsv } from './file-bench.js';

let server: FtpServer;
let plain: FtpServer;
let silent: Awaited<ReturnType<typeof startSilentServer>>;

const place = (more: Partial<FtpSettings> = {}): FtpSettings => ({
  kind: 'ftp',
  host: 'localhost',
  port: server.port,
  user: server.account.user,
  password: server.account.password,
  ca: server.certificate,
  ...more,
});
const onlyIpv4 = { networks: ['127.0.0.0/8'] };
const open = (more: Partial<FtpSettings> = {}, folder?: string) => openCsv({ place: place(more), ...(folder ? { folder } : {}) }, onlyIpv4);
const bench: PullBench = {
  ...fileBench(() => server.account.folder, () => open()),
  openCuttable: async () => {
    const proxy = await startTcpProxy({ host: '127.0.0.1', port: server.port });
    return { connector: open({ port: proxy.port }), cut: proxy.cut, end: proxy.close };
  },
  openSlow: async () => ({ connector: open({ port: silent.port }), request: requestOf(bench, null), end: async () => undefined }),
};

const write = { name: '送', columns: ['编号', '名称'] };
const openPlain = (port: number) =>
  openCsv({ place: { kind: 'ftp', host: 'localhost', port, user: plain.account.user, password: plain.account.password, tls: 'none' }, folder: '收件', write }, onlyIpv4);
/** In plain text the commands can be seen, and so the line be cut at each of them. */
const pushBench: PushBench = {
  ...filePushBench(() => plain.account.folder, () => openPlain(plain.port)),
  openCut: async (when) => {
    const proxy = await startTcpProxy({ host: '127.0.0.1', port: plain.port });
    proxy.cutAt(when === 'sending' ? 'STOR' : 'RNTO /收件/送-', when === 'answering' ? 'after' : 'before');
    return { connector: openPlain(proxy.port), end: proxy.close };
  },
};

describeOnFtp('an FTP place', () => {
  beforeAll(async () => {
    server = await startFtp({ tls: true });
    plain = await startFtp({ tls: false });
    silent = await startSilentServer();
    await bench.fill(1);
  });
  afterAll(async () => {
    await server.close();
    await plain.close();
    await silent.close();
  });

  declareChecks({ describe, it }, 'as the conformance kit has it', [
    ...pullChecks(bench),
    ...pushChecks(pushBench),
    ...healthChecks(() => open(), 'files'),
    ...failureChecks([
      { title: 'a wrong password', code: 'CONNECTOR_LOGIN_REFUSED', step: 'sign-in', open: () => open({ password: '错' }), request: requestOf(bench, null) },
      { title: 'a certificate that nobody vouches for', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'sign-in', open: () => open({ ca: undefined }), request: requestOf(bench, null) },
      { title: 'a server without encryption, where it is wanted', code: 'FILE_PLACE_REFUSED', step: 'sign-in', open: () => open({ port: plain.port }), request: requestOf(bench, null) },
      { title: 'a port that nobody listens on', code: 'CONNECTOR_CONNECTION_REFUSED', step: 'connect', open: () => open({ port: 1 }), request: requestOf(bench, null) },
      { title: 'a server that says nothing', code: 'CONNECTOR_TIMED_OUT', step: 'sign-in', open: () => open({ port: silent.port, timeoutSeconds: 1 }), request: requestOf(bench, null) },
      { title: 'a missing folder', code: 'FILE_FOLDER_MISSING', step: 'rights', open: () => open({}, '没有'), request: requestOf(bench, null) },
      { title: 'a way out of the root', code: 'FILE_PLACE_OUTSIDE_WORKSPACE', step: 'rights', open: () => open({}, '../'), request: requestOf(bench, null) },
    ]),
  ]);

  it('is read in plain text only where that is asked for', async () => {
    const plainPlace = { ...place(), port: plain.port, ...plain.account, tls: 'none' as const, ca: undefined };
    const { kind, host, port, user, password, tls } = plainPlace;
    const connector = openCsv({ place: { kind, host, port, user, password, tls }, folder: '.' }, onlyIpv4);
    expect(await pullFrom(connector, requestOf(bench, null))).toEqual([]);
  });

  it('moves read files into the archive', async () => {
    await bench.fill(120);
    const folder = join(server.account.folder, '监管 数据');
    await chmod(folder, 0o777);
    const connector = openCsv({ place: place(), archive: 'move' }, onlyIpv4);
    const first = await pullFrom(connector, requestOf(bench, null));
    expect(first.flatMap(({ changes }) => changes)).toHaveLength(120);
    const second = await pullFrom(connector, requestOf(bench, first.at(-1)?.cursor ?? null));
    expect(second.flatMap(({ changes }) => changes)).toEqual([]);
    expect(await readdir(folder)).toEqual(['archive']);
  });
});
