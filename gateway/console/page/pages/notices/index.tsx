import { Button, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { NoticeView } from '../../../../services/notices.js';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import { Named, useNames } from '../../frame/names.js';
import { useMay } from '../../frame/session.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Mark } from '../../parts/mark.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { QueryChoice, QuerySelect } from '../../parts/query-filter.js';
import { useAction } from '../../parts/use-action.js';
import { Link } from '../../router/link.js';
import { pathWith, useQuery } from '../../router/location.js';

const texts = messages({
  title: { zh: '时限预警', en: 'Deadline warnings' },
  say: { zh: '到期前和逾期后的提醒。签收表示已有人在处理，签收人和时间记入交换日志。', en: 'Warnings before and after the due day. Taking note says that somebody is at it; who and when goes into the exchange log.' },
  standing: { zh: '范围', en: 'Which' },
  unacknowledged: { zh: '未签收', en: 'Not taken note of' },
  all: { zh: '全部', en: 'All' },
  department: { zh: '部门', en: 'Department' },
  rule: { zh: '时限规则', en: 'Rule' },
  due: { zh: '到期日', en: 'Due' },
  threshold: { zh: '预警', en: 'Warning' },
  overdue: { zh: '已逾期', en: 'Overdue' },
  left: { zh: (days: number) => `剩 ${String(days)} 个工作日`, en: (days: number) => `${String(days)} working days left` },
  obligations: { zh: '涉及', en: 'Obligations' },
  made: { zh: '发出', en: 'Made' },
  taken: { zh: '签收', en: 'Taken note of' },
  acknowledge: { zh: '签收', en: 'Take note' },
  acknowledged: { zh: '已签收', en: 'Taken note of' },
  none: { zh: '没有未签收的预警', en: 'No warning waits for anybody' },
});

export function NoticesPage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const may = useMay();
  const { all } = useNames();
  const [query] = useQuery();
  const action = useAction();
  const standing = query['standing'] === 'all' ? undefined : 'unacknowledged';
  const loaded = useApi('GET /deadline-notices', { query: { standing, department: query['department'], cursor: query['cursor'], limit: 50 } }, ['obligations']);
  const acknowledge = (id: number): void => {
    void action.run(async () => {
      await call('POST /deadline-notices/{id}/acknowledge', { path: { id }, body: {} });
      loaded.reload();
    }, text.acknowledged);
  };
  const columns: TableColumnsType<NoticeView> = [
    { title: text.threshold, render: (_, { threshold }) => (threshold < 0 ? <Mark tone="late">{text.overdue}</Mark> : <Mark tone="soon">{text.left(threshold)}</Mark>) },
    { title: text.department, render: (_, { department }) => <Named kind="department" name={department} /> },
    { title: text.rule, className: 'wide', render: (_, { rule }) => <Named kind="deadline-rule" name={rule} /> },
    { title: text.due, render: (_, { dueOn }) => <span className="moment">{dueOn}</span> },
    { title: text.obligations, align: 'right', className: 'figure', render: (_, { obligations, department, rule }) => <Link to={pathWith('/deadlines', { department, rule })}>{obligations}</Link> },
    { title: text.made, render: (_, { madeAt }) => <Moment at={madeAt} /> },
    {
      title: text.taken,
      render: (_, { id, acknowledgedAt, acknowledgedBy }) =>
        acknowledgedAt !== null ? <>{acknowledgedBy} <Moment at={acknowledgedAt} /></> : may('notice.acknowledge') ? <Button size="small" loading={action.isBusy} onClick={() => acknowledge(id)}>{text.acknowledge}</Button> : '—',
    },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say} />
      <div className="filters">
        <QueryChoice name="standing" label={text.standing} choices={[{ value: 'unacknowledged', label: text.unacknowledged }, { value: 'all', label: text.all }]} />
        <QuerySelect name="department" label={text.department} choices={all('department').map((one) => ({ value: one.name, label: one[language] }))} />
      </div>
      <ProblemAlert problem={action.problem} />
      <DataTable label={text.title} columns={columns} rows={loaded.data?.items} rowKey={({ id }) => id} loaded={loaded} empty={text.none} next={loaded.data?.next ?? null} />
    </>
  );
}
