import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { declareChecks } from '../../connectors/conformance/checks.js';
import { failureChecks, healthChecks } from '../../connectors/conformance/failure-checks.js';
import { requestOf, type PullBench } from '../../connectors/conformance/pull-bench.js';
import { pullChecks } from '../../connectors/conformance/pull-checks.js';
import type { Connector, ConnectorType, SourceRow } from '../../connectors/connector.js';
import { csvConnector } from '../../connectors/csv/index.js';
import { jsonConnector } from '../../connectors/json/index.js';
import { xmlConnector } from '../../connectors/xml/index.js';
import { csvForm, fileBench, type FileForm } from './places/file-bench.js';
import { testContext } from './test-context.js';

const exactRows: readonly SourceRow[] = [
  { 编号: '116230000000000018', 名称: '㐂䶮𠮷 "引" <&>', 生日: '1937-07-07', 额: '0.10', 空: null },
  { 编号: '1969-12-31', 名称: '', 生日: '1901-01-01', 额: '-12345678901234567890.000001', 空: null },
];

const jsonForm: FileForm = {
  extension: 'json',
  content: (rows) => JSON.stringify(rows.map(([编号, 名称]) => ({ 编号, 名称 }))),
  exact: {
    content:
      '[{"编号":116230000000000018,"名称":"㐂䶮𠮷 \\"引\\" <&>","生日":"1937-07-07","额":0.10,"空":null},' +
      '{"编号":"1969-12-31","名称":"","生日":"1901-01-01","额":-12345678901234567890.000001,"空":null}]',
    rows: exactRows,
  },
};

const xmlForm: FileForm = {
  extension: 'xml',
  content: (rows) => `<data>${rows.map(([id, name]) => `<row><编号>${id}</编号><名称>${name}</名称></row>`).join('')}</data>`,
  exact: {
    content:
      '<data><row><编号>116230000000000018</编号><名称>㐂䶮𠮷 "引" &lt;&amp;&gt;</名称><生日>1937-07-07</生日><额>0.10</额><空/></row></data>',
    rows: exactRows.slice(0, 1),
  },
};

const linesForm: FileForm = {
  extension: 'jsonl',
  content: (rows) => rows.map(([编号, 名称]) => `${JSON.stringify({ 编号, 名称 })}\n`).join(''),
  exact: { content: jsonForm.exact.content.toString().slice(1, -1).replace('},{', '}\n{'), rows: exactRows },
};

const packedForm: FileForm = {
  extension: 'csv.gz',
  content: (rows) => gzipSync(csvForm.content(rows)),
  exact: { content: gzipSync(csvForm.exact.content), rows: csvForm.exact.rows },
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jiantong-file-conformance-'));
});
afterAll(async () => await rm(root, { recursive: true, force: true }));

describe.each([
  { title: 'csv', type: csvConnector as ConnectorType<never>, form: csvForm, config: {} },
  { title: 'csv, packed', type: csvConnector as ConnectorType<never>, form: packedForm, config: { pattern: '*.gz' } },
  { title: 'json', type: jsonConnector as ConnectorType<never>, form: jsonForm, config: {} },
  { title: 'json lines', type: jsonConnector as ConnectorType<never>, form: linesForm, config: { pattern: '*.jsonl', form: 'lines' } },
  { title: 'xml', type: xmlConnector as ConnectorType<never>, form: xmlForm, config: {} },
])('files of $title', ({ type, form, config }) => {
  const open = (more: object = {}): Connector =>
    type.create({ folder: '监管 数据', readyWhen: 'rename', ...config, ...more } as never, testContext({ workspaceFolder: root }));
  const bench: PullBench = fileBench(() => root, () => open(), form);
  const request = requestOf(bench, null);
  declareChecks({ describe, it }, 'as the conformance kit has them', [
    ...pullChecks(bench),
    {
      title: 'discovers its stream with columns',
      run: async () => {
        await bench.fill(3);
        for (const check of healthChecks(() => open(), 'files')) await check.run();
      },
    },
    ...failureChecks([
      { title: 'a missing folder', code: 'FILE_FOLDER_MISSING', open: () => open({ folder: '没有' }), request },
      { title: 'a way out of the workspace', code: 'FILE_PLACE_OUTSIDE_WORKSPACE', open: () => open({ folder: '../' }), request },
    ]),
  ]);
});
