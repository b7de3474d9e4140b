import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { identifierKinds } from '../../../schemas/identifiers/kinds.js';
import { runIn, testWorld, type Outcome } from './test-world.js';

const run = (...args: string[]): Promise<Outcome> => runIn(testWorld(), ...args);
const json = ({ stdout }: Outcome): unknown => JSON.parse(stdout);

describe('jiantong identifier', () => {
  it('lists every kind that has a rule', async () => {
    const { code, stdout } = await run('identifier', 'list');
    expect(code).toBe(0);
    for (const { name, zh } of identifierKinds) expect(stdout).toMatch(new RegExp(`${name}\\s+${zh}`));
  });

  it('normalises and checks, and names the character and what it should be', async () => {
    const outcome = await run('identifier', 'check', 'unified-social-credit-code', ' 91623000ma7xxx018e', '91623000MA7XXX018F', '--json');
    expect(outcome.code).toBe(1);
    expect(json(outcome)).toMatchObject({
      results: [
        { normalised: '91623000MA7XXX018E', ok: true },
        { ok: false, code: 'RECORD_CREDIT_CODE_WRONG_CHECK_DIGIT', position: 18, expected: 'E', zh: expect.stringContaining('应为“E”') },
      ],
    });
  });

  it('ends well where all are right, and shows a person why one is not', async () => {
    expect((await run('identifier', 'check', 'citizen-id', '110105491231002')).code).toBe(0);
    const { stdout } = await run('identifier', 'check', 'taiwan-permit', '0000O000');
    expect(stdout).toContain('有误 wrong');
    expect(stdout).toContain('应为8位数字');
  });

  it('says which kinds there are where it does not know one', async () => {
    const { code, stderr } = await run('identifier', 'check', 'phone', '1');
    expect(code).toBe(2);
    expect(stderr).toContain('unified-social-credit-code, organisation-code');
  });
});

describe('jiantong code-table', () => {
  it('lists the tables with their documents', async () => {
    const { code, stdout } = await run('code-table', 'list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/penalty-type .*拒收 refuses .*行政处罚法/);
    expect(stdout).toMatch(/division .*只提醒 warns/);
  });

  it('shows codes that were given up, with their last day and what took their place', async () => {
    const outcome = await run('code-table', 'show', 'division', '320602', '623001', '--json');
    expect(outcome.code).toBe(0);
    expect(json(outcome)).toEqual({
      table: 'division',
      items: [
        { code: '320602', zh: '崇川区', validTo: '2020-12-31', replacedBy: '320613' },
        { code: '623001', zh: '合作市' },
      ],
      missing: [],
    });
  });

  it('leaves out on a day what was not in use then, and says so', async () => {
    const { code, stdout } = await run('code-table', 'show', 'division', '320602', '320613', '--on', '2021-01-01');
    expect(code).toBe(1);
    expect(stdout).toContain('没有或不在用 not there or not in use: 320602');
    expect((await run('code-table', 'show', 'division', '320602', '--on', '2020-12-31')).code).toBe(0);
    expect((await run('code-table', 'show', 'division', '320613', '--on', '2019-12-31')).code).toBe(1);
  });

  it('refuses a table that is not there and a day that is none', async () => {
    expect((await run('code-table', 'show', 'weather')).stderr).toContain('penalty-type');
    expect((await run('code-table', 'show', 'division', '--on', '2026-02-30')).code).toBe(2);
  });

  it('shows a workspace’s own codes on top of those that they extend', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jiantong-codes-'));
    await writeFile(
      join(folder, 'office.yaml'),
      `apiVersion: jiantong/v1
kind: Department
metadata: { name: data-office, department: data-office }
spec: { title: 测试数据局, creditCode: 11623000MB0000000N, divisionCode: "623000", isDataOffice: true }
---
apiVersion: jiantong/v1
kind: CodeTable
metadata: { name: case-source, department: data-office }
spec: { title: 案件来源, titleEn: Case source, standard: 示例, version: "2", validFrom: "2026-01-01", extends: case-source, items: [{ code: "06", zh: 媒体曝光, en: Media }] }
`,
    );
    const { stdout } = await run('code-table', 'show', 'case-source', '--workspace', folder);
    await rm(folder, { recursive: true });
    expect(stdout).toContain('监督检查');
    expect(stdout).toContain('媒体曝光');
  });
});

describe('jiantong mapping run', () => {
  it('shows what is odd about a record without calling it wrong', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jiantong-rows-'));
    const row = {
      CF_WSH: '州市监处罚〔2026〕21号', CF_CFMC: '经营超过保质期的食品案', CF_CFLB1: '警告', CF_SY: '经营超过保质期的食品',
      CF_YJ: '《中华人民共和国食品安全法》第一百二十四条', CF_XDR_MC: '甘南州祥瑞商贸有限公司', CF_XDR_SHXYM: '91623000MA7XXX018E',
      CF_FR: '才让扎西', CF_JG: '警告', CF_JDRQ: '2026-09-03', CF_XZJG: '甘南州市场监督管理局', CF_XZJGDM: '1162300000TET1023J', DFBM: '320602',
    };
    await writeFile(join(folder, 'rows.json'), JSON.stringify([row]));
    const args = ['mapping', 'run', 'double-publicity-2016-penalty', '--input', join(folder, 'rows.json')];
    const [shown, told] = [await run(...args), await run(...args, '--json')];
    await rm(folder, { recursive: true });
    expect([shown.code, told.code]).toEqual([0, 0]);
    expect(shown.stdout).toContain('! /divisionCode = 320602');
    expect(json(told)).toMatchObject({ results: [{ ok: true, warnings: [{ code: 'RECORD_CODE_RETIRED', path: '/divisionCode' }] }] });
  });
});
