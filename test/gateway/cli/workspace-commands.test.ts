import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { runIn, testWorld, type Outcome } from './test-world.js';

const manifests = `apiVersion: jiantong/v1
kind: Department
metadata: { name: test-market, department: test-market }
spec: { title: 测试市场局, creditCode: 11623000MB0000000N, divisionCode: "623000" }
---
apiVersion: jiantong/v1
kind: Connector
metadata: { name: files, department: test-market }
spec:
  type: csv
  system: test-market
  config: { folder: drop, pattern: "*.csv", stableSeconds: 0 }
---
apiVersion: jiantong/v1
kind: Connector
metadata: { name: elsewhere, department: test-market }
spec:
  type: csv
  system: test-market
  config: { folder: { env: TEST_FOLDER } }
---
apiVersion: jiantong/v1
kind: Mapping
metadata: { name: penalty, department: test-market }
spec:
  from: { system: test-market, stream: files }
  to: { dataset: administrative-penalty }
  version: 1
  fields:
    documentNumber: { from: wsh, apply: [trim], required: true }
  examples:
    - { name: 去掉空格, input: { wsh: " 甲〔2026〕1号 " }, output: { documentNumber: 甲〔2026〕1号 } }
`;

const officeWithCalendar = `apiVersion: jiantong/v1
kind: Department
metadata: { name: data-office, department: data-office }
spec: { title: 测试数据局, creditCode: 11623000MB0000000N, divisionCode: "623000", isDataOffice: true }
---
apiVersion: jiantong/v1
kind: Calendar
metadata: { name: test-prefecture, department: data-office }
spec:
  title: { zh: 测试州放假安排, en: Days off of a test prefecture }
  level: prefecture
  divisionCode: "623000"
  notices: [{ number: 测试〔2026〕1号, issuer: 测试州人民政府 }]
  fixedDays: [{ zh: 测试节, en: Test festival, monthDay: "09-21" }]
`;

describe('a command over a workspace folder', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-workspace-'));
    await mkdir(join(folder, 'drop'));
    await writeFile(join(folder, 'workspace.yaml'), manifests);
    await writeFile(
      join(folder, 'drop', 'list.csv'),
      'wsh,mc,zjhm,bz\n甲〔2026〕1号,李某,510102199001011236,电话13812345678\n乙,王某,,\n丙,赵某,,\n',
    );
    const longAgo = new Date('2026-01-01T00:00:00Z');
    await utimes(join(folder, 'drop', 'list.csv'), longAgo, longAgo);
  });
  afterAll(() => rm(folder, { recursive: true }));

  function run(...args: string[]): Promise<Outcome> {
    return runIn(testWorld({ JIANTONG_DATA: join(folder, 'data') }), ...args, '--workspace', folder);
  }

  it('lists the connectors', async () => {
    const { code, stdout } = await run('connector', 'list', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      connectors: [
        { name: 'test-market/files', type: 'csv', system: 'test-market', delivery: null },
        { name: 'test-market/elsewhere' },
      ],
    });
  });

  it('checks a connector step by step', async () => {
    const { code, stdout } = await run('connector', 'check', 'files');
    expect([code, stdout.includes('正常 ok')]).toEqual([0, true]);
  });

  it('ends with 1 when one of the connectors does not work, and says how to mend it', async () => {
    const { code, stdout } = await run('connector', 'check');
    expect(code).toBe(1);
    expect(stdout).toMatch(/故障 bad +connector +test-market\/elsewhere/);
    expect(stdout).toContain('处理办法 How to mend:\n  test-market/elsewhere: ');
    expect(stdout).toContain('TEST_FOLDER');
  });

  it('previews the first rows without showing what is personal', async () => {
    const { code, stdout } = await run('connector', 'preview', 'test-market/files', 'files', '--rows', '2', '--json');
    expect(code).toBe(0);
    const { rows } = JSON.parse(stdout) as { rows: { position: string; row: Record<string, string | null> }[] };
    expect(rows).toHaveLength(2);
    expect(rows[0]?.row).toEqual({ wsh: '甲〔2026〕1号', mc: '李某', zjhm: '[id number]', bz: '电话[phone]' });
    const asTable = await run('connector', 'preview', 'files', 'files');
    expect(asTable.stdout).toContain('list.csv');
    expect(asTable.stdout).not.toContain('510102199001011236');
  });

  it('discovers the streams of a connector', async () => {
    const { code, stdout } = await run('connector', 'discover', 'files');
    expect([code, stdout.includes('zjhm')]).toEqual([0, true]);
  });

  it('runs the examples of one mapping', async () => {
    const { code, stdout } = await run('mapping', 'test', 'test-market/penalty', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, exampleCount: 1, failedCount: 0 });
  });

  it('maps rows given in any of three forms', async () => {
    const forms = ['{"wsh":" a "}', '[{"wsh":" a "}]', '{"wsh":" a "}\n{"wsh":"b"}\n'];
    for (const [index, stdin] of forms.entries()) {
      const world = testWorld({}, undefined, stdin);
      const { code, stdout } = await runIn(world, 'mapping', 'run', 'penalty', '--only-map', '--json', '--workspace', folder);
      const { results } = JSON.parse(stdout) as { results: unknown[] };
      expect([code, results.length]).toEqual([0, index === 2 ? 2 : 1]);
      expect(results[0]).toEqual({ position: 'row 1', ok: true, record: { documentNumber: 'a' } });
    }
  });

  it('maps the rows of a CSV file and checks the records, a row beside its record, with how to mend it', async () => {
    await writeFile(join(folder, 'rows.csv'), 'wsh,zjhm\n 州罚〔2026〕1号 ,510102199001011236\n,\n州罚〔2026〕3号,\n');
    const { code, stdout } = await run('mapping', 'run', 'penalty', '--input', join(folder, 'rows.csv'), '--limit', '2');
    expect(code).toBe(1);
    expect(stdout).toMatch(/rows\.csv.* 有错 \d+ wrong/);
    expect(stdout).toMatch(/wsh: {2}州罚〔2026〕1号 .*│ documentNumber: 州罚〔2026〕1号/);
    expect(stdout).toContain('[RECORD_FIELD_MISSING]');
    expect(stdout).toContain('2 行 rows: 通过 good 0, 有错 wrong 2');
    expect(stdout).not.toContain('510102199001011236');
    const missing = await run('mapping', 'run', 'penalty', '--input', join(folder, 'nothing.json'));
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('CLI_INPUT_UNREADABLE')]);
  });

  it('shows no value of a personal field, also for machines', async () => {
    const other = await mkdtemp(join(tmpdir(), 'jiantong-personal-'));
    const rule = 'documentNumber: { from: wsh, apply: [trim], required: true }';
    await writeFile(join(other, 'a.yaml'), manifests.replace(rule, `${rule}\n    party.idNumber: { from: zjhm, date: [YYYYMMDD] }`));
    await writeFile(join(other, 'rows.json'), '[{"wsh":"1","zjhm":"G7654321"}]');
    const { stdout } = await runIn(testWorld(), 'mapping', 'run', 'penalty', '--input', join(other, 'rows.json'), '--json', '--workspace', other);
    expect(JSON.parse(stdout)).toMatchObject({ results: [{ problems: [{ code: 'MAPPING_DATE_NOT_READABLE', value: 'G***' }] }] });
    await rm(other, { recursive: true });
  });

  it('tells which fields that the dataset requires no example of a mapping fills', async () => {
    const { stdout } = await run('mapping', 'test', 'penalty', '--json');
    const { mappings } = JSON.parse(stdout) as { mappings: { requiredNeverSet: string[] }[] };
    expect(mappings[0]?.requiredNeverSet).toEqual(expect.arrayContaining(['decisionDate', 'party.name']));
    expect(mappings[0]?.requiredNeverSet).not.toContain('documentNumber');
  });

  it('shows what a change of a mapping changes, over the rows of a file', async () => {
    const manifest = (rule: string): string => `apiVersion: jiantong/v1
kind: Mapping
metadata: { name: penalty, department: test-market }
spec:
  from: { system: market, stream: files }
  to: { dataset: administrative-penalty }
  version: 1
  fields:
    documentNumber: ${rule}
`;
    await writeFile(join(folder, 'old.txt'), manifest('{ from: wsh, apply: [trim] }'));
    await writeFile(join(folder, 'new.txt'), manifest('{ from: wsh, apply: [document-number], required: true }'));
    await writeFile(join(folder, 'diff.csv'), 'wsh,mc\n州罚〔2026〕1号,甲\n州罚[2026]2号,乙\n,丙\n');
    const files = [join(folder, 'old.txt'), join(folder, 'new.txt')];
    const { code, stdout } = await run('mapping', 'diff', ...files, '--input', join(folder, 'diff.csv'));
    expect(code).toBe(1);
    expect(stdout).toContain('比较 compared 3，变化 changed 2，新增错误 broken 1，不再出错 mended 0');
    expect(stdout).toMatch(/documentNumber +州罚\[2026\]2号 +州罚〔2026〕2号/);
    await writeFile(join(folder, 'named.txt'), manifest('{ from: wsh, apply: [trim] }').concat('    party.idNumber: { from: mc }\n    remark: { from: mc }\n'));
    await writeFile(join(folder, 'people.csv'), 'wsh,mc\n1,G7654321\n2,510102199001011236\n');
    const people = await run('mapping', 'diff', join(folder, 'old.txt'), join(folder, 'named.txt'), '--input', join(folder, 'people.csv'), '--json');
    const { examples } = JSON.parse(people.stdout) as { examples: { fields: { after: string }[] }[] };
    expect(examples.map(({ fields }) => fields.map(({ after }) => after))).toEqual([['***', 'G7654321'], ['***', '[id number]']]);
    const nothing = await run('mapping', 'diff', ...files);
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('CLI_DIFF_ROWS_MISSING')]);
    const damaged = await run('mapping', 'diff', join(folder, 'diff.csv'), files[1] ?? '');
    expect([damaged.code, damaged.stderr]).toEqual([2, expect.stringContaining('CLI_MAPPING_FILE_WRONG')]);
  });

  it('ends with 1 for a row that cannot be mapped and with 2 for input that is no rows', async () => {
    const bad = await runIn(
      testWorld({}, undefined, '{"other":1}'),
      'mapping',
      'run',
      'penalty',
      '--workspace',
      folder,
    );
    expect([bad.code, bad.stdout]).toEqual([1, expect.stringMatching(/^row 1 .*✗ wsh .*\[MAPPING_VALUE_MISSING\]/s)]);
    const damaged = await runIn(
      testWorld({}, undefined, 'not json'),
      'mapping',
      'run',
      'penalty',
      '--workspace',
      folder,
    );
    expect([damaged.code, damaged.stderr]).toEqual([2, expect.stringContaining('CLI_INPUT_UNREADABLE')]);
  });

  it('names the known ones where a name is not known', async () => {
    const { code, stderr } = await run('connector', 'preview', 'nothing', 'x');
    expect(code).toBe(2);
    expect(stderr).toContain('known=test-market/files, test-market/elsewhere');
  });

  it('lets the doctor look at its connectors, too', async () => {
    const { stdout } = await run('doctor', '--json');
    const { findings } = JSON.parse(stdout) as { findings: { check: string; subject: string; state: string }[] };
    expect(
      findings.filter(({ check }) => check === 'connector').map(({ subject, state }) => `${subject} ${state}`),
    ).toEqual(['test-market/files ok', 'test-market/elsewhere bad']);
    expect(findings.find(({ check }) => check === 'store')).toMatchObject({ state: 'ok' });
  });

  it('counts a deadline by the days off of the place that a named calendar is for', async () => {
    const office = await mkdtemp(join(tmpdir(), 'jiantong-office-'));
    await writeFile(join(office, 'a.yaml'), officeWithCalendar);
    const dueOn = async (...args: string[]): Promise<unknown> => {
      const compute = ['deadlines', 'compute', 'double-publicity-7wd', '--from', '2026-09-18', '--workspace', office];
      const { stdout } = await runIn(testWorld(), ...compute, ...args, '--json');
      return (JSON.parse(stdout) as { dueOn: string }).dueOn;
    };
    expect(await dueOn()).toBe('2026-09-29');
    expect(await dueOn('--calendar', 'test-prefecture')).toBe('2026-09-30');
    expect(await dueOn('--division', '623001')).toBe('2026-09-30');
    const unknown = await runIn(testWorld(), 'deadlines', 'compute', 'double-publicity-7wd', '--from', '2026-09-18', '--calendar', 'x');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('CLI_NAME_UNKNOWN')]);
    await rm(office, { recursive: true });
  });

  it('tells every mistake of damaged manifests, a line each, and ends with 2', async () => {
    const damaged = await mkdtemp(join(tmpdir(), 'jiantong-damaged-'));
    await writeFile(join(damaged, 'a.yaml'), manifests.replace('type: csv', 'type: fax').replace('version: 1\n', ''));
    const { code, stdout, stderr } = await runIn(testWorld(), 'connector', 'list', '--workspace', damaged);
    await rm(damaged, { recursive: true });
    expect([code, stdout]).toEqual([2, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(1);
    for (const line of lines) expect(line).toMatch(/^a\.yaml:\d+ .*\(\w+\)$/);
  });
});
