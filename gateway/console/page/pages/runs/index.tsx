import type { ReactNode } from 'react';
import { useTitleOf } from '../../frame/names.js';
import { useApi } from '../../api/use-api.js';
import { messages, useText } from '../../language/text.js';
import { PageHead } from '../../parts/page-head.js';
import { QuerySelect } from '../../parts/query-filter.js';
import { RunsTable } from '../../parts/runs-table.js';

const texts = messages({
  title: { zh: '批次', en: 'Runs' },
  say: { zh: '交换任务的每一次执行。', en: 'Each time an exchange ran.' },
  exchange: { zh: '交换任务', en: 'Exchange' },
});

export function RunsPage(): ReactNode {
  const text = useText(texts);
  const titleOf = useTitleOf();
  const exchanges = useApi('GET /exchanges', {}, ['configuration']).data?.items ?? [];
  return (
    <>
      <PageHead title={text.title} say={text.say} />
      <div className="filters">
        <QuerySelect name="exchange" label={text.exchange} choices={exchanges.map(({ name }) => ({ value: name, label: titleOf('exchange', name) }))} />
      </div>
      <RunsTable />
    </>
  );
}
