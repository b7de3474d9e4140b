import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import type { Gateway, OpenGatewayOptions } from '../../../gateway/cli/gateway.js';
import type { RunReport } from '../../../gateway/summary.js';
import { GatewayError } from '../../../schemas/errors.js';
import { servicesOver } from '../api/running-api.js';
import { fillBooks } from '../api/books.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';
import { runIn, testWorld, type TestWorld } from './test-world.js';
import { gate } from '../queue/gate.js';

const report: RunReport = {
  name: 'gannan-housing/penalties',
  rows: 6,
  unchanged: 1,
  folded: 0,
  skipped: 0,
  mapped: 4,
  quarantined: 1,
  versions: 4,
  targets: [
    {
      connector: 'data-office/credit-china',
      owed: 3,
      notOwed: 1,
      accepted: 1,
      rejected: 1,
      pending: 1,
      unknown: 0,
      held: 0,
      superseded: 0,
      cancelled: 0,
      awaitingReceipt: 1,
      nearestDueOn: '2026-12-01',
    },
    {
      connector: 'data-office/gsxt-gansu',
      owed: 4,
      notOwed: 0,
      accepted: 4,
      rejected: 0,
      pending: 0,
      unknown: 0,
      held: 0,
      superseded: 0,
      cancelled: 0,
      awaitingReceipt: 0,
      nearestDueOn: null,
    },
  ],
  failure: null,
};

describeOnPostgres('jiantong start', () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await makeDatabase(fillBooks);
    folder = await mkdtemp(join(tmpdir(), 'jiantong-start-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  interface Scene {
    readonly world: TestWorld;
    /** What was asked of the gateway, in order. */
    readonly calls: string[];
    opened?: OpenGatewayOptions;
  }

  /** A gateway that does what it is asked in no time, over a real store for its services. */
  function scene(changes: Partial<Gateway> = {}): Scene {
    const calls: string[] = [];
    const made: Scene = {
      calls,
      world: testWorld({ JIANTONG_DATA: folder }, async (options) => {
        made.opened = options;
        return {
          services: servicesOver({ store: database.store, dataFolder: folder }),
          serve: async () => {
            calls.push('serve');
            return { address: 'http://127.0.0.1:8620' };
          },
          runAll: async ({ onProgress }) => {
            calls.push('runAll');
            onProgress({ event: 'begun', exchange: report.name });
            onProgress({
              event: 'ended',
              exchange: report.name,
              rows: 6,
              versions: 4,
              quarantined: 1,
              durationMs: 1234,
              failure: null,
            });
            return [1];
          },
          settle: async () => void calls.push('settle'),
          report: async () => [report],
          close: async () => void calls.push('close'),
          ...changes,
        };
      }),
    };
    return made;
  }

  it('with --once runs, waits for the receipts, prints the summary and ends', async () => {
    const { world, calls } = scene();
    const { code, stdout, stderr } = await runIn(world, 'start', '--once');
    expect([code, calls]).toEqual([0, ['runAll', 'settle', 'close']]);
    expect(
      stdout
        .split('\n')
        .slice(1, 6)
        .map((line) => line.replaceAll(/ {2,}/g, '  ').trim()),
    ).toEqual([
      '交换任务  读取  未变  入库  隔离  目标  接收  退回  待回执  其他未了  最近到期',
      'exchange  pulled  unchanged  stored  quarantined  target  accepted  rejected  awaiting receipt  other open  nearest due',
      expect.stringMatching(/^─/),
      'gannan-housing/penalties  6  1  4  1  data-office/credit-china  1  1  1  0  2026-12-01',
      'data-office/gsxt-gansu  4  0  0  0  -',
    ]);
    expect(stdout).toContain(
      '隔离 1 条，例如 1 quarantined, such as:\n  gannan-housing/housing-penalties t_penalty id=5  /party/name: 缺少名称。\n',
    );
    expect(stderr).toBe(
      'gannan-housing/penalties … 开始 begun\ngannan-housing/penalties 完成 done: 读取 pulled 6, 入库 stored 4, 隔离 quarantined 1, 1.2 s\n',
    );
  });

  it('with --json prints nothing but the document on standard output', async () => {
    const { world } = scene();
    const { stdout } = await runIn(world, 'start', '--once', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      exchanges: [{ name: report.name, rows: 6, targets: [{ owed: 3 }, { owed: 4 }] }],
    });
  });

  it('hands on workspace, records and settings', async () => {
    const made = scene();
    await runIn(made.world, 'start', '--once', '--workspace', 'examples/gannan', '--records', '50', '--port', '9000');
    expect(made.opened).toMatchObject({
      workspaceFolder: '/nowhere/examples/gannan',
      sandboxRecords: 50,
      settings: { port: 9000, dataFolder: folder },
    });
  });

  it('keeps serving after its summary until it is interrupted, then stops cleanly', async () => {
    const { world, calls } = scene();
    const running = gate<void>();
    world.stderr.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('http://127.0.0.1:8620/api/v1')) running.open();
    });
    const ended = runIn(world, 'start');
    await running.opened;
    expect(calls).toEqual(['serve', 'runAll', 'settle']);
    world.interrupt();
    expect((await ended).code).toBe(0);
    expect(calls.at(-1)).toBe('close');
    expect(world.exits).toEqual([]);
  });

  it('ends at once when it is interrupted a second time', async () => {
    const [closing, mayClose] = [gate<void>(), gate<void>()];
    const { world } = scene({
      runAll: async ({ signal }) => {
        world.interrupt();
        expect(signal.aborted).toBe(true);
        return [];
      },
      close: async () => {
        closing.open();
        await mayClose.opened;
      },
    });
    const ended = runIn(world, 'start');
    await closing.opened;
    world.interrupt();
    expect(world.exits).toEqual([130]);
    mayClose.open();
    await ended;
  });

  it('takes the port before any work, and says in one line that it is taken', async () => {
    const { world, calls } = scene({
      serve: () => Promise.reject(new GatewayError('SERVICE_PORT_TAKEN', { port: 8620 })),
    });
    const { code, stdout, stderr } = await runIn(world, 'start');
    expect([code, stdout, calls]).toEqual([2, '', ['close']]);
    expect(stderr).toMatch(/^jiantong: 端口已被其他程序占用。.*port=8620.*\n$/);
  });

  it('ends with 1 and says why when a run did not go through', async () => {
    const failure = { code: 'CONNECTOR_TIMED_OUT', text: '超时 timed out' };
    const { world } = scene({ report: async () => [{ ...report, targets: [], failure }] });
    const { code, stdout } = await runIn(world, 'start', '--once');
    expect(code).toBe(1);
    expect(stdout).toContain('gannan-housing/penalties 未完成 did not finish: 超时 timed out [CONNECTOR_TIMED_OUT]\n');
  });

  it('ends with 2 and one line when the data folder is in use', async () => {
    const world = testWorld({ JIANTONG_DATA: folder }, () =>
      Promise.reject(new GatewayError('STORE_DATA_FOLDER_IN_USE', { folder })),
    );
    const { code, stderr } = await runIn(world, 'start');
    expect(code).toBe(2);
    expect(stderr.split('\n')).toHaveLength(2);
  });
});
