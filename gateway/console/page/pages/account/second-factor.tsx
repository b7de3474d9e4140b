import { Alert, Button, Card, Form, Input, QRCode, Typography } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Answers } from '../../api/answers.js';
import { call } from '../../api/call.js';
import { useSession } from '../../frame/session.js';
import { messages, useText } from '../../language/text.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { useAction } from '../../parts/use-action.js';

const texts = messages({
  title: { zh: '动态口令', en: 'Second factor' },
  on: { zh: '已启用，登录时要输入认证器上的6位数字', en: 'In force: signing in asks for the six digits of your authenticator' },
  off: { zh: '未启用。启用后，只知道密码的人登录不了', en: 'Not in force. With it, knowing the password is not enough to sign in' },
  begin: { zh: '启用动态口令', en: 'Set it up' },
  renew: { zh: '更换认证器', en: 'Change the authenticator' },
  scan: { zh: '用认证器扫码，或手工输入密钥', en: 'Scan it with your authenticator, or type the secret' },
  code: { zh: '认证器显示的6位数字', en: 'The six digits that it shows' },
  warn: { zh: '启用后所有设备上的登录都会结束，包括这里', en: 'All your sign-ins end then, this one too' },
  confirm: { zh: '确认启用', en: 'Put it into force' },
});

export function SecondFactor(): ReactNode {
  const text = useText(texts);
  const { session, setSession } = useSession();
  const [proposal, setProposal] = useState<Answers['POST /session/second-factor/proposal']>();
  const { isBusy, problem, run } = useAction();
  const begin = (): Promise<boolean> => run(async () => setProposal(await call('POST /session/second-factor/proposal')));
  const confirm = ({ code }: { readonly code: string }): Promise<boolean> =>
    run(async () => {
      await call('POST /session/second-factor', { body: { secret: proposal?.secret, code } });
      setSession(undefined);
    });
  return (
    <Card title={text.title}>
      <Typography.Paragraph>{session.hasSecondFactor ? text.on : text.off}</Typography.Paragraph>
      {proposal === undefined ? (
        <Button onClick={() => void begin()} loading={isBusy}>{session.hasSecondFactor ? text.renew : text.begin}</Button>
      ) : (
        <Form layout="vertical" requiredMark={false} onFinish={(given: { readonly code: string }) => void confirm(given)}>
          <Typography.Paragraph>{text.scan}</Typography.Paragraph>
          <QRCode value={proposal.uri} type="svg" size={164} bgColor="#fff" color="#000" />
          <Typography.Paragraph className="code" copyable>{proposal.secret}</Typography.Paragraph>
          <Form.Item name="code" label={text.code} rules={[{ required: true, pattern: /^\d{6}$/, message: text.code }]}>
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
          </Form.Item>
          <Alert type="info" showIcon title={text.warn} className="spaced" />
          <Button type="primary" htmlType="submit" loading={isBusy}>{text.confirm}</Button>
        </Form>
      )}
      <ProblemAlert problem={problem} />
    </Card>
  );
}
