import { Button, Empty, Table, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { Loaded } from '../api/use-api.js';
import { messages, useText } from '../language/text.js';
import { useQuery } from '../router/location.js';
import { ProblemAlert } from './problem-alert.js';

const texts = messages({
  first: { zh: '回到第一页', en: 'First page' },
  next: { zh: '下一页', en: 'Next page' },
  shown: { zh: (count: number) => `本页 ${String(count)} 条`, en: (count: number) => `${String(count)} on this page` },
  all: { zh: (count: number) => `共 ${String(count)} 条`, en: (count: number) => `${String(count)} in all` },
});

interface Props<Row extends object> {
  /** What the table shows, for those who cannot see it. */
  readonly label: string;
  readonly columns: TableColumnsType<Row>;
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string | number;
  readonly loaded: Pick<Loaded<unknown>, 'problem' | 'isLoading' | 'reload'>;
  /** What it means that there is nothing. */
  readonly empty: ReactNode;
  /** Of a list that the gateway gives page by page: the cursor of the next one, null on the last. */
  readonly next?: string | null;
  readonly expanded?: (row: Row) => ReactNode;
}

/** A list with its empty, loading and error states. Which page it is at stands in the address. */
export function DataTable<Row extends object>({ label, columns, rows, rowKey, loaded, empty, next, expanded }: Props<Row>): ReactNode {
  const text = useText(texts);
  const [query, setQuery] = useQuery();
  const { problem, isLoading, reload } = loaded;
  const count = rows?.length ?? 0;
  const isPaged = next !== undefined;
  return (
    <section className="sheet" aria-label={label} aria-busy={isLoading}>
      {problem === undefined ? null : <div className="sheet-problem"><ProblemAlert problem={problem} onRetry={reload} /></div>}
      {problem !== undefined && rows === undefined ? null : (
        <Table<Row>
          size="small"
          columns={columns}
          dataSource={[...(rows ?? [])]}
          rowKey={rowKey}
          loading={isLoading || rows === undefined}
          pagination={false}
          locale={{ emptyText: rows === undefined ? ' ' : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /> }}
          {...(expanded ? { expandable: { expandedRowRender: expanded } } : {})}
        />
      )}
      {count === 0 && query['cursor'] === undefined ? null : (
        <footer className="sheet-foot">
          <span>{isPaged && (next !== null || query['cursor'] !== undefined) ? text.shown(count) : text.all(count)}</span>
          {isPaged ? (
            <span className="page-actions">
              {query['cursor'] === undefined ? null : <Button size="small" onClick={() => setQuery({ cursor: undefined })}>{text.first}</Button>}
              {next === null ? null : <Button size="small" onClick={() => setQuery({ cursor: next })}>{text.next}</Button>}
            </span>
          ) : null}
        </footer>
      )}
    </section>
  );
}
