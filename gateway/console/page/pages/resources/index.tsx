import { Button, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { ResourceView } from '../../../../services/resources.js';
import { useApi } from '../../api/use-api.js';
import { useMay } from '../../frame/session.js';
import { messages, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Moment } from '../../parts/moment.js';
import { pathOf } from '../../parts/names.js';
import { PageHead } from '../../parts/page-head.js';
import { QuerySelect } from '../../parts/query-filter.js';
import { Link } from '../../router/link.js';
import { goTo, useQuery } from '../../router/location.js';
import { kindTexts, kinds } from './kinds.js';

const texts = messages({
  title: { zh: '配置', en: 'Configuration' },
  say: { zh: '现行的每一项配置。每次修改都是一个新版本，旧版本留存。', en: 'Everything that is in force. Each change is a new version; the old ones stay.' },
  apply: { zh: '应用 YAML', en: 'Apply YAML' },
  kind: { zh: '种类', en: 'Kind' },
  name: { zh: '名称', en: 'Name' },
  version: { zh: '版本', en: 'Version' },
  applied: { zh: '生效', en: 'In force since' },
  by: { zh: '由', en: 'By' },
  none: { zh: '没有这类配置', en: 'There is none of this kind' },
});

export function ResourcesPage(): ReactNode {
  const text = useText(texts);
  const words = useText(kindTexts);
  const may = useMay();
  const [query] = useQuery();
  const loaded = useApi('GET /resources', { query: { kind: query['kind'], cursor: query['cursor'], limit: 100 } }, ['configuration']);
  const kindWord = (kind: string): string => {
    const known = kinds.find((one) => one === kind);
    return known === undefined ? kind : words[known];
  };
  const columns: TableColumnsType<ResourceView> = [
    { title: text.kind, render: (_, { kind }) => kindWord(kind) },
    { title: text.name, render: (_, { kind, name }) => <Link to={pathOf(`/resources/${kind}`, name)}><code>{name}</code></Link> },
    { title: text.version, align: 'right', className: 'figure', dataIndex: 'version' },
    { title: text.applied, render: (_, { appliedAt }) => <Moment at={appliedAt} /> },
    { title: text.by, dataIndex: 'appliedBy' },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say}>
        {may('configuration.change') ? <Button type="primary" onClick={() => goTo('/resources/apply')}>{text.apply}</Button> : null}
      </PageHead>
      <div className="filters"><QuerySelect name="kind" label={text.kind} choices={kinds.map((value) => ({ value, label: words[value] }))} /></div>
      <DataTable label={text.title} columns={columns} rows={loaded.data?.items} rowKey={({ kind, name }) => `${kind} ${name}`} loaded={loaded} empty={text.none} next={loaded.data?.next ?? null} />
    </>
  );
}
