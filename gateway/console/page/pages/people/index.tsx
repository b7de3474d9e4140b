import { Alert, Button, type TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import type { PersonView } from '../../../../access/people.js';
import { roleTitles } from '../../../../access/rights.js';
import { call } from '../../api/call.js';
import { useApi } from '../../api/use-api.js';
import { Named } from '../../frame/names.js';
import { messages, useLanguage, useText } from '../../language/text.js';
import { DataTable } from '../../parts/data-table.js';
import { Mark } from '../../parts/mark.js';
import { Moment } from '../../parts/moment.js';
import { PageHead } from '../../parts/page-head.js';
import { ProblemAlert } from '../../parts/problem-alert.js';
import { ReasonButton } from '../../parts/reason-button.js';
import { useAction } from '../../parts/use-action.js';
import { AddPerson } from './add-person.js';

const texts = messages({
  title: { zh: '人员', en: 'People' },
  say: { zh: '能登录控制台和接口的人。停用的人不能登录，但做过的事仍在日志里。', en: 'Who may sign in. Somebody disabled cannot; what they did stays in the log.' },
  name: { zh: '登录名', en: 'Sign-in name' },
  person: { zh: '姓名', en: 'Name' },
  department: { zh: '部门', en: 'Department' },
  role: { zh: '角色', en: 'Role' },
  factor: { zh: '动态口令', en: 'Second factor' },
  on: { zh: '已启用', en: 'in force' },
  off: { zh: '未启用', en: 'none' },
  state: { zh: '状态', en: 'State' },
  active: { zh: '正常', en: 'Active' },
  disabled: { zh: '已停用', en: 'Disabled' },
  fresh: { zh: '未改初始密码', en: 'First password' },
  made: { zh: '建立', en: 'Made' },
  disable: { zh: '停用', en: 'Disable' },
  disableSay: { zh: (name: string) => `${name} 的登录立即结束，此后不能再登录。可以重新启用。`, en: (name: string) => `${name} is signed out at once and cannot sign in any more. They can be enabled again.` },
  enable: { zh: '启用', en: 'Enable' },
  reset: { zh: '重置密码', en: 'Reset password' },
  resetSay: { zh: (name: string) => `${name} 的登录立即结束，动态口令取消，并得到一个只显示一次的初始密码。`, en: (name: string) => `${name} is signed out at once, loses the second factor, and gets a first password that is shown once.` },
  password: { zh: (name: string, password: string) => `${name} 的初始密码：${password}`, en: (name: string, password: string) => `First password of ${name}: ${password}` },
  once: { zh: '只显示这一次，请当面或用另一途径交给本人。首次登录须修改。', en: 'It is shown this once. Hand it over by another way; it has to be changed at the first sign-in.' },
  none: { zh: '还没有人员', en: 'Nobody yet' },
});

export function PeoplePage(): ReactNode {
  const text = useText(texts);
  const language = useLanguage();
  const loaded = useApi('GET /people', {}, ['people']);
  const [shown, setShown] = useState<{ readonly title: string; readonly firstPassword: string }>();
  const action = useAction();
  const enable = (name: string): Promise<boolean> =>
    action.run(async () => {
      await call('POST /people/{name}/enable', { path: { name } });
      loaded.reload();
    });
  const columns: TableColumnsType<PersonView> = [
    { title: text.name, render: (_, { name }) => <code>{name}</code> },
    { title: text.person, dataIndex: 'title' },
    { title: text.department, render: (_, { department }) => <Named kind="department" name={department} /> },
    { title: text.role, render: (_, { role }) => roleTitles[role][language] },
    { title: text.factor, render: (_, { hasSecondFactor }) => (hasSecondFactor ? <Mark tone="good">{text.on}</Mark> : <span className="faint">{text.off}</span>) },
    {
      title: text.state,
      render: (_, { disabledAt, mustChangePassword }) =>
        disabledAt !== null ? <Mark tone="plain">{text.disabled}</Mark> : mustChangePassword ? <Mark tone="soon">{text.fresh}</Mark> : <Mark tone="good">{text.active}</Mark>,
    },
    { title: text.made, render: (_, { madeAt }) => <Moment at={madeAt} /> },
    {
      title: '',
      render: (_, { name, title, disabledAt }) =>
        disabledAt !== null ? (
          <Button size="small" onClick={() => void enable(name)}>{text.enable}</Button>
        ) : (
          <span className="page-actions">
            <ReasonButton title={text.reset} say={text.resetSay(title)} isReasonWanted={false} isSmall act={async () => setShown(await call('POST /people/{name}/reset', { path: { name } }))} onDone={loaded.reload} />
            <ReasonButton title={text.disable} say={text.disableSay(title)} isReasonWanted={false} isSmall isDanger act={() => call('POST /people/{name}/disable', { path: { name } })} onDone={loaded.reload} />
          </span>
        ),
    },
  ];
  return (
    <>
      <PageHead title={text.title} say={text.say}>
        <AddPerson onAdded={(added) => { setShown(added); loaded.reload(); }} />
      </PageHead>
      <ProblemAlert problem={action.problem} />
      {shown === undefined ? null : (
        <Alert type="success" showIcon className="spaced" closable={{ onClose: () => setShown(undefined) }} title={<span className="code">{text.password(shown.title, shown.firstPassword)}</span>} description={text.once} />
      )}
      <DataTable label={text.title} columns={columns} rows={loaded.data?.items} rowKey={({ name }) => name} loaded={loaded} empty={text.none} />
    </>
  );
}
