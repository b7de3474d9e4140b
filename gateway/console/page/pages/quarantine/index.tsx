import type { ReactNode } from 'react';
import { useApi } from '../../api/use-api.js';
import { useTitleOf } from '../../frame/names.js';
import { messages, useText } from '../../language/text.js';
import { PageHead } from '../../parts/page-head.js';
import { QueryChoice, QuerySelect } from '../../parts/query-filter.js';
import { useQuery } from '../../router/location.js';
import { Causes } from './causes.js';
import { QuarantineList } from './list.js';

const texts = messages({
  title: { zh: '隔离区', en: 'Quarantine' },
  say: { zh: '没有通过校验、或被目标退回的记录。在来源改好后会自动重新处理，也可以在这里重放。', en: 'Records that did not pass the checks, or that a target refused. Mended at their source they come again by themselves; they can be replayed here too.' },
  view: { zh: '查看方式', en: 'View' },
  causes: { zh: '按原因', en: 'By cause' },
  list: { zh: '逐条', en: 'One by one' },
  exchange: { zh: '交换任务', en: 'Exchange' },
});

/** What failed: by cause, since a thousand rows mostly have a handful of causes, or one by one. */
export function QuarantinePage(): ReactNode {
  const text = useText(texts);
  const titleOf = useTitleOf();
  const [query] = useQuery();
  const exchanges = useApi('GET /exchanges', {}, ['configuration']).data?.items ?? [];
  const isList = query['view'] === 'list';
  return (
    <>
      <PageHead title={text.title} say={text.say} />
      <div className="filters">
        <QueryChoice name="view" label={text.view} choices={[{ value: 'causes', label: text.causes }, { value: 'list', label: text.list }]} />
        <QuerySelect name="exchange" label={text.exchange} choices={exchanges.map(({ name }) => ({ value: name, label: titleOf('exchange', name) }))} />
      </div>
      {isList ? <QuarantineList /> : <Causes />}
    </>
  );
}
