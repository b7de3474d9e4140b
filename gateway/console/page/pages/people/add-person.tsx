import { Button, Form, Input, Modal, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { NewPerson, PersonWithPassword } from '../../../../access/people.js';
import { roles, roleTitles } from '../../../../access/rights.js';
import { call } from '../../api/call.js';
import { useNames } from '../../frame/names.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { useAction } from '../../parts/use-action.js';

const texts = messages({
  add: { zh: '新增人员', en: 'Add a person' },
  name: { zh: '登录名', en: 'Sign-in name' },
  nameSay: { zh: '2至40位小写字母、数字、点、横线', en: '2 to 40 lower-case letters, digits, dots and hyphens' },
  person: { zh: '姓名', en: 'Name' },
  department: { zh: '部门', en: 'Department' },
  role: { zh: '角色', en: 'Role' },
  wanted: { zh: '请填写', en: 'Please fill this in' },
  cancel: { zh: '取消', en: 'Cancel' },
});

/** Adds somebody; the first password goes to whoever asked, to be shown once. */
export function AddPerson({ onAdded }: { readonly onAdded: (person: PersonWithPassword) => void }): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const { all } = useNames();
  const [form] = Form.useForm<NewPerson>();
  const [isOpen, setOpen] = useState(false);
  const { isBusy, problem, run } = useAction();
  const add = (person: NewPerson): Promise<boolean> =>
    run(async () => {
      onAdded(await call('POST /people', { body: person }));
      form.resetFields();
      setOpen(false);
    });
  const rules = [{ required: true, message: text.wanted }];
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{text.add}</Button>
      <Modal open={isOpen} title={text.add} okText={text.add} cancelText={text.cancel} confirmLoading={isBusy} onOk={() => form.submit()} onCancel={() => setOpen(false)}>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(given: NewPerson) => void add(given)}>
          <Form.Item name="name" label={text.name} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9._-]{1,39}$/, message: text.nameSay }]}>
            <Input autoComplete="off" autoCapitalize="none" />
          </Form.Item>
          <Form.Item name="title" label={text.person} rules={rules}><Input autoComplete="off" /></Form.Item>
          <Form.Item name="department" label={text.department} rules={rules}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={all('department').map((one) => ({ value: one.name, label: one[language] }))} />
          </Form.Item>
          <Form.Item name="role" label={text.role} rules={rules}>
            <Select options={roles.map((role) => ({ value: role, label: roleTitles[role][language] }))} />
          </Form.Item>
          <ProblemAlert problem={problem} />
        </Form>
      </Modal>
    </>
  );
}
