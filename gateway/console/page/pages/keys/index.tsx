import { Alert, Button, Form, Input, InputNumber, Modal, Select, type TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import type { KeyView, NewKey } from '../../../../access/api-keys.js';
import { roles, roleTitles } from '../../../../access/rights.js';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import { Named, useNames } from '../../frame/names.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Mark } from '../../parts/mark.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { ReasonButton } from '../../parts/reason-button.js';
import { useAction } from '../../parts/use-action.js';

const texts = messages({
  title: { zh: '接口密钥', en: 'API keys' },
  say: { zh: '部门系统调用接口用的密钥，权限不超过所给角色。', en: 'What departments’ systems call the API with; each can do what its role may.' },
  name: { zh: '调用系统', en: 'Calling system' },
  department: { zh: '部门', en: 'Department' },
  role: { zh: '角色', en: 'Role' },
  days: { zh: '有效天数', en: 'Days until it ends' },
  ends: { zh: '到期', en: 'Ends' },
  used: { zh: '最近使用', en: 'Last used' },
  by: { zh: '建立', en: 'Made by' },
  state: { zh: '状态', en: 'State' },
  active: { zh: '有效', en: 'Valid' },
  revoked: { zh: '已吊销', en: 'Revoked' },
  add: { zh: '新建密钥', en: 'Make a key' },
  shown: { zh: '只显示这一次，请立即存入调用系统', en: 'It is shown this once: store it in the calling system now' },
  revoke: { zh: '吊销', en: 'Revoke' },
  revokeSay: { zh: (name: string) => `${name} 立即不能再调用接口，无法恢复。`, en: (name: string) => `${name} cannot call the API any more, at once and for good.` },
  wanted: { zh: '请填写', en: 'Please fill this in' },
  cancel: { zh: '取消', en: 'Cancel' },
  none: { zh: '还没有接口密钥', en: 'There is no key yet' },
});

const daysMax = 366;

export function KeysPage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const { all } = useNames();
  const loaded = useApi('GET /api-keys', {}, ['keys']);
  const [form] = Form.useForm<NewKey>();
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<string>();
  const { isBusy, problem, run } = useAction();
  const add = (key: NewKey): Promise<boolean> =>
    run(async () => {
      setMade((await call('POST /api-keys', { body: key })).key);
      form.resetFields();
      setOpen(false);
      loaded.reload();
    });
  const rules = [{ required: true, message: text.wanted }];
  const columns: TableColumnsType<KeyView> = [
    { title: text.name, dataIndex: 'name' },
    { title: text.department, render: (_, { department }) => <Named kind="department" name={department} /> },
    { title: text.role, render: (_, { role }) => roleTitles[role][language] },
    { title: text.state, render: (_, { revokedAt }) => (revokedAt === null ? <Mark tone="good">{text.active}</Mark> : <Mark tone="plain">{text.revoked}</Mark>) },
    { title: text.ends, render: (_, { endsAt }) => <Moment at={endsAt} /> },
    { title: text.used, render: (_, { usedAt }) => <Moment at={usedAt} /> },
    { title: text.by, dataIndex: 'madeBy' },
    { title: '', render: (_, { id, name, revokedAt }) => (revokedAt === null ? <ReasonButton title={text.revoke} say={text.revokeSay(name)} isReasonWanted={false} isSmall isDanger act={() => call('POST /api-keys/{id}/revoke', { path: { id } })} onDone={loaded.reload} /> : null) },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say}><Button type="primary" onClick={() => setOpen(true)}>{text.add}</Button></PageHead>
      {made === undefined ? null : <Alert type="success" showIcon className="spaced" closable={{ onClose: () => setMade(undefined) }} title={text.shown} description={<code>{made}</code>} />}
      <DataTable label={text.title} columns={columns} rows={loaded.data?.items} rowKey={({ id }) => id} loaded={loaded} empty={text.none} />
      <Modal open={isOpen} title={text.add} okText={text.add} cancelText={text.cancel} confirmLoading={isBusy} onOk={() => form.submit()} onCancel={() => setOpen(false)}>
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ days: 180 }} onFinish={(given: NewKey) => void add(given)}>
          <Form.Item name="name" label={text.name} rules={rules}><Input autoComplete="off" /></Form.Item>
          <Form.Item name="department" label={text.department} rules={rules}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={all('department').map((one) => ({ value: one.name, label: one[language] }))} />
          </Form.Item>
          <Form.Item name="role" label={text.role} rules={rules}><Select options={roles.map((role) => ({ value: role, label: roleTitles[role][language] }))} /></Form.Item>
          <Form.Item name="days" label={text.days} rules={rules}><InputNumber min={1} max={daysMax} /></Form.Item>
          <ProblemAlert problem={problem} />
        </Form>
      </Modal>
    </>
  );
}
