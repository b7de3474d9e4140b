import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { loadWorkspace, readManifests } from '../../../gateway/workspace/load.js';
import { fileBytesMax } from '../../../gateway/workspace/manifest-files.js';
import { describeProblem } from '../../../gateway/workspace/manifest-problem.js';
import { readYamlDocuments } from '../../../gateway/workspace/yaml-documents.js';
import { sampleText } from './sample.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jiantong-workspace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const department = `apiVersion: jiantong/v1
kind: Department
metadata: { name: gannan-housing }
spec: { title: 甘南州住房和城乡建设局, creditCode: 1162300000TET1015P, divisionCode: "623000" }
`;

describe('loading a folder', () => {
  it('reads yaml and yml files of all folders below, many documents a file, and nothing else', () => {
    mkdirSync(join(folder, 'b/c'), { recursive: true });
    writeFileSync(join(folder, 'b/c/city.yml'), sampleText);
    writeFileSync(join(folder, 'a.yaml'), `---\n# nothing but a remark\n---\n${department}---\n`);
    writeFileSync(join(folder, '.hidden.yaml'), 'x: [');
    writeFileSync(join(folder, 'notes.txt'), 'x: [');
    const { manifests, problems } = loadWorkspace(folder);
    expect(problems).toEqual([]);
    expect(manifests).toHaveLength(9);
    expect(manifests[0]).toMatchObject({ file: 'a.yaml', document: 2, metadata: { name: 'gannan-housing', department: 'gannan-housing', shared: false } });
    expect(manifests[0]?.lines?.get('/kind')).toBe(5);
    expect(manifests[8]).toMatchObject({ file: 'b/c/city.yml', document: 8 });
  });

  it('fills in defaults, and makes lists of single columns', () => {
    const { manifests } = readManifests([{ file: 'city.yaml', text: sampleText }]);
    const exchange = manifests.find(({ kind }) => kind === 'Exchange');
    expect(exchange?.spec).toMatchObject({
      source: { mode: 'incremental', cursor: ['updated_at'], key: ['id'], maxWithdrawals: 0.05 },
      schedule: { timeZone: 'Asia/Shanghai' },
    });
    const receiver = manifests.find(({ metadata }) => metadata.name === 'credit-china');
    expect(receiver?.spec['delivery']).toMatchObject({ repeat: 'ask', noReceipt: 'hold', attemptsMax: 12 });
  });

  it('goes on after a damaged document and a damaged file', () => {
    writeFileSync(join(folder, 'a.yaml'), `kind: [\n---\n${department}`);
    writeFileSync(join(folder, 'b.yaml'), 'kind: "\n');
    const { manifests, problems } = loadWorkspace(folder);
    expect(manifests).toHaveLength(1);
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual(['a.yaml CONFIG_YAML_DAMAGED', 'b.yaml CONFIG_YAML_DAMAGED']);
  });

  it('says of a file in another encoding that it has to be UTF-8, and takes a byte order mark', () => {
    writeFileSync(join(folder, 'gb.yaml'), iconv.encode(department, 'gb18030'));
    writeFileSync(join(folder, 'mark.yaml'), `\ufeff${department}`);
    const { manifests, problems } = loadWorkspace(folder);
    expect(manifests.map(({ file }) => file)).toEqual(['mark.yaml']);
    expect(problems.map(describeProblem)).toEqual([
      'gb.yaml 清单文件不是 UTF-8 编码。 The manifest file is not in UTF-8. 处理：请在编辑器中将文件另存为 UTF-8 编码。 Mend: Save the file as UTF-8 in your editor. (CONFIG_FILE_NOT_UTF8)',
    ]);
  });

  it('refuses files beyond the size limit and does not follow linked folders', () => {
    writeFileSync(join(folder, 'large.yaml'), Buffer.alloc(fileBytesMax + 1, '#'));
    writeFileSync(join(folder, 'small.yaml'), department);
    symlinkSync(folder, join(folder, 'again'));
    const { manifests, problems } = loadWorkspace(folder);
    expect(manifests).toHaveLength(1);
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual(['large.yaml CONFIG_LIMIT_EXCEEDED']);
  });

  it('tells a folder that is not there from one without manifests', () => {
    expect(loadWorkspace(join(folder, 'none')).problems.map(({ code }) => code)).toEqual(['CONFIG_FOLDER_UNREADABLE']);
    expect(loadWorkspace(folder).problems.map(({ code }) => code)).toEqual(['CONFIG_FOLDER_EMPTY']);
  });
});

describe('reading YAML as JSON', () => {
  const valueOf = (text: string): unknown => readYamlDocuments(text)[0]?.value;
  const codesOf = (text: string): string[] => readYamlDocuments(text).flatMap(({ faults }) => faults.map(({ code }) => code));

  it('keeps dates, words for yes and no, and numbers of other bases as YAML 1.2 means them', () => {
    expect(valueOf('{ date: 2026-01-01, no: no, zero: 007, hex: 0x1f, key: { 01: one } }')).toEqual({
      date: '2026-01-01',
      no: 'no',
      zero: 7,
      hex: 31,
      key: { '01': 'one' },
    });
  });

  it('takes over the fields of an anchored object, own fields first', () => {
    const text = 'base: &base { a: 1, b: 2 }\nother: { <<: *base, b: 3 }\nboth: { b: 4, <<: [*base, { c: 5 }] }';
    expect(valueOf(text)).toMatchObject({ other: { a: 1, b: 3 }, both: { a: 1, b: 4, c: 5 } });
    expect(codesOf('a: { <<: text }')).toEqual(['CONFIG_VALUE_UNUSABLE']);
  });

  it('refuses what JSON or the store cannot hold', () => {
    for (const value of ['.inf', '.nan', '12345678901234567890', '"\\0"', '"\\ud800"', '!!binary aGk=']) {
      expect([value, codesOf(`a: ${value}`)]).toEqual([value, ['CONFIG_VALUE_UNUSABLE']]);
    }
    for (const key of ['[a]', '__proto__', '"\\0"', 'null']) expect([key, codesOf(`? ${key}\n: 1`)]).toEqual([key, ['CONFIG_VALUE_UNUSABLE']]);
  });

  it('refuses a reference to nothing', () => {
    expect(codesOf('a: *none')).toEqual(['CONFIG_VALUE_UNUSABLE']);
  });

  it('ends a document of references to references early', () => {
    const levels = Array.from({ length: 12 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(', ')}]`);
    expect(codesOf(['l0: &l0 [x]', ...levels].join('\n'))).toEqual(['CONFIG_LIMIT_EXCEEDED']);
  });

  it('ends a document that nests too deeply, or that holds itself', () => {
    expect(codesOf(`a: ${'['.repeat(80)}${']'.repeat(80)}`)).toEqual(['CONFIG_LIMIT_EXCEEDED']);
    expect(codesOf('a: &a { b: *a }')).not.toEqual([]);
  });
});
