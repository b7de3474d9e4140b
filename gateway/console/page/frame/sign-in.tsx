import { Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { SessionView } from '../../../services/session.js';
import { ApiProblem, call } from '../api/call.js';
import { messages, useText } from '../language/text.js';
import { ProblemAlert } from '../parts/problem-alert.js';
import { useAction } from '../parts/use-action.js';
import { EntryCard } from './entry-card.js';

const texts = messages({
  title: { zh: '登录', en: 'Sign in' },
  name: { zh: '登录名', en: 'Sign-in name' },
  password: { zh: '密码', en: 'Password' },
  code: { zh: '动态口令', en: 'One-time code' },
  codeSay: { zh: '认证器显示的6位数字', en: 'The six digits that your authenticator shows' },
  wanted: { zh: '请填写', en: 'Please fill this in' },
  enter: { zh: '登录', en: 'Sign in' },
});

interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly code?: string;
}

/** Asks for the one-time code only from people who have a second factor. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: (session: SessionView) => void }): ReactNode {
  const text = useText(texts);
  const [wantsCode, setWantsCode] = useState(false);
  const { isBusy, problem, run } = useAction();
  const isFirstAsking = problem?.details.code === 'ACCESS_CODE_WANTED';

  const enter = (credentials: Credentials): Promise<boolean> =>
    run(async () => {
      try {
        onSignedIn(await call('POST /session', { body: credentials }));
      } catch (error) {
        if (error instanceof ApiProblem && error.details.code === 'ACCESS_CODE_WANTED') setWantsCode(true);
        throw error;
      }
    });

  return (
    <EntryCard title={text.title}>
      <Form layout="vertical" requiredMark={false} onFinish={(given: Credentials) => void enter(given)}>
        <Form.Item name="name" label={text.name} rules={[{ required: true, message: text.wanted }]}>
          <Input autoComplete="username" autoFocus autoCapitalize="none" />
        </Form.Item>
        <Form.Item name="password" label={text.password} rules={[{ required: true, message: text.wanted }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {wantsCode ? (
          <Form.Item name="code" label={text.code} extra={text.codeSay} rules={[{ required: true, pattern: /^\d{6}$/, message: text.codeSay }]}>
            <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} autoFocus />
          </Form.Item>
        ) : null}
        {isFirstAsking ? null : <ProblemAlert problem={problem} />}
        <Button type="primary" htmlType="submit" block loading={isBusy}>{text.enter}</Button>
      </Form>
    </EntryCard>
  );
}
