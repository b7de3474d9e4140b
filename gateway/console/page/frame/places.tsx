import {
  ApiOutlined,
  BellOutlined,
  CalendarOutlined,
  ClusterOutlined,
  DashboardOutlined,
  FileSearchOutlined,
  FileTextOutlined,
  HistoryOutlined,
  KeyOutlined,
  LockOutlined,
  MedicineBoxOutlined,
  SafetyCertificateOutlined,
  SendOutlined,
  SwapOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { lazy, type ComponentType, type LazyExoticComponent, type ReactNode } from 'react';
import type { Right } from '../../../access/rights.js';
import { messages } from '../language/text.js';

/** What a page gets from its address. */
export interface PageProps {
  readonly names: Readonly<Record<string, string>>;
}

export const placeTexts = messages({
  work: { zh: '运行', en: 'Operations' },
  duties: { zh: '时限', en: 'Deadlines' },
  overview: { zh: '总览', en: 'Overview' },
  exchanges: { zh: '交换任务', en: 'Exchanges' },
  runs: { zh: '批次', en: 'Runs' },
  quarantine: { zh: '隔离区', en: 'Quarantine' },
  deliveries: { zh: '投递', en: 'Deliveries' },
  targets: { zh: '目标系统', en: 'Targets' },
  deadlines: { zh: '报送时限', en: 'Deadlines' },
  notices: { zh: '预警', en: 'Warnings' },
  audit: { zh: '审计', en: 'Audit' },
  log: { zh: '交换日志', en: 'Exchange log' },
  proof: { zh: '核验证明', en: 'Check a proof' },
  setup: { zh: '配置', en: 'Configuration' },
  connectors: { zh: '连接器', en: 'Connectors' },
  resources: { zh: '配置清单', en: 'Manifests' },
  secrets: { zh: '密钥', en: 'Secrets' },
  people: { zh: '人员', en: 'People' },
  keys: { zh: '接口密钥', en: 'API keys' },
  administration: { zh: '管理', en: 'Administration' },
  account: { zh: '我的账号', en: 'My account' },
});

type PlaceName = keyof (typeof placeTexts)['zh'];

interface Place {
  readonly pattern: string;
  readonly page: LazyExoticComponent<ComponentType<PageProps>>;
  /** Who lacks it is not led here. */
  readonly right?: Right;
  /** Where it stands in the navigation; pages within another have none of their own. */
  readonly inNavigation?: { readonly group: PlaceName; readonly icon: ReactNode };
  /** Title, and the place in the navigation that it belongs to. */
  readonly name: PlaceName;
}

/** Every page of the console, each loaded when it is first opened. */
export const places: readonly Place[] = [
  {
    pattern: '/',
    name: 'overview',
    right: 'exchange.read',
    inNavigation: { group: 'work', icon: <DashboardOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/overview/index.js')).OverviewPage })),
  },
  {
    pattern: '/exchanges',
    name: 'exchanges',
    right: 'exchange.read',
    inNavigation: { group: 'work', icon: <SwapOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/exchanges/index.js')).ExchangesPage })),
  },
  {
    pattern: '/exchanges/{department}/{name}',
    name: 'exchanges',
    right: 'exchange.read',
    page: lazy(async () => ({ default: (await import('../pages/exchanges/exchange.js')).ExchangePage })),
  },
  {
    pattern: '/runs',
    name: 'runs',
    right: 'exchange.read',
    inNavigation: { group: 'work', icon: <HistoryOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/runs/index.js')).RunsPage })),
  },
  {
    pattern: '/runs/{id}',
    name: 'runs',
    right: 'exchange.read',
    page: lazy(async () => ({ default: (await import('../pages/runs/run.js')).RunPage })),
  },
  {
    pattern: '/quarantine',
    name: 'quarantine',
    right: 'quarantine.read',
    inNavigation: { group: 'work', icon: <MedicineBoxOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/quarantine/index.js')).QuarantinePage })),
  },
  {
    pattern: '/quarantine/{id}',
    name: 'quarantine',
    right: 'quarantine.read',
    page: lazy(async () => ({ default: (await import('../pages/quarantine/record.js')).QuarantinedPage })),
  },
  {
    pattern: '/deliveries',
    name: 'deliveries',
    right: 'delivery.read',
    inNavigation: { group: 'work', icon: <SendOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/deliveries/index.js')).DeliveriesPage })),
  },
  {
    pattern: '/deliveries/{id}',
    name: 'deliveries',
    right: 'delivery.read',
    page: lazy(async () => ({ default: (await import('../pages/deliveries/delivery.js')).DeliveryPage })),
  },
  {
    pattern: '/targets',
    name: 'targets',
    right: 'target.read',
    inNavigation: { group: 'work', icon: <ClusterOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/targets/index.js')).TargetsPage })),
  },
  {
    pattern: '/targets/{department}/{name}',
    name: 'targets',
    right: 'target.read',
    page: lazy(async () => ({ default: (await import('../pages/targets/target.js')).TargetPage })),
  },
  {
    pattern: '/deadlines',
    name: 'deadlines',
    right: 'obligation.read',
    inNavigation: { group: 'duties', icon: <CalendarOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/deadlines/index.js')).DeadlinesPage })),
  },
  {
    pattern: '/deadlines/calendar',
    name: 'deadlines',
    right: 'obligation.read',
    page: lazy(async () => ({ default: (await import('../pages/deadlines/calendar.js')).CalendarPage })),
  },
  {
    pattern: '/deadlines/forecast',
    name: 'deadlines',
    right: 'obligation.read',
    page: lazy(async () => ({ default: (await import('../pages/deadlines/forecast.js')).ForecastPage })),
  },
  {
    pattern: '/deadlines/report',
    name: 'deadlines',
    right: 'obligation.read',
    page: lazy(async () => ({ default: (await import('../pages/deadlines/report.js')).ReportPage })),
  },
  {
    pattern: '/notices',
    name: 'notices',
    right: 'obligation.read',
    inNavigation: { group: 'duties', icon: <BellOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/notices/index.js')).NoticesPage })),
  },
  {
    pattern: '/exchange-log',
    name: 'log',
    right: 'log.read',
    inNavigation: { group: 'audit', icon: <FileSearchOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/log/index.js')).LogPage })),
  },
  {
    pattern: '/exchange-log/records/{id}',
    name: 'log',
    right: 'log.read',
    page: lazy(async () => ({ default: (await import('../pages/log/record.js')).RecordPage })),
  },
  {
    pattern: '/proof',
    name: 'proof',
    right: 'log.read',
    inNavigation: { group: 'audit', icon: <SafetyCertificateOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/log/verify.js')).VerifyPage })),
  },
  {
    pattern: '/connectors',
    name: 'connectors',
    right: 'configuration.read',
    inNavigation: { group: 'setup', icon: <ApiOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/connectors/index.js')).ConnectorsPage })),
  },
  {
    pattern: '/connectors/{department}/{name}',
    name: 'connectors',
    right: 'configuration.read',
    page: lazy(async () => ({ default: (await import('../pages/connectors/connector.js')).ConnectorPage })),
  },
  {
    pattern: '/connector-types/{type}',
    name: 'connectors',
    right: 'configuration.read',
    page: lazy(async () => ({ default: (await import('../pages/connectors/type.js')).ConnectorTypePage })),
  },
  {
    pattern: '/resources',
    name: 'resources',
    right: 'configuration.read',
    inNavigation: { group: 'setup', icon: <FileTextOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/resources/index.js')).ResourcesPage })),
  },
  {
    pattern: '/resources/apply',
    name: 'resources',
    right: 'configuration.change',
    page: lazy(async () => ({ default: (await import('../pages/resources/apply.js')).ApplyPage })),
  },
  {
    pattern: '/resources/{kind}/{department}/{name}',
    name: 'resources',
    right: 'configuration.read',
    page: lazy(async () => ({ default: (await import('../pages/resources/resource.js')).ResourcePage })),
  },
  {
    pattern: '/secrets',
    name: 'secrets',
    right: 'secret.manage',
    inNavigation: { group: 'setup', icon: <LockOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/secrets/index.js')).SecretsPage })),
  },
  {
    pattern: '/people',
    name: 'people',
    right: 'person.manage',
    inNavigation: { group: 'administration', icon: <TeamOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/people/index.js')).PeoplePage })),
  },
  {
    pattern: '/keys',
    name: 'keys',
    right: 'key.manage',
    inNavigation: { group: 'administration', icon: <KeyOutlined aria-hidden /> },
    page: lazy(async () => ({ default: (await import('../pages/keys/index.js')).KeysPage })),
  },
  {
    pattern: '/account',
    name: 'account',
    page: lazy(async () => ({ default: (await import('../pages/account/index.js')).AccountPage })),
  },
];
