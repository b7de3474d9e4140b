import { Button, Steps } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ConnectorCheck } from '../../../../services/connectors.js';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import type { PageProps } from '../../frame/places.js';
import { useNumber } from '../../language/numbers.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { Facts } from '../../parts/facts.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { pathOf } from '../../parts/names.js';
import { useAction } from '../../parts/use-action.js';
import { Link } from '../../router/link.js';
import { Streams } from './streams.js';

const texts = messages({
  list: { zh: '连接器', en: 'Connectors' },
  check: { zh: '检查连通', en: 'Check it' },
  checked: { zh: '检查结果', en: 'What the check found' },
  ms: { zh: (ms: string) => `${ms} 毫秒`, en: (ms: string) => `${ms} ms` },
  type: { zh: '类型', en: 'Type' },
  system: { zh: '系统', en: 'System' },
  repeat: { zh: '重复投递', en: 'Repeating' },
  acceptance: { zh: '怎样算接收', en: 'What counts as accepted' },
  configuration: { zh: '配置', en: 'Configuration' },
  see: { zh: '查看与修改', en: 'See and change' },
  missing: { zh: '没有这个连接器，或您不能查看它', en: 'There is no such connector, or you may not see it' },
});

/** One connector: whether it can be reached, what it offers, and its first rows. */
export function ConnectorPage({ names }: PageProps): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const number = useNumber();
  const path = { department: names['department'] ?? '', name: names['name'] ?? '' };
  const qualified = `${path.department}/${path.name}`;
  const { data, problem } = useApi('GET /connectors', {}, ['configuration']);
  const connector = data?.items.find(({ name }) => name === qualified);
  const type = useApi('GET /connector-types').data?.items.find((one) => one.type === connector?.type);
  const [found, setFound] = useState<ConnectorCheck>();
  const action = useAction();
  const check = (): Promise<boolean> => action.run(async () => setFound(await call('POST /connectors/{department}/{name}/check', { path })));
  return (
    <>
      <PageHead title={connector?.title ?? qualified} say={<code>{qualified}</code>} back={{ to: '/connectors', title: text.list }}>
        {connector === undefined ? null : <Button type="primary" loading={action.isBusy} onClick={() => void check()}>{text.check}</Button>}
      </PageHead>
      <ProblemAlert problem={problem ?? action.problem} />
      {data !== undefined && connector === undefined ? <p>{text.missing}</p> : null}
      {connector === undefined ? null : (
        <>
          <Facts
            items={[
              [text.type, type === undefined ? connector.type : language === 'zh' ? type.titleZh : type.titleEn],
              [text.system, <code key="system">{connector.system}</code>],
              ...(connector.isTarget ? [[text.repeat, connector.repeat ?? '—'] as const, [text.acceptance, connector.acceptance ?? '—'] as const] : []),
              [text.configuration, <Link key="configuration" to={pathOf('/resources/Connector', qualified)}>{text.see}</Link>],
            ]}
          />
          {found === undefined ? null : (
            <section className="sheet padded spaced" aria-label={text.checked}>
              <Steps
                orientation="vertical"
                size="small"
                items={found.steps.map((step) => ({
                  title: language === 'zh' ? step.zh : step.en,
                  content: <span className="faint">{step.step} · {text.ms(number(step.durationMs))}{step.code === undefined ? '' : ` · ${step.code}`}</span>,
                  status: step.ok ? 'finish' : 'error',
                }))}
              />
            </section>
          )}
          {type?.canPull === false ? null : <Streams name={qualified} />}
        </>
      )}
    </>
  );
}
