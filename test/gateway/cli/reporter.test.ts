import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { runIn, testWorld, type Outcome } from './test-world.js';

const secrets = ['秘举人', '19912345678', '我在该公司质检科工作'] as const;
const [name, phone, statement] = secrets;

const workspace = (fields: string): string => `apiVersion: jiantong/v1
kind: Department
metadata: { name: hotline, department: hotline }
spec: { title: 示例12345热线服务中心, creditCode: 12999999MA0TETT38K, divisionCode: "623000" }
---
apiVersion: jiantong/v1
kind: Connector
metadata: { name: files, department: hotline }
spec:
  type: csv
  system: hotline
  config: { folder: drop, pattern: "*.csv", stableSeconds: 0 }
---
apiVersion: jiantong/v1
kind: Mapping
metadata: { name: lead, department: hotline }
spec:
  from: { system: hotline, stream: files }
  to: { dataset: complaint-lead }
  version: 1
  withhold: [jbr, dh, yw]
  fields:
    code: { from: bh, required: true }
    isWhistleblower: { from: csr, codes: { 是: true, 否: false } }
${fields}  examples:
    - name: 吹哨人只传编号 only the number crosses
      input: { bh: CSR1, csr: 是, jbr: ${name}, dh: "${phone}", yw: ${statement} }
      output: { code: CSR1, isWhistleblower: true }
`;

describe('a command that shows rows of a source', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-reporter-'));
    await mkdir(join(folder, 'drop'));
    await writeFile(join(folder, 'workspace.yaml'), workspace(''));
    const rows = `bh,csr,jbr,dh,yw\nCSR1,是,${name},${phone},${statement}\nCSR2,也许,${name},${phone},${statement}\n`;
    await writeFile(join(folder, 'drop', 'leads.csv'), rows);
    const longAgo = new Date('2026-01-01T00:00:00Z');
    await utimes(join(folder, 'drop', 'leads.csv'), longAgo, longAgo);
  });
  afterAll(() => rm(folder, { recursive: true }));

  function run(args: readonly string[], stdin = ''): Promise<Outcome> {
    return runIn(testWorld({ JIANTONG_DATA: join(folder, 'data') }, undefined, stdin), ...args, '--workspace', folder);
  }

  /** The secrets in what was printed, on either stream. */
  function foundIn({ stdout, stderr }: Outcome): string[] {
    return secrets.filter((secret) => (stdout + stderr).includes(secret));
  }

  it.each([['as a table', []], ['as a document', ['--json']]])('previews no withheld column, %s', async (_, more) => {
    const outcome = await run(['connector', 'preview', 'files', 'files', ...more]);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain('CSR2');
    expect(outcome.stdout).not.toMatch(/jbr|dh|yw/);
    expect(foundIn(outcome)).toEqual([]);
  });

  it.each([['as text', []], ['as a document', ['--json']]])('maps no withheld column, good row or bad, %s', async (_, more) => {
    const row = { bh: 'CSR1', csr: '是', jbr: name, dh: phone, yw: statement };
    const rows = JSON.stringify([row, { ...row, csr: '也许' }, { ...row, bh: null }]);
    const outcome = await run(['mapping', 'run', 'lead', '--input', '-', ...more], rows);
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain('CSR1');
    expect(foundIn(outcome)).toEqual([]);
  });

  it('tries the examples of a mapping that withholds', async () => {
    const outcome = await run(['mapping', 'test', 'lead', '--json']);
    expect([outcome.code, foundIn(outcome)]).toEqual([0, []]);
  });

  it.each([
    ['fills a field of the reporter', '    reporter.name: { from: xm }\n', 'MAPPING_SPEC_REPORTER_FIELD'],
    ['uses a withheld column', '    content: { from: yw }\n', 'MAPPING_SPEC_COLUMN_CLASH'],
  ])('refuses a workspace whose mapping %s', async (_, field, code) => {
    await writeFile(join(folder, 'workspace.yaml'), workspace(field));
    const outcome = await run(['connector', 'list']);
    await writeFile(join(folder, 'workspace.yaml'), workspace(''));
    expect([outcome.code, outcome.stderr]).toEqual([2, expect.stringContaining(code)]);
  });
});
