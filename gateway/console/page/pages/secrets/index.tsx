import { Button, Form, Input, Modal, Select, type TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import type { SecretView } from '../../../../secrets/secrets.js';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import { Named, useNames } from '../../frame/names.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { ReasonButton } from '../../parts/reason-button.js';
import { useAction } from '../../parts/use-action.js';

const texts = messages({
  title: { zh: '密钥', en: 'Secrets' },
  say: { zh: '连接器用的密码和密钥，加密保存。值只进不出，谁也看不到。', en: 'Passwords and keys of connectors, kept encrypted. Values go in and never come out.' },
  department: { zh: '部门', en: 'Department' },
  name: { zh: '名称', en: 'Name' },
  nameSay: { zh: '小写字母、数字、横线', en: 'Lower-case letters, digits and hyphens' },
  value: { zh: '值', en: 'Value' },
  version: { zh: '版本', en: 'Version' },
  setAt: { zh: '设置', en: 'Set' },
  by: { zh: '由', en: 'By' },
  add: { zh: '设置密钥', en: 'Set a secret' },
  done: { zh: '已设置，立即生效', en: 'Set, and in force at once' },
  remove: { zh: '删除', en: 'Remove' },
  removeSay: { zh: (name: string) => `删除 ${name}。用到它的连接器将无法打开，相关交换和投递会停下。`, en: (name: string) => `${name} is removed. Connectors that name it cannot be opened any more; their exchanges and deliveries stop.` },
  wanted: { zh: '请填写', en: 'Please fill this in' },
  cancel: { zh: '取消', en: 'Cancel' },
  none: { zh: '还没有密钥', en: 'There is no secret yet' },
});

type Given = Pick<SecretView, 'department' | 'name'> & { readonly value: string };

export function SecretsPage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const { all } = useNames();
  const loaded = useApi('GET /secrets', {}, ['secrets']);
  const [form] = Form.useForm<Given>();
  const [isOpen, setOpen] = useState(false);
  const { isBusy, problem, run } = useAction();
  const set = (secret: Given): Promise<boolean> =>
    run(async () => {
      await call('POST /secrets', { body: secret });
      form.resetFields();
      setOpen(false);
      loaded.reload();
    }, text.done);
  const rules = [{ required: true, message: text.wanted }];
  const columns: TableColumnsType<SecretView> = [
    { title: text.department, render: (_, { department }) => <Named kind="department" name={department} /> },
    { title: text.name, render: (_, { name }) => <code>{name}</code> },
    { title: text.version, dataIndex: 'version', align: 'right', className: 'figure' },
    { title: text.setAt, render: (_, { setAt }) => <Moment at={setAt} /> },
    { title: text.by, dataIndex: 'setBy' },
    { title: '', render: (_, { department, name }) => <ReasonButton title={text.remove} say={text.removeSay(name)} isReasonWanted={false} isSmall isDanger act={() => call('DELETE /secrets/{department}/{name}', { path: { department, name } })} onDone={loaded.reload} /> },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say}><Button type="primary" onClick={() => setOpen(true)}>{text.add}</Button></PageHead>
      <DataTable label={text.title} columns={columns} rows={loaded.data?.items} rowKey={({ department, name }) => `${department}/${name}`} loaded={loaded} empty={text.none} />
      <Modal open={isOpen} title={text.add} okText={text.add} cancelText={text.cancel} confirmLoading={isBusy} onOk={() => form.submit()} onCancel={() => setOpen(false)}>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(given: Given) => void set(given)}>
          <Form.Item name="department" label={text.department} rules={rules}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={all('department').map((one) => ({ value: one.name, label: one[language] }))} />
          </Form.Item>
          <Form.Item name="name" label={text.name} rules={[{ required: true, pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, message: text.nameSay }]}><Input autoComplete="off" autoCapitalize="none" /></Form.Item>
          <Form.Item name="value" label={text.value} rules={rules}><Input.Password autoComplete="off" /></Form.Item>
          <ProblemAlert problem={problem} />
        </Form>
      </Modal>
    </>
  );
}
