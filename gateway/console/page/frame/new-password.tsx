import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { SessionView } from '../../../services/session.js';
import { call } from '../api/call.js';
import { messages, useText } from '../language/text.js';
import { ProblemAlert } from '../parts/problem-alert.js';
import { useAction } from '../parts/use-action.js';

const texts = messages({
  present: { zh: '现在的密码', en: 'Present password' },
  next: { zh: '新密码', en: 'New password' },
  again: { zh: '再输一次新密码', en: 'New password once more' },
  differs: { zh: '两次输入不一致', en: 'The two differ' },
  wanted: { zh: '请填写', en: 'Please fill this in' },
  hint: { zh: '几个不相关的词连在一起，既好记又安全', en: 'A few unrelated words are easy to remember and safe' },
  change: { zh: '修改密码', en: 'Change password' },
  changed: { zh: '密码已修改，其他设备上的登录已结束', en: 'The password is changed; sign-ins elsewhere have ended' },
});

interface Given {
  readonly present: string;
  readonly next: string;
}

export function NewPasswordForm({ onChanged }: { readonly onChanged: (session: SessionView) => void }): ReactNode {
  const text = useText(texts);
  const [form] = Form.useForm<Given>();
  const { isBusy, problem, run } = useAction();
  const change = ({ present, next }: Given): Promise<boolean> =>
    run(async () => {
      onChanged(await call('POST /session/password', { body: { present, next } }));
      form.resetFields();
    }, text.changed);
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(given: Given) => void change(given)}>
      <Form.Item name="present" label={text.present} rules={[{ required: true, message: text.wanted }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="next" label={text.next} extra={text.hint} rules={[{ required: true, message: text.wanted }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={text.again}
        dependencies={['next']}
        rules={[
          { required: true, message: text.wanted },
          { validator: (_, value) => (value === form.getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(text.differs))) },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <ProblemAlert problem={problem} />
      <Button type="primary" htmlType="submit" loading={isBusy}>{text.change}</Button>
    </Form>
  );
}
