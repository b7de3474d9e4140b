import { Button, type TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ColumnInfo, StreamInfo } from '../../../../../connectors/connector.js';
import type { JsonValue } from '../../../../../schemas/json.js';
import type { PreviewRow } from '../../../../services/connectors.js';
import { call } from '../../api/call.js';
import { useApi, type Loaded } from '../../api/use-api.js';
import { messages, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { splitName } from '../../parts/names.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { useAction } from '../../parts/use-action.js';

const texts = messages({
  streams: { zh: '数据流', en: 'Streams' },
  discover: { zh: '发现数据流', en: 'Discover streams' },
  columns: { zh: (count: number) => `${String(count)} 列`, en: (count: number) => `${String(count)} columns` },
  rows: { zh: (count: number) => `约 ${String(count)} 行`, en: (count: number) => `about ${String(count)} rows` },
  preview: { zh: '看前几行', en: 'First rows' },
  masked: { zh: '个人信息已遮盖', en: 'Personal data is masked' },
  column: { zh: '列', en: 'Column' },
  type: { zh: '类型', en: 'Type' },
  comment: { zh: '说明', en: 'Comment' },
  key: { zh: '主键', en: 'key' },
  position: { zh: '位置', en: 'Place' },
  none: { zh: '没有行', en: 'No rows' },
});

/** What a system offers; asked for when somebody wants to know, for it asks the far system. */
export function Streams({ name }: { readonly name: string }): ReactNode {
  const text = useText(texts);
  const [isWanted, setWanted] = useState(false);
  const loaded = useApi(isWanted ? 'GET /connectors/{department}/{name}/streams' : undefined, { path: splitName(name) });
  return (
    <>
      <div className="sheet-title"><h2>{text.streams}</h2></div>
      {isWanted ? null : <Button onClick={() => setWanted(true)}>{text.discover}</Button>}
      <ProblemAlert problem={loaded.problem} onRetry={loaded.reload} />
      {isWanted && loaded.isLoading ? <Button loading>{text.discover}</Button> : null}
      <div className="stack">{loaded.data?.items.map((stream) => <Stream key={stream.name} connector={name} stream={stream} loaded={loaded} />)}</div>
    </>
  );
}

interface StreamProps {
  readonly connector: string;
  readonly stream: StreamInfo;
  readonly loaded: Loaded<unknown>;
}

function Stream({ connector, stream, loaded }: StreamProps): ReactNode {
  const text = useText(texts);
  const [rows, setRows] = useState<readonly PreviewRow[]>();
  const { isBusy, problem, run } = useAction();
  const preview = (): Promise<boolean> =>
    run(async () => {
      const parts = { path: splitName(connector), body: { stream: stream.name, rows: previewRows } };
      setRows((await call('POST /connectors/{department}/{name}/preview', parts)).items);
    });
  const columns: TableColumnsType<ColumnInfo> = [
    { title: text.column, render: (_, { name }) => <><code>{name}</code>{stream.key.includes(name) ? <span className="soon"> {text.key}</span> : null}</> },
    { title: text.type, render: (_, { type }) => <code className="faint">{type}</code> },
    { title: text.comment, dataIndex: 'comment' },
  ];
  const previewColumns: TableColumnsType<PreviewRow> = [
    { title: text.position, render: (_, { position }) => <code>{position}</code> },
    ...stream.columns.map(({ name }): TableColumnsType<PreviewRow>[number] => ({ title: name, render: (_, { row }) => cellText(row[name]) })),
  ];
  return (
    <details className="sheet padded">
      <summary><code>{stream.name}</code> {stream.titleZh} <span className="faint">{text.columns(stream.columns.length)}{stream.rowCount === undefined ? '' : ` · ${text.rows(stream.rowCount)}`}</span></summary>
      <div className="stack">
        <DataTable label={stream.name} columns={columns} rows={stream.columns} rowKey={({ name }) => name} loaded={loaded} empty="" />
        <div className="page-actions"><Button loading={isBusy} onClick={() => void preview()}>{text.preview}</Button><span className="faint">{text.masked}</span></div>
        <ProblemAlert problem={problem} />
        {rows === undefined ? null : <DataTable label={text.preview} columns={previewColumns} rows={rows} rowKey={({ position }) => position} loaded={loaded} empty={text.none} />}
      </div>
    </details>
  );
}

const previewRows = 10;

function cellText(value: JsonValue | undefined): ReactNode {
  if (value === null || value === undefined) return <span className="nothing">—</span>;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
