import { dropFolders } from './sources/drop-folder.js';

/** Fixed ports, so that manifests can be plain; `free` lets the system choose each. */
export const defaultPorts = {
  control: 8631,
  database: 8632,
  transport: 8633,
  internetPlus: 8634,
  creditChina: 8635,
  recordDesks: 8636,
  chainEvidence: 8637,
} as const;

export type Ports = Readonly<Record<keyof typeof defaultPorts, number>>;

export const freePorts: Ports = { control: 0, database: 0, transport: 0, internetPlus: 0, creditChina: 0, recordDesks: 0, chainEvidence: 0 };

/** Open to everybody: they guard invented data on loopback, and clients must be able to show that they send them. */
export const accounts = {
  housing: { user: 'housing_reader', password: 'housing-demo' },
  gsxt: { user: 'gsxt_writer', password: 'gsxt-demo' },
  transport: { token: 'transport-demo-token' },
  internetPlus: { appId: 'gannan-gateway', secret: 'internet-plus-demo-secret' },
  creditChina: { token: 'credit-china-demo-token' },
  recordDesks: { token: 'record-desks-demo-token' },
  chainEvidence: { token: 'chain-evidence-demo-token' },
} as const;

/** Variables by which a gateway reaches the sandbox; listed in INTERFACES.md. */
export type Addresses = Readonly<Record<string, string>>;

export interface Places {
  readonly folder: string;
  readonly database: string;
  readonly databasePort: number;
  readonly controlUrl: string;
  readonly transportUrl: string;
  readonly internetPlusUrl: string;
  readonly creditChinaUrl: string;
  readonly recordDesksUrl: string;
  readonly chainEvidenceUrl: string;
}

export function addressesOf(places: Places): Addresses {
  const folders = dropFolders(places.folder);
  const port = String(places.databasePort);
  return {
    SANDBOX_CONTROL_URL: places.controlUrl,
    SANDBOX_HOUSING_HOST: '127.0.0.1',
    SANDBOX_HOUSING_PORT: port,
    SANDBOX_HOUSING_DATABASE: places.database,
    SANDBOX_HOUSING_USER: accounts.housing.user,
    SANDBOX_HOUSING_PASSWORD: accounts.housing.password,
    SANDBOX_MARKET_LICENCE_FOLDER: folders.licences,
    SANDBOX_MARKET_PENALTY_FOLDER: folders.penalties,
    SANDBOX_ECOLOGY_FOLDER: folders.workbooks,
    SANDBOX_TRANSPORT_URL: places.transportUrl,
    SANDBOX_TRANSPORT_TOKEN: accounts.transport.token,
    SANDBOX_INTERNET_PLUS_URL: places.internetPlusUrl,
    SANDBOX_INTERNET_PLUS_APP_ID: accounts.internetPlus.appId,
    SANDBOX_INTERNET_PLUS_SECRET: accounts.internetPlus.secret,
    SANDBOX_CREDIT_CHINA_URL: places.creditChinaUrl,
    SANDBOX_CREDIT_CHINA_TOKEN: accounts.creditChina.token,
    SANDBOX_DESKS_URL: places.recordDesksUrl,
    SANDBOX_DESKS_TOKEN: accounts.recordDesks.token,
    SANDBOX_CHAIN_URL: places.chainEvidenceUrl,
    SANDBOX_CHAIN_TOKEN: accounts.chainEvidence.token,
    SANDBOX_GSXT_HOST: '127.0.0.1',
    SANDBOX_GSXT_PORT: port,
    SANDBOX_GSXT_DATABASE: places.database,
    SANDBOX_GSXT_USER: accounts.gsxt.user,
    SANDBOX_GSXT_PASSWORD: accounts.gsxt.password,
  };
}
