import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { describeOnPostgres } from '../../servers/postgres.js';
import { exchange, ids, target } from '../api/books.js';
import { startTestApi, type ApiUnderTest } from '../api/running-api.js';
import { runIn, testWorld, type Outcome } from './test-world.js';

describeOnPostgres('a command beside a running gateway', () => {
  let test: ApiUnderTest;

  beforeAll(async () => {
    test = await startTestApi();
  });
  afterAll(() => test.end());

  function run(...args: string[]): Promise<Outcome> {
    return runIn(testWorld({ JIANTONG_DATA: test.dataFolder }), ...args);
  }

  it('lists exchanges as a table for people', async () => {
    const { code, stdout, stderr } = await run('exchange', 'list');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const [zh, en, , row] = stdout.split('\n');
    expect(zh).toMatch(/^名称 +数据集 +来源/);
    expect(en).toMatch(/^name +dataset +source/);
    expect(row).toContain(exchange);
  });

  it('lists the same as JSON for machines', async () => {
    const { code, stdout } = await run('target', 'list', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      targets: [{ name: target, pending: 2 }, { name: 'data-office/gsxt-gansu' }],
    });
  });

  it('shows one quarantined record with every reason and how to mend it', async () => {
    const { code, stdout } = await run('quarantine', 'show', ids.quarantine(1));
    expect(code).toBe(0);
    expect(stdout).toContain('t_penalty id=5');
    expect(stdout).toContain(
      '1. /party/name [RECORD_FIELD_MISSING]\n   缺少名称。 The name is missing.\n   处理 Mend: 请补全。 Fill it in.\n',
    );
  });

  it('pages through a list with the cursor that it prints', async () => {
    const first = await run('quarantine', 'list', '--state', 'open', '--limit', '1', '--json');
    expect(JSON.parse(first.stdout)).toMatchObject({ items: [{ id: ids.quarantine(1) }], next: null });
    const mended = await run('quarantine', 'list', '--state', 'mended', '--json');
    expect(JSON.parse(mended.stdout)).toMatchObject({ items: [{ id: ids.quarantine(2) }] });
  });

  it('pauses a target with its reason and resumes it', async () => {
    const paused = await run('target', 'pause', target, '--reason', '对方停机维护');
    expect([paused.code, paused.stdout.includes('已暂停 paused: 对方停机维护')]).toEqual([0, true]);
    const resumed = await run('target', 'resume', target, '--json');
    expect(JSON.parse(resumed.stdout)).toMatchObject({ paused: false });
  });

  it('ends with 1 when a replayed record fails again or an obligation is overdue', async () => {
    expect((await run('quarantine', 'replay', ids.quarantine(1))).code).toBe(1);
    expect((await run('deadlines', 'list')).code).toBe(1);
    expect((await run('deadlines', 'list', '--department', 'gannan-housing')).code).toBe(0);
    expect((await run('deadlines', 'list', '--standing', 'overdue')).stdout).toContain('2020-11-24');
    expect((await run('deadlines', 'list', '--standing', 'due-soon')).code).toBe(0);
  });

  it('counts obligations and ends with 1 while one is overdue', async () => {
    const { code, stdout } = await run('deadlines', 'report');
    expect(code).toBe(1);
    expect(stdout).toContain('合计 all');
    const { total } = JSON.parse((await run('deadlines', 'report', '--department', 'gannan-housing', '--json')).stdout) as {
      total: object;
    };
    expect(total).toMatchObject({ open: 1, overdue: 0, met: 1 });
    expect((await run('deadlines', 'report', '--as-of', '2026-02-30')).code).toBe(2);
  });

  it('lists, shows, releases and confirms deliveries', async () => {
    const sent = await run('delivery', 'list', '--state', 'sent', '--json');
    expect(JSON.parse(sent.stdout)).toMatchObject({ items: [{ id: ids.delivery(2), state: 'sent' }], next: null });
    expect((await run('delivery', 'list')).stdout).toBe('没有投递。 Nothing.\n');
    expect((await run('delivery', 'show', ids.delivery(4))).stdout).toMatch(/状态 state +accepted\n/);
    const released = await run('delivery', 'release', ids.delivery(1), '--as', 'again', '--reason', '对方查无此记录', '--by', '示例甲');
    expect([released.code, released.stdout.includes(ids.delivery(1))]).toEqual([0, true]);
    const file = join(test.dataFolder, 'proof.txt');
    await writeFile(file, 'abc');
    const confirmed = await run('delivery', 'confirm', ids.delivery(2), '--by', '示例甲', '--file', file, '--json');
    expect(JSON.parse(confirmed.stdout)).toMatchObject({ id: ids.delivery(2) });
    expect(test.confirmations).toEqual([
      // The digest of `abc` that FIPS 180-2 gives.
      { person: '示例甲', fileDigest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
    ]);
  });

  it('wants proof for a confirmation, and a file that can be read', async () => {
    const bare = await run('delivery', 'confirm', ids.delivery(2), '--by', '示例甲');
    expect([bare.code, bare.stderr]).toEqual([2, expect.stringContaining('API_BODY_WRONG')]);
    const lost = await run('delivery', 'confirm', ids.delivery(2), '--by', '示例甲', '--file', '/nowhere/proof.pdf');
    expect([lost.code, lost.stderr]).toEqual([2, expect.stringContaining('DELIVERY_PROOF_UNREADABLE')]);
  });

  it('lists deadline warnings until somebody took note of them', async () => {
    const { code, stdout } = await run('deadlines', 'notices');
    expect([code, stdout.includes('已逾期 overdue')]).toEqual([1, true]);
    const noted = await run('deadlines', 'acknowledge', '1', '--person', '测试员', '--json');
    expect(JSON.parse(noted.stdout)).toMatchObject({ id: 1, acknowledgedBy: '测试员' });
    expect((await run('deadlines', 'notices', '--department', 'gannan-housing')).code).toBe(0);
    expect((await run('deadlines', 'acknowledge', '99', '--person', '测试员')).code).toBe(2);
  });

  it('forecasts what will be late at each target', async () => {
    const { stdout } = await run('deadlines', 'forecast');
    expect(stdout).toContain('速率未知 rate unknown');
    const { items } = JSON.parse((await run('deadlines', 'forecast', '--json')).stdout) as { items: { target: string }[] };
    expect(items.map((one) => one.target)).toEqual([target, 'data-office/gsxt-gansu']);
  });

  it('shows what the exchange log says of a record', async () => {
    const { code, stdout } = await run('log', 'show', ids.record(1));
    expect([code, stdout.includes('received')]).toEqual([0, true]);
  });

  it('ends with 2 and one line for a name that does not exist', async () => {
    for (const name of ['gannan-housing/nothing', 'no-department']) {
      const { code, stdout, stderr } = await run('exchange', 'run', name);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^jiantong: 没有这个对象，或无权查看。.*\(API_RESOURCE_MISSING.*\n$/);
    }
  });
});

describe('the command line', () => {
  it.each([
    [['nonsense'], "unknown command 'nonsense'"],
    [['exchange', 'run'], "missing required argument 'name'"],
    [['delivery', 'release', 'x', '--as', 'lost'], 'Allowed choices are again, accepted, rejected, cancelled'],
    [['delivery', 'release', 'x', '--reason', 'y', '--by', 'z'], "required option '--as <outcome>' not specified"],
    [['target', 'pause', 'a/b'], "required option '--reason <text>' not specified"],
    [['quarantine', 'list', '--limit', '0'], '应为 1 到 500 的整数'],
    [['quarantine', 'list', '--state', 'lost'], 'Allowed choices are open, mended, dismissed'],
  ])('ends with 2 for the wrong usage %j', async (args, words) => {
    const { code, stdout, stderr } = await runIn(testWorld(), ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });

  it('ends with 2 and one line for a wrong setting', async () => {
    const { code, stderr } = await runIn(testWorld({ JIANTONG_LOG_LEVEL: 'loud' }), 'target', 'list');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^jiantong: 程序设置有误。.*JIANTONG_LOG_LEVEL="loud".*\n$/);
  });

  it('ends with 1 and one line for an unexpected failure', async () => {
    const world = testWorld({}, () => Promise.reject(new Error('first\nsecond')));
    expect(await runIn(world, 'start')).toEqual({ code: 1, stdout: '', stderr: 'jiantong: first second\n' });
  });

  it('prints its version', async () => {
    expect(await runIn(testWorld(), '--version')).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
  });

  it('gives every command help with an example that is a command of its own', async () => {
    const names = await commandNames([]);
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      const { code, stdout } = await runIn(testWorld(), ...name, '--help');
      expect([name, code]).toEqual([name, 0]);
      expect(stdout).toMatch(new RegExp(`示例 Example:\n  jiantong ${name.join(' ')}( |\n)`));
      expect(stdout).toContain('--json');
    }
  });

  it('works out a deadline day by day without a gateway', async () => {
    const { code, stdout } = await runIn(
      testWorld(),
      'deadlines',
      'compute',
      'double-publicity-7wd',
      '--from',
      '2026-09-25',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dueOn: '2026-10-12', provisional: false });
    expect((await runIn(testWorld(), 'deadlines', 'compute', 'no-such-rule', '--from', '2026-09-25')).code).toBe(2);
  });
});

/** Every command that does something, read from the help texts. */
async function commandNames(prefix: readonly string[]): Promise<string[][]> {
  const { stdout } = await runIn(testWorld(), ...prefix, '--help');
  const [, list] = stdout.split('Commands:\n');
  if (list === undefined) return [[...prefix]];
  const children = [...list.matchAll(/^ {2}([a-z]+(?:-[a-z]+)*)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
  return (await Promise.all(children.map((name) => commandNames([...prefix, name])))).flat();
}
