import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { ConnectorTypeView, ConnectorView } from '../../../../services/connectors.js';
import { useApi } from '../../api/use-api.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Mark } from '../../parts/mark.js';
import { pathOf, splitName } from '../../parts/names.js';
import { PageHead } from '../../parts/page-head.js';
import { Named } from '../../frame/names.js';
import { Link } from '../../router/link.js';

const texts = messages({
  title: { zh: '连接器', en: 'Connectors' },
  say: { zh: '到各部门系统和各接收平台的通路。', en: 'The ways to departments’ systems and to the receivers.' },
  name: { zh: '连接器', en: 'Connector' },
  department: { zh: '部门', en: 'Department' },
  type: { zh: '类型', en: 'Type' },
  system: { zh: '系统', en: 'System' },
  role: { zh: '用途', en: 'Use' },
  target: { zh: '接收', en: 'receives' },
  source: { zh: '来源', en: 'source' },
  none: { zh: '还没有连接器', en: 'There is no connector yet' },
  types: { zh: '可用的类型', en: 'Types there are' },
  pull: { zh: '可取数据', en: 'can be pulled from' },
  push: { zh: '可送数据', en: 'can be pushed to' },
});

/** What is connected, and the types that there are to connect with. */
export function ConnectorsPage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const connectors = useApi('GET /connectors', {}, ['configuration']);
  const types = useApi('GET /connector-types').data?.items;
  const titleOf = (type: string): string => {
    const found = types?.find((one) => one.type === type);
    return found === undefined ? type : language === 'zh' ? found.titleZh : found.titleEn;
  };
  const columns: TableColumnsType<ConnectorView> = [
    { title: text.name, render: (_, { name, title }) => <Link to={pathOf('/connectors', name)}>{title ?? name}</Link> },
    { title: text.department, render: (_, { name }) => <Named kind="department" name={splitName(name).department} /> },
    { title: text.type, render: (_, { type }) => <span title={type}>{titleOf(type)}</span> },
    { title: text.system, render: (_, { system }) => <code>{system}</code> },
    { title: text.role, render: (_, { isTarget }) => <Mark tone={isTarget ? 'calm' : 'plain'}>{isTarget ? text.target : text.source}</Mark> },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say} />
      <DataTable label={text.title} columns={columns} rows={connectors.data?.items} rowKey={({ name }) => name} loaded={connectors} empty={text.none} />
      <div className="sheet-title"><h2>{text.types}</h2></div>
      <ul className="gallery">{types?.map((type) => <TypeCard key={type.type} type={type} />)}</ul>
    </>
  );
}

function TypeCard({ type }: { readonly type: ConnectorTypeView }): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  return (
    <li>
      <Link to={`/connector-types/${type.type}`} className="tile">
        <strong>{language === 'zh' ? type.titleZh : type.titleEn}</strong>
        <div><code>{type.type}</code></div>
        <div className="faint">{[type.canPull ? text.pull : undefined, type.canPush ? text.push : undefined].filter((one) => one !== undefined).join(' · ')}</div>
      </Link>
    </li>
  );
}
