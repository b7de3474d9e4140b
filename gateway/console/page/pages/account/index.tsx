import { Card, Descriptions } from 'antd';
import type { ReactNode } from 'react';
import { roleTitles } from '../../../../access/rights.js';
import { NewPasswordForm } from '../../frame/new-password.js';
import { useSession } from '../../frame/session.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { PageHead } from '../../parts/page-head.js';
import { SecondFactor } from './second-factor.js';

const texts = messages({
  title: { zh: '我的账号', en: 'My account' },
  name: { zh: '登录名', en: 'Sign-in name' },
  person: { zh: '姓名', en: 'Name' },
  role: { zh: '角色', en: 'Role' },
  department: { zh: '部门', en: 'Department' },
  password: { zh: '修改密码', en: 'Change the password' },
});

/** What people see and change of themselves. */
export function AccountPage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const { session, setSession } = useSession();
  const role = Object.entries(roleTitles).find(([name]) => name === session.role)?.[1][language];
  return (
    <>
      <PageHead title={text.title} />
      <div className="columns">
        <Card>
          <Descriptions
            column={1}
            items={[
              { key: 'name', label: text.name, children: session.name },
              { key: 'person', label: text.person, children: session.title ?? '—' },
              { key: 'role', label: text.role, children: role ?? '—' },
              { key: 'department', label: text.department, children: session.department ?? '—' },
            ]}
          />
        </Card>
        <Card title={text.password}><NewPasswordForm onChanged={setSession} /></Card>
        <SecondFactor />
      </div>
    </>
  );
}
