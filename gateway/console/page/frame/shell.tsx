import { LogoutOutlined, MenuOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Drawer, Dropdown, Result, Spin } from 'antd';
import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { call } from '../api/call.js';
import { messages, useText } from '../language/text.js';
import { Link } from '../router/link.js';
import { goTo, useAddress } from '../router/location.js';
import { matchPath } from '../router/pattern.js';
import { ErrorBoundary } from './error-boundary.js';
import { NamesProvider } from './names.js';
import { places, placeTexts } from './places.js';
import { useMay, useSession } from './session.js';
import { Switches } from './switches.js';

const texts = messages({
  brand: { zh: '监通', en: 'Jiantong' },
  menu: { zh: '菜单', en: 'Menu' },
  navigation: { zh: '主导航', en: 'Main' },
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  account: { zh: '我的账号', en: 'My account' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  unknown: { zh: '没有这个页面', en: 'There is no such page' },
  forbidden: { zh: '您的角色不能查看本页', en: 'Your role does not see this page' },
  home: { zh: '回到总览', en: 'To the overview' },
  loading: { zh: '正在载入', en: 'Loading' },
});

/** Navigation, head and the page that the address names. */
export function Shell(): ReactNode {
  const text = useText(texts);
  const titles = useText(placeTexts);
  const { pathname } = useAddress();
  const may = useMay();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const found = places
    .map((place) => ({ place, names: matchPath(place.pattern, pathname) }))
    .find(({ names }) => names !== undefined);
  const title = found ? titles[found.place.name] : text.unknown;
  useEffect(() => {
    document.title = `${title} · ${text.brand}`;
  }, [title, text]);

  const page = (): ReactNode => {
    const back = <Button type="primary" onClick={() => goTo('/')}>{text.home}</Button>;
    if (found?.names === undefined) return <Result status="404" title={text.unknown} extra={back} />;
    const { right, page: Page } = found.place;
    if (right !== undefined && !may(right)) return <Result status="403" title={text.forbidden} extra={back} />;
    return <Page key={JSON.stringify(found.names)} names={found.names} />;
  };

  return (
    <NamesProvider>
    <div className="shell">
      <a className="skip" href="#content">{text.skip}</a>
      <aside className="side">
        <Brand />
        <Navigation current={found?.place.name} onFollow={() => undefined} />
      </aside>
      <header className="head">
        <Button className="menu-button" type="text" icon={<MenuOutlined />} aria-label={text.menu} onClick={() => setMenuOpen(true)} />
        <span className="head-space" />
        <Switches />
        <AccountMenu />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<div className="loading" role="status"><Spin /><span className="visually-hidden">{text.loading}</span></div>}>{page()}</Suspense>
        </ErrorBoundary>
      </main>
      <Drawer open={isMenuOpen} placement="left" size={260} title={text.brand} onClose={() => setMenuOpen(false)}>
        <Navigation current={found?.place.name} onFollow={() => setMenuOpen(false)} />
      </Drawer>
    </div>
    </NamesProvider>
  );
}

function Brand(): ReactNode {
  const text = useText(texts);
  return (
    <Link to="/" className="brand">
      <img src="/icon.svg" alt="" width={28} height={28} />
      <span>{text.brand}</span>
    </Link>
  );
}

interface NavigationProps {
  readonly current: string | undefined;
  readonly onFollow: () => void;
}

/** The pages that the person may see, in groups. */
function Navigation({ current, onFollow }: NavigationProps): ReactNode {
  const text = useText(texts);
  const titles = useText(placeTexts);
  const may = useMay();
  const shown = places.filter(({ inNavigation, right }) => inNavigation !== undefined && (right === undefined || may(right)));
  const groups = [...new Set(shown.map(({ inNavigation }) => inNavigation?.group))];
  return (
    <nav aria-label={text.navigation} className="navigation">
      {groups.map((group) => (
        <section key={group}>
          {group === undefined ? null : <h2>{titles[group]}</h2>}
          <ul>
            {shown
              .filter(({ inNavigation }) => inNavigation?.group === group)
              .map(({ pattern, name, inNavigation }) => (
                <li key={pattern}>
                  <Link to={pattern} isCurrent={name === current} onFollow={onFollow}>
                    {inNavigation?.icon}
                    <span>{titles[name]}</span>
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function AccountMenu(): ReactNode {
  const text = useText(texts);
  const { session, setSession } = useSession();
  const signOut = async (): Promise<void> => {
    await call('DELETE /session');
    setSession(undefined);
    goTo('/', 'replace');
  };
  const items = [
    { key: 'account', icon: <UserOutlined />, label: text.account },
    { key: 'out', icon: <LogoutOutlined />, label: text.signOut },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => (key === 'out' ? void signOut() : goTo('/account')) }}>
      <Button type="text" icon={<UserOutlined />} className="account-button">
        <span className="account-name">{session.title ?? session.name}</span>
      </Button>
    </Dropdown>
  );
}
