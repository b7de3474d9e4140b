import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { SessionView } from '../../../services/session.js';
import { call } from '../api/call.js';
import { messages, useText } from '../language/text.js';
import { ProblemAlert } from '../parts/problem-alert.js';
import { useAction } from '../parts/use-action.js';
import { EntryCard } from './entry-card.js';

const texts = messages({
  title: { zh: '建立第一位平台管理员', en: 'Make the first administrator' },
  say: {
    zh: '网关刚刚启动，还没有人能登录。请用启动令牌证明您能进入这台服务器。',
    en: 'The gateway is new and nobody can sign in yet. Show with the start-up token that this server is yours.',
  },
  token: { zh: '启动令牌', en: 'Start-up token' },
  tokenSay: { zh: '数据目录下 api-token 文件的内容', en: 'The content of the file api-token in the data folder' },
  name: { zh: '登录名', en: 'Sign-in name' },
  nameSay: { zh: '小写字母、数字、点、横线', en: 'Lower-case letters, digits, dots and hyphens' },
  person: { zh: '姓名', en: 'Name' },
  department: { zh: '部门代号', en: 'Department' },
  departmentSay: { zh: '配置中数据管理机构的名称，例如 gannan-data-office', en: 'As the configuration names the data office, such as gannan-data-office' },
  password: { zh: '密码', en: 'Password' },
  wanted: { zh: '请填写', en: 'Please fill this in' },
  make: { zh: '建立并登录', en: 'Make and sign in' },
});

interface Given {
  readonly token: string;
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly password: string;
}

/** Shown until somebody can sign in. */
export function FirstRun({ onSignedIn }: { readonly onSignedIn: (session: SessionView) => void }): ReactNode {
  const text = useText(texts);
  const { isBusy, problem, run } = useAction();
  const make = ({ token, ...administrator }: Given): Promise<boolean> =>
    run(async () => {
      await call('POST /setup/administrator', { body: administrator, bearer: token.trim() });
      const { name, password } = administrator;
      onSignedIn(await call('POST /session', { body: { name, password } }));
    });
  const rules = [{ required: true, message: text.wanted }];
  return (
    <EntryCard title={text.title} say={text.say}>
      <Form layout="vertical" requiredMark={false} onFinish={(given: Given) => void make(given)}>
        <Form.Item name="token" label={text.token} extra={text.tokenSay} rules={rules}>
          <Input.Password autoComplete="off" autoFocus />
        </Form.Item>
        <Form.Item name="name" label={text.name} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9._-]{1,39}$/, message: text.nameSay }]}>
          <Input autoComplete="username" autoCapitalize="none" />
        </Form.Item>
        <Form.Item name="title" label={text.person} rules={rules}>
          <Input autoComplete="name" />
        </Form.Item>
        <Form.Item name="department" label={text.department} extra={text.departmentSay} rules={rules}>
          <Input autoCapitalize="none" />
        </Form.Item>
        <Form.Item name="password" label={text.password} rules={rules}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <ProblemAlert problem={problem} />
        <Button type="primary" htmlType="submit" block loading={isBusy}>{text.make}</Button>
      </Form>
    </EntryCard>
  );
}
