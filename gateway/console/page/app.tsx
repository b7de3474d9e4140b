import { App as Messages, ConfigProvider, Spin } from 'antd';
import english from 'antd/locale/en_US';
import chinese from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { SessionView } from '../../services/session.js';
import { ApiProblem, call, rememberCsrf, signedOut } from './api/call.js';
import { Changes, ChangesContext } from './api/live.js';
import { EntryCard } from './frame/entry-card.js';
import { FirstRun } from './frame/first-run.js';
import { NewPasswordForm } from './frame/new-password.js';
import { usePreferences } from './frame/preferences.js';
import { SessionContext } from './frame/session.js';
import { Shell } from './frame/shell.js';
import { SignIn } from './frame/sign-in.js';
import { themeOf } from './frame/theme.js';
import { messages, useText } from './language/text.js';
import { ProblemAlert } from './parts/problem-alert.js';

const texts = messages({
  newPassword: { zh: '请设置新密码', en: 'Choose a new password' },
  newPasswordSay: { zh: '首次登录或密码被重置后，须先改成只有您知道的密码。', en: 'A first or reset password must become one that only you know.' },
  unreachable: { zh: '打不开', en: 'Cannot open' },
});

/** Language and look for everything below, and who is there. */
export function App({ nonce }: { readonly nonce: string }): ReactNode {
  const { language, look } = usePreferences();
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  return (
    <ConfigProvider
      locale={language === 'zh' ? chinese : english}
      theme={themeOf(look)}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      componentSize="middle"
    >
      <Messages className="app">
        <Door />
      </Messages>
    </ConfigProvider>
  );
}

type Standing = 'asking' | 'first-run' | 'signed-out' | SessionView | ApiProblem;

/** Lets in whoever is signed in; leads the others to signing in. */
function Door(): ReactNode {
  const text = useText(texts);
  const [standing, setStanding] = useState<Standing>('asking');
  const changes = useMemo(() => new Changes(), []);
  const enter = useCallback((session: SessionView | undefined): void => {
    rememberCsrf(session?.csrf ?? null);
    setStanding(session ?? 'signed-out');
  }, []);
  useEffect(() => {
    void askWhoIsThere().then((found) => (isSession(found) ? enter(found) : setStanding(found)));
    const onSignedOut = (): void => enter(undefined);
    window.addEventListener(signedOut, onSignedOut);
    return () => window.removeEventListener(signedOut, onSignedOut);
  }, [enter]);
  const isInside = isSession(standing) && !standing.mustChangePassword && standing.rights['exchange.read'] !== undefined;
  useEffect(() => (isInside ? changes.connect() : undefined), [isInside, changes]);

  if (standing === 'asking') return <div className="loading"><Spin /></div>;
  if (standing === 'first-run') return <FirstRun onSignedIn={enter} />;
  if (standing === 'signed-out') return <SignIn onSignedIn={enter} />;
  if (standing instanceof ApiProblem)
    return <EntryCard title={text.unreachable}><ProblemAlert problem={standing} onRetry={() => window.location.reload()} /></EntryCard>;
  if (standing.mustChangePassword)
    return <EntryCard title={text.newPassword} say={text.newPasswordSay}><NewPasswordForm onChanged={enter} /></EntryCard>;
  return (
    <SessionContext value={{ session: standing, setSession: enter }}>
      <ChangesContext value={changes}>
        <Shell />
      </ChangesContext>
    </SessionContext>
  );
}

function isSession(standing: Standing): standing is SessionView {
  return typeof standing === 'object' && !(standing instanceof ApiProblem);
}

async function askWhoIsThere(): Promise<Standing> {
  try {
    return await call('GET /session');
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.status !== 401) return error;
  }
  try {
    const { needsAdministrator } = await call('GET /setup');
    return needsAdministrator ? 'first-run' : 'signed-out';
  } catch (error) {
    if (error instanceof ApiProblem) return error;
    throw error;
  }
}
