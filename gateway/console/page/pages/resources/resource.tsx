import { Button, type TableColumnsType } from 'antd';
import { stringify } from 'yaml';
import type { ReactNode } from 'react';
import type { ResourceView } from '../../../../services/resources.js';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import type { PageProps } from '../../frame/places.js';
import { useMay } from '../../frame/session.js';
import { messages, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Facts } from '../../parts/facts.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { ReasonButton } from '../../parts/reason-button.js';
import { goTo, pathWith } from '../../router/location.js';

const texts = messages({
  list: { zh: '配置', en: 'Configuration' },
  change: { zh: '修改', en: 'Change' },
  version: { zh: '版本', en: 'Version' },
  applied: { zh: '生效', en: 'In force since' },
  by: { zh: '由', en: 'By' },
  digest: { zh: '摘要', en: 'Digest' },
  content: { zh: '内容', en: 'Content' },
  history: { zh: '历次版本', en: 'Versions' },
  back: { zh: '恢复此版本', en: 'Put into force again' },
  backSay: { zh: (version: number) => `把第 ${String(version)} 版的内容作为新版本生效，立即影响用到它的交换任务。`, en: (version: number) => `The content of version ${String(version)} becomes a new version and is in force at once for all that use it.` },
});

/** One resource: what is in force, and what was before. */
export function ResourcePage({ names }: PageProps): ReactNode {
  const text = useText(texts);
  const may = useMay();
  const path = { kind: names['kind'] ?? '', department: names['department'] ?? '', name: names['name'] ?? '' };
  const { data, problem, reload } = useApi('GET /resources/{kind}/{department}/{name}', { path }, ['configuration']);
  const versions = useApi('GET /resources/{kind}/{department}/{name}/versions', { path }, ['configuration']);
  const rollBack = (version: number) => call('POST /resources/{kind}/{department}/{name}/roll-back', { path, body: { version } });
  const columns: TableColumnsType<ResourceView> = [
    { title: text.version, dataIndex: 'version' },
    { title: text.applied, render: (_, { appliedAt }) => <Moment at={appliedAt} /> },
    { title: text.by, dataIndex: 'appliedBy' },
    { title: text.digest, render: (_, { digest }) => <code title={digest}>{digest.slice(0, 12)}</code> },
    ...(may('configuration.change')
      ? [{
          title: '',
          render: (_: unknown, { version }: ResourceView) =>
            version === data?.version ? null : <ReasonButton title={text.back} say={text.backSay(version)} isReasonWanted={false} isSmall act={() => rollBack(version)} onDone={reload} />,
        }]
      : []),
  ];
  return (
    <>
      <PageHead title={`${path.department}/${path.name}`} say={path.kind} back={{ to: pathWith('/resources', { kind: path.kind }), title: text.list }}>
        {may('configuration.change') ? <Button onClick={() => goTo(pathWith('/resources/apply', { from: `${path.kind}/${path.department}/${path.name}` }))}>{text.change}</Button> : null}
      </PageHead>
      <ProblemAlert problem={problem} onRetry={reload} />
      {data === undefined ? null : (
        <>
          <Facts items={[[text.version, data.version], [text.applied, <Moment key="at" at={data.appliedAt} />], [text.by, data.appliedBy], [text.digest, <code key="digest">{data.digest.slice(0, 16)}…</code>]]} />
          <section className="sheet" aria-label={text.content}><pre className="yaml">{stringify(data.manifest)}</pre></section>
        </>
      )}
      <div className="sheet-title"><h2>{text.history}</h2></div>
      <DataTable label={text.history} columns={columns} rows={versions.data?.items} rowKey={({ version }) => version} loaded={versions} empty="" />
    </>
  );
}
