import { cp, mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway } from '../../../gateway/app.js';
import { systemClock } from '../../../gateway/clock.js';
import { readConfig } from '../../../gateway/config.js';
import { createLogger } from '../../../gateway/logging/logger.js';
import { assetPath } from '../../../schemas/assets.js';
import { runIn, testWorld } from './test-world.js';

const signal = new AbortController().signal;

const receiver = `type: handover
  system: double-random
  config:
    folder: outbox
    assignee: 示例甲
    streams:
      spot-check-plan:
        titleZh: 抽查计划导入
        key: planId
        result: { key: 计划编号, outcome: 导入结果, accepted: [成功], rejected: ["*"], reason: 原因 }
  delivery: { repeat: ask, acceptance: receipt, receiptPollSeconds: 0.2 }
---
apiVersion: jiantong/v1
kind: Agreement`;

interface Listed {
  readonly items: readonly { readonly name: string; readonly open: number; readonly rows: readonly { readonly key: string }[] }[];
}

describe('jiantong handover', () => {
  let folder: string;
  let workspace: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-handover-job-'));
    workspace = join(folder, 'workspace');
    for (const file of ['departments.yaml', 'mappings/market-spot-check-plan.yaml'])
      await cp(assetPath(`examples/gannan/${file}`), join(workspace, file), { recursive: true });
    await cp(assetPath('examples/record-desk/drop'), join(workspace, 'drop'), { recursive: true });
    await mkdir(join(workspace, 'outbox'));
    const longAgo = new Date('2026-01-01T00:00:00Z');
    await utimes(join(workspace, 'drop/ccjh.csv'), longAgo, longAgo);
    const manifests = await readFile(assetPath('examples/record-desk/double-random.yaml'), 'utf8');
    const byHand = manifests
      .replace(/type: rest[^]*?kind: Agreement/u, receiver)
      .replace('mapping: double-random-spot-check-plan,', 'mapping: double-random-spot-check-plan, stream: spot-check-plan,');
    await writeFile(join(workspace, 'plans.yaml'), byHand);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = async (...words: string[]) => {
    const world = { ...testWorld(), workingFolder: folder };
    return runIn(world, 'handover', ...words, '--workspace', workspace, '--json');
  };
  const list = async (...more: string[]): Promise<Listed['items']> => (JSON.parse((await run('list', ...more)).stdout) as Listed).items;

  it('shows what is to be carried, and settles its deliveries by the result file and the signed slip', async () => {
    const settings = readConfig({ env: {}, flags: { dataFolder: join(folder, 'data') }, stderrIsTerminal: false, workingFolder: folder });
    const logger = createLogger({ level: 'error', format: 'json', stream: process.stderr, clock: systemClock });
    let tell: () => void = () => undefined;
    const handedOver = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const observe = (station: string): void => {
      if (station === 'deliver.settled') tell();
    };
    const gateway = await openGateway({ settings, env: {}, clock: systemClock, logger, workspaceFolder: workspace, observe });
    try {
      await gateway.runAll({ signal, onProgress: () => undefined });
      await handedOver;
      const [batch] = await list();
      expect(batch?.rows.map(({ key }) => key).toSorted()).toEqual(['SSJ2026001', 'SSJ2026002']);
      expect(await readdir(join(workspace, 'outbox', batch?.name ?? ''))).toContain('import.xlsx');

      await writeFile(join(folder, 'result.csv'), '计划编号,导入结果,原因\r\nSSJ2026001,失败,单位代码不符\r\n');
      const half = await run('result', 'result.csv', '--by', '示例甲');
      expect([half.code, (JSON.parse(half.stdout) as Listed).items[0]?.open]).toEqual([1, 1]);
      expect((await run('result', 'result.csv', '--by', '示例甲')).stderr).toContain('HANDOVER_RESULT_FITS_NOTHING');
      await writeFile(join(folder, 'slip.pdf'), 'a signed slip');
      expect((await run('confirm', batch?.name ?? '', '--by', '示例甲', '--file', 'slip.pdf')).code).toBe(0);
      expect((await run('confirm', '20260101-000000000000', '--by', '示例甲', '--file', 'slip.pdf')).stderr).toContain('HANDOVER_BATCH_UNKNOWN');
      expect([await list(), (await list('--all')).length]).toEqual([[], 1]);

      await gateway.settle(signal);
      const settled = async (state: 'accepted' | 'rejected') =>
        (await gateway.services.deliveries.list({ state }, { limit: 10 })).items.map(({ receipt }) => receipt);
      expect(await settled('accepted')).toEqual([{ code: 'signed-slip', text: expect.stringMatching(/^示例甲 SHA-256 [0-9a-f]{64}$/u) }]);
      expect(await settled('rejected')).toEqual([{ code: '失败', text: expect.stringContaining('单位代码不符；示例甲') }]);
    } finally {
      await gateway.close();
    }
  });

  it('says in words what a batch holds', async () => {
    const world = { ...testWorld(), workingFolder: folder };
    const [batch] = await list('--all');
    const { stdout, code } = await runIn(world, 'handover', 'show', batch?.name ?? '', '--workspace', workspace);
    expect([code, stdout]).toEqual([0, expect.stringContaining('SSJ2026001')]);
    expect(stdout).toContain('rejected');
    expect((await runIn(world, 'handover', 'list', '--workspace', workspace)).stdout).toContain('没有待办的批次');
  });
});
