import { Alert, Button, Card, Form, Input, Select } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { stringify } from 'yaml';
import type { JsonObject } from '../../../../../schemas/json.js';
import type { ConnectorTypeView } from '../../../../services/connectors.js';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import { useNames } from '../../frame/names.js';
import type { PageProps } from '../../frame/places.js';
import { useMay } from '../../frame/session.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { SchemaForm } from '../../parts/schema-form.js';
import { useAction } from '../../parts/use-action.js';
import { goTo } from '../../router/location.js';
import { configOf, formSchemaOf } from './form-schema.js';

const texts = messages({
  list: { zh: '连接器', en: 'Connectors' },
  say: { zh: '填好后先看将要生效的配置，再登记。登记后在连接器页检查连通。', en: 'Fill it in, look at what will be in force, then register it. Check it on its own page afterwards.' },
  identity: { zh: '标识', en: 'Identity' },
  department: { zh: '部门', en: 'Department' },
  name: { zh: '代号', en: 'Name' },
  nameSay: { zh: '小写字母、数字、横线', en: 'Lower-case letters, digits and hyphens' },
  title: { zh: '名称', en: 'Title' },
  system: { zh: '系统代号', en: 'System' },
  config: { zh: '连接配置', en: 'Configuration' },
  draft: { zh: '生成配置', en: 'Make the manifest' },
  manifest: { zh: '将要生效的配置', en: 'What will be in force' },
  register: { zh: '登记', en: 'Register' },
  first: { zh: '请先填写部门、代号和系统', en: 'Fill in department, name and system first' },
  forbidden: { zh: '您的角色不能登记连接器', en: 'Your role cannot register connectors' },
});

interface Identity {
  readonly department: string;
  readonly name: string;
  readonly title: string;
  readonly system: string;
}

const nothing: Identity = { department: '', name: '', title: '', system: '' };

/** Registers a connector of one type by a form that its specification draws. */
export function ConnectorTypePage({ names }: PageProps): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const may = useMay();
  const { data, problem } = useApi('GET /connector-types');
  const type = data?.items.find((one) => one.type === names['type']);
  return (
    <>
      <PageHead title={type === undefined ? (names['type'] ?? '') : language === 'zh' ? type.titleZh : type.titleEn} say={text.say} back={{ to: '/connectors', title: text.list }} />
      <ProblemAlert problem={problem} />
      {may('configuration.change') ? null : <Alert type="info" showIcon className="spaced" title={text.forbidden} />}
      {type === undefined ? null : <TypeForm type={type} />}
    </>
  );
}

function TypeForm({ type }: { readonly type: ConnectorTypeView }): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const may = useMay();
  const { all } = useNames();
  const [identity, setIdentity] = useState(nothing);
  const [filled, setFilled] = useState<unknown>({});
  const [manifest, setManifest] = useState<string>();
  const action = useAction();
  const schema = useMemo(() => formSchemaOf(type.spec, language), [type, language]);
  const isNamed = identity.department !== '' && identity.name !== '' && identity.system !== '';
  const set = (change: Partial<Identity>): void => {
    setIdentity({ ...identity, ...change });
    setManifest(undefined);
  };
  const draft = (value: unknown): void => {
    const { department, name, title, system } = identity;
    const metadata = { name, department, ...(title === '' ? {} : { title }) };
    // The form has been checked against the type's schema, whose values are plain JSON.
    const spec = { type: type.type, system, config: configOf(type.spec, value as JsonObject) };
    setManifest(stringify({ apiVersion: 'jiantong/v1', kind: 'Connector', metadata, spec }));
  };
  const register = (): Promise<boolean> =>
    action.run(async () => {
      await call('POST /resources', { body: { text: manifest } });
      goTo(`/connectors/${identity.department}/${identity.name}`);
    });
  return (
    <div className="form-and-manifest">
      <div className="stack">
        <Card title={text.identity}>
          <Form layout="vertical" component="div">
            <Form.Item label={text.department} htmlFor="connector-department">
              <Select id="connector-department" showSearch={{ optionFilterProp: 'label' }} options={all('department').map((one) => ({ value: one.name, label: one[language] }))} value={identity.department === '' ? null : identity.department} onChange={(department: string) => set({ department })} />
            </Form.Item>
            <Form.Item label={text.name} extra={text.nameSay} htmlFor="connector-name"><Input id="connector-name" value={identity.name} onChange={({ target }) => set({ name: target.value })} /></Form.Item>
            <Form.Item label={text.title} htmlFor="connector-title"><Input id="connector-title" value={identity.title} onChange={({ target }) => set({ title: target.value })} /></Form.Item>
            <Form.Item label={text.system} extra={text.nameSay} htmlFor="connector-system"><Input id="connector-system" value={identity.system} onChange={({ target }) => set({ system: target.value })} /></Form.Item>
          </Form>
        </Card>
        <Card title={text.config}>
          <SchemaForm schema={schema} value={filled} onChange={(value) => { setFilled(value); setManifest(undefined); }} submit={text.draft} onSubmit={draft} />
        </Card>
      </div>
      <Card title={text.manifest} className="beside">
        {manifest === undefined ? <p className="faint">{isNamed ? text.say : text.first}</p> : <pre className="yaml">{manifest}</pre>}
        <ProblemAlert problem={action.problem} />
        <Button type="primary" disabled={manifest === undefined || !isNamed || !may('configuration.change')} loading={action.isBusy} onClick={() => void register()}>{text.register}</Button>
      </Card>
    </div>
  );
}
