import { Alert, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { RunDetail, RunWarning } from '../../../../services/exchanges.js';
import { useApi } from '../../api/use-api.js';
import { Named, useTitleOf } from '../../frame/names.js';
import type { PageProps } from '../../frame/places.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { pathOf } from '../../parts/names.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { RunMark } from '../../parts/states.js';
import { Link } from '../../router/link.js';

const texts = messages({
  list: { zh: '批次', en: 'Runs' },
  title: { zh: (id: string) => `批次 ${id}`, en: (id: string) => `Run ${id}` },
  exchange: { zh: '交换任务', en: 'Exchange' },
  state: { zh: '状态', en: 'State' },
  began: { zh: '开始', en: 'Began' },
  ended: { zh: '结束', en: 'Ended' },
  rows: { zh: '读取', en: 'Read' },
  unchanged: { zh: '未变', en: 'Unchanged' },
  folded: { zh: '批内重复', en: 'Doubles' },
  skipped: { zh: '按规则略过', en: 'Skipped by rule' },
  mapped: { zh: '转换成功', en: 'Mapped' },
  quarantined: { zh: '隔离', en: 'Quarantined' },
  versions: { zh: '入库版本', en: 'Versions stored' },
  targets: { zh: '在各目标的结果', en: 'What became of it at each target' },
  target: { zh: '目标', en: 'Target' },
  owed: { zh: '应送', en: 'Owed' },
  notOwed: { zh: '不必送', en: 'Not owed' },
  accepted: { zh: '已接收', en: 'Accepted' },
  rejected: { zh: '退回', en: 'Rejected' },
  pending: { zh: '在途', en: 'On the way' },
  held: { zh: '待人工', en: 'Held' },
  superseded: { zh: '被取代', en: 'Superseded' },
  noTargets: { zh: '本批次没有新的记录要送', en: 'This run made nothing to deliver' },
  warnings: { zh: '值得留意（不影响报送）', en: 'Worth a look (nothing is held back for it)' },
  records: { zh: '记录数', en: 'Records' },
  what: { zh: '情况', en: 'What' },
  column: { zh: '列', en: 'Column' },
  example: { zh: '第一条', en: 'The first' },
});

type TargetRow = RunDetail['targets'][number];

/** What one run read and what became of it. */
export function RunPage({ names }: PageProps): ReactNode {
  const text = useText(texts);
  const number = useNumber();
  const language = useLanguage();
  const titleOf = useTitleOf();
  const id = names['id'] ?? '';
  const loaded = useApi('GET /runs/{id}', { path: { id } }, ['runs', 'deliveries']);
  const run = loaded.data;
  const count = (title: string, of: (target: TargetRow) => number): TableColumnsType<TargetRow>[number] => ({ title, align: 'right', className: 'figure', render: (_, target) => number(of(target)) });
  const columns: TableColumnsType<TargetRow> = [
    { title: text.target, render: (_, { connector }) => <Link to={pathOf('/targets', connector)}><Named kind="connector" name={connector} /></Link> },
    count(text.owed, ({ owed }) => owed),
    count(text.accepted, ({ accepted }) => accepted),
    count(text.pending, ({ pending, unknown }) => pending + unknown),
    count(text.rejected, ({ rejected }) => rejected),
    count(text.held, ({ held }) => held),
    count(text.superseded, ({ superseded, cancelled }) => superseded + cancelled),
    count(text.notOwed, ({ notOwed }) => notOwed),
  ];
  const warningColumns: TableColumnsType<RunWarning> = [
    { title: text.records, align: 'right', className: 'figure', render: (_, { records }) => number(records) },
    { title: text.column, render: (_, { warning }) => <code>{warning.column ?? warning.path}</code> },
    { title: text.what, render: (_, { warning }) => (language === 'zh' ? warning.zh : warning.en) },
    { title: text.example, render: (_, { position }) => <code>{position}</code> },
  ];
  return (
    <>
      <PageHead title={text.title(id)} say={run === undefined ? undefined : titleOf('exchange', run.exchange)} back={{ to: '/runs', title: text.list }} />
      <ProblemAlert problem={loaded.problem} onRetry={loaded.reload} />
      {run === undefined ? null : (
        <>
          {run.failure === null ? null : <Alert type="error" showIcon className="spaced" title={run.failure.text} description={<code>{run.failure.code}</code>} />}
          <Facts
            items={[
              [text.exchange, <Link key="exchange" to={pathOf('/exchanges', run.exchange)}><Named kind="exchange" name={run.exchange} /></Link>],
              [text.state, <RunMark key="state" state={run.state} />],
              [text.began, <Moment key="began" at={run.startedAt} />],
              [text.ended, <Moment key="ended" at={run.endedAt} />],
            ]}
          />
          <Facts
            items={[
              [text.rows, number(run.rows)],
              [text.unchanged, number(run.unchanged)],
              [text.folded, number(run.folded)],
              [text.skipped, number(run.skipped)],
              [text.mapped, number(run.mapped)],
              [text.quarantined, run.quarantined === 0 ? '0' : <Link key="bad" to={`/quarantine?view=list&exchange=${encodeURIComponent(run.exchange)}`} className="soon">{number(run.quarantined)}</Link>],
              [text.versions, number(run.versions)],
            ]}
          />
          <div className="sheet-title"><h2>{text.targets}</h2></div>
          <DataTable label={text.targets} columns={columns} rows={run.targets} rowKey={({ connector }) => connector} loaded={loaded} empty={text.noTargets} />
          {run.warnings.length === 0 ? null : (
            <>
              <div className="sheet-title"><h2>{text.warnings}</h2></div>
              <DataTable label={text.warnings} columns={warningColumns} rows={run.warnings} rowKey={({ warning, position }) => `${warning.code} ${warning.path} ${position}`} loaded={loaded} empty="" />
            </>
          )}
        </>
      )}
    </>
  );
}
